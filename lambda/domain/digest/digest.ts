import type { Credential } from '../credential';
import { accountCheckSections } from './account-checks';
import type { RunReport } from '../run-report';
import { actionSections } from './actions';
import {
  confirmedSection,
  lateEffectSection,
  lateResetsSection,
  perhapsNeverDisabledSection,
  reconciledSection,
  restoredSection,
} from './earlier-runs';
import { footerOf } from './footer';
import { headerOf } from './header';
import {
  lockConfirmedSection,
  lockedSection,
  locksNotFollowedSection,
  lockUndoneSection,
  notLockedSection,
  unfinishedLocksSection,
} from './locks';
import { subjectOf } from './subject';
import { newlyExemptSection, newlyOnNoticeSection, onNoticeSection } from './on-notice';
import { layOut, MAX_BYTES } from './layout';
import {
  exemptSection,
  heldSection,
  leftAloneSection,
  overLimitSection,
  unclearSection,
  endingSection,
  matchNobodySection,
} from './not-acted-on';
import { count, printableLine } from '../text';
import { type Instant, utcSecond } from '../instant';

/** The mail of one run (docs/design.md §3.9). */
export interface Digest {
  /** ASCII, at most 99 characters. */
  readonly subject: string;
  /** Plain text, at most 72 columns wide (but for one link) and 261,120 bytes of UTF-8 long. */
  readonly body: string;
  /** The credentials whose notice it contains. An entry that was left out for lack of space announces nothing. */
  readonly announced: readonly Credential[];
}

/**
 * Renders the report of a run: first what was done, then what is new, then what earlier mails had too. If the mail is
 * too long, the last sections lose their entries first. Pure.
 *
 * @param forecast the lines that a preview adds above the footer
 */
export function digestOf(run: RunReport, maxBytes = MAX_BYTES, forecast: readonly string[] = []): Digest {
  const [failed, ...otherActions] = actionSections(run);
  const sections = [
    lockUndoneSection(run),
    notLockedSection(run),
    ...(failed ? [failed] : []),
    reconciledSection(run),
    lateEffectSection(run),
    lateResetsSection(run),
    ...otherActions,
    restoredSection(run),
    perhapsNeverDisabledSection(run),
    lockedSection(run),
    unfinishedLocksSection(run),
    locksNotFollowedSection(run),
    newlyOnNoticeSection(run),
    newlyExemptSection(run),
    ...(run.settings ? [endingSection(run.settings.policy.policy, run.now)] : []),
    matchNobodySection(run.evaluated?.evaluation),
    overLimitSection(run),
    leftAloneSection(run),
    onNoticeSection(run),
    heldSection(run),
    unclearSection(run),
    exemptSection(run),
    confirmedSection(run),
    lockConfirmedSection(run),
    ...accountCheckSections(run.accountChecks, run.evaluated?.changes?.findings, {
      hasRecords: run.trigger !== 'preview' && !run.source,
    }),
  ];
  const { text, announced } = layOut(headerOf(run), sections, footerOf(run), maxBytes, forecast);
  return { subject: subjectOf(run), body: text, announced };
}

/** Whether SNS accepted a digest. */
export type Delivery =
  /** `subscribers`: the subscriptions that heard it; undefined if not known. */
  | { readonly kind: 'published'; readonly at: Instant; readonly subscribers: number | undefined }
  | { readonly kind: 'notPublished'; readonly cause: string };

/** `digest.txt`: the mail, and a header that says whether and to how many it was published (docs/design.md §3.7). */
export function digestText({ subject, body }: Pick<Digest, 'subject' | 'body'>, delivery: Delivery): string {
  return `Subject: ${subject}\nPublished: ${deliveryText(delivery)}\n\n${body}`;
}

function deliveryText(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'published':
      return `${utcSecond(delivery.at)}, ${audience(delivery.subscribers)}`;
    case 'notPublished':
      return `no: ${printableLine(delivery.cause)}`;
  }
}

function audience(subscribers: number | undefined): string {
  if (subscribers === undefined) return 'to how many is not known';
  return subscribers === 0
    ? 'to nobody: the topic has no subscriber that counts'
    : `to ${count(subscribers, 'confirmed subscriber')}`;
}
