import type { Digest } from '../domain/digest/digest';
import { knownFindings } from '../domain/hygiene/known';
import { withAnnounced, withExempt } from '../domain/ledger/amend';
import type { JudgedRun, Ledger } from '../domain/ledger/schema';
import type { Draft } from './course';
import { announcedIn } from './pending-digest';

/** What counts once people have it: the notice that stood in this very mail, and what the next one is new against. */
export function withTold(
  ledger: Ledger,
  digest: Digest,
  draft: Draft,
  judged: JudgedRun | undefined,
): Ledger {
  const announced = withAnnounced(ledger, announcedIn(digest, draft), draft.now);
  const { lastRun } = announced;
  if (!judged || !lastRun || !draft.evaluation) return announced;
  return {
    ...withExempt(announced, draft.evaluation.judged),
    lastRun: { ...lastRun, judged: withFindings(judged, draft, lastRun.judged) },
  };
}

/** The account's findings are known later than the verdicts; where no check could be made, the last ones stand. */
function withFindings(judged: JudgedRun, { hygiene }: Draft, before: JudgedRun | undefined): JudgedRun {
  const findings = hygiene ? knownFindings(hygiene, before?.findings) : before?.findings;
  return { ...judged, ...(findings ? { findings } : {}) };
}
