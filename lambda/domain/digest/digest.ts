import type { Credential } from '../credential';
import { accountCheckSections } from './account-checks';
import type { RunReport } from '../run-report';
import { actionSections } from './actions';
import { confirmedSection, reconciledSection, restoredSection } from './earlier-runs';
import { endingSection, matchNobodySection } from './exemptions';
import { footerOf } from './footer';
import { headerOf } from './header';
import { newlyExemptSection, newlyOnNoticeSection, onNoticeSection } from './on-notice';
import { layOut, MAX_BYTES } from './layout';
import { exemptSection, heldSection, unclearSection, overLimitSection } from './not-acted-on';
import { subjectOf } from './subject';

/** One mail: what happened, what will, and to whom. */
export interface Digest {
  /** ASCII, at most 99 characters. */
  readonly subject: string;
  /** Plain text, at most 72 columns wide (but for one link) and 262,144 bytes of UTF-8 long. */
  readonly body: string;
  /** The credentials whose notice stands in it: what was left out for want of room is not announced. */
  readonly announced: readonly Credential[];
}

/**
 * Renders a run: what was done, then what is new, then what has stood there before. What comes last is the
 * first to be left out of a mail that is too long. Pure: what happened is one thing, telling it another.
 */
export function digestOf(run: RunReport, maxBytes = MAX_BYTES): Digest {
  const [failed, ...done] = actionSections(run);
  const sections = [
    ...(failed ? [failed] : []),
    reconciledSection(run),
    ...done,
    restoredSection(run),
    newlyOnNoticeSection(run),
    newlyExemptSection(run),
    ...(run.settings ? [endingSection(run.settings.policy.policy, run.now)] : []),
    matchNobodySection(run.evaluated?.evaluation),
    overLimitSection(run),
    onNoticeSection(run),
    heldSection(run),
    unclearSection(run),
    exemptSection(run),
    confirmedSection(run),
    ...accountCheckSections(run.accountChecks, run.evaluated?.changes?.findings),
  ];
  const { text, announced } = layOut(headerOf(run), sections, footerOf(run), maxBytes);
  return { subject: subjectOf(run), body: text, announced };
}
