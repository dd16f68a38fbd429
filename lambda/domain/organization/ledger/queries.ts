import { type Instant, MINUTE } from '../../instant';
import { LIMITS_WINDOW } from '../../ledger/queries';
import type { LedgerPlace } from '../../halt';
import type { OrganizationLedger } from './schema';

/** What an execution that begins finds in the ledger. */
export type Beginning =
  /** Nobody has the organization. */
  | { readonly kind: 'free' }
  /** This execution has it already: Step Functions has retried Freeze, which goes on from what stands. */
  | { readonly kind: 'resume' }
  /** Another execution has had this run, or has it now: this one ends, and succeeds. */
  | { readonly kind: 'alreadyRan' }
  /** Another run has it. Whether its execution lives, only DescribeExecution says. */
  | { readonly kind: 'held'; readonly runId: string; readonly executionArn: string };

export function beginningOf(
  { open, lastRun }: Pick<OrganizationLedger, 'open' | 'lastRun'>,
  { runId, executionArn }: { readonly runId: string; readonly executionArn: string },
): Beginning {
  if (open?.runId === runId) {
    return { kind: open.executionArn === executionArn ? 'resume' : 'alreadyRan' };
  }
  if (lastRun?.runId === runId) return { kind: 'alreadyRan' };
  return open ? { kind: 'held', runId: open.runId, executionArn: open.executionArn } : { kind: 'free' };
}

/** An account's function may run on for 15 minutes after its execution has stopped; one minute is for the clocks. */
const MAY_RUN_ON = 16 * MINUTE;

/** "Freeze takes over an execution that has not been running for 16 minutes" (docs/design.md §9.8). */
export function mayTakeOver(stoppedAt: Instant | undefined, now: Instant): boolean {
  return stoppedAt !== undefined && now - stoppedAt >= MAY_RUN_ON;
}

/**
 * Credentials that count as disabled in the last 20 hours. A run that has not ended counts whole, however old it is:
 * nothing shows when it wrote.
 */
export function recentlySpent({ spent, open }: OrganizationLedger, now: Instant): number {
  return Object.values(spent)
    .flat()
    .filter(({ runId, at }) => runId === open?.runId || at > now - LIMITS_WINDOW)
    .reduce((sum, each) => sum + each.count, 0);
}

/** Mails that are to go out before anything is judged, the oldest first. */
export function pendingMails({ untold }: OrganizationLedger): readonly string[] {
  return untold.filter(({ publishedAt }) => publishedAt === undefined).map(({ runId }) => runId);
}

/** Mails that are out, whose `told.json` files may not all be written. */
export function unsettledMails({
  untold,
}: OrganizationLedger): { readonly runId: string; readonly at: Instant }[] {
  return untold.flatMap(({ runId, publishedAt: at }) => (at === undefined ? [] : [{ runId, at }]));
}

/**
 * The ledger has gone although runs are on record: without it nothing is known of limits, mails and killed runs, so no
 * run may begin (law 2).
 */
export function isLedgerLost(ledger: OrganizationLedger | undefined, hasRuns: boolean): boolean {
  return ledger === undefined && hasRuns;
}

/** Where the ledger is, for the advice on how to bring it back. */
export function organizationLedgerPlace(
  bucket: string,
  organizationId: string,
): Pick<LedgerPlace, 'bucket' | 'key'> & { readonly organizationId: string } {
  return { bucket, key: 'organization/ledger.json', organizationId };
}
