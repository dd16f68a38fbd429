import { messageOf } from '../errors';
import type { ActItem } from '../domain/organization/act';
import type { Open } from '../domain/organization/ledger/schema';
import { parseAllotment } from '../domain/organization/record-texts';
import { RecordError } from '../domain/strict-record';
import type { Coordinator } from './coordinator';
import { factsOf } from './facts';
import { OrganizationHalted } from './halted';
import type { OrganizationLedgerSession } from './organization-ledger';
import { tellOpenRun } from './tell';

/** What a run left that was killed. */
export type KilledRun =
  /** It had a roster. It is told by its own mail, and closed. */
  | { readonly kind: 'told' }
  /** It ended before anything was swept. The next mail says so. */
  | { readonly kind: 'notSwept' }
  /** Its records are not understood, perhaps because a release has changed their schema. The next mail names them. */
  | { readonly kind: 'notUnderstood'; readonly allotted: readonly ActItem[] };

/**
 * Ends a run that was killed. Records that are not understood must not stop every later run: nobody could end it then.
 *
 * @throws what the store throws
 */
export async function endKilled(
  session: OrganizationLedgerSession,
  { runId, executionArn }: Open,
  coordinator: Coordinator,
): Promise<KilledRun> {
  try {
    const facts = await factsOf(runId, coordinator);
    if (!facts) return { kind: 'notSwept' };
    await tellOpenRun(session, facts, { executionArn, takenOver: { runId, hadRoster: true } }, coordinator);
    return { kind: 'told' };
  } catch (error) {
    if (!isNotUnderstood(error)) throw error;
    coordinator.ports.log('ERROR', 'records-not-understood', { runId, error: messageOf(error) });
    return { kind: 'notUnderstood', allotted: await allottedBy(runId, coordinator) };
  }
}

/** Of its frozen settings, or of any other record. A store that does not answer is something else. */
function isNotUnderstood(error: unknown): boolean {
  return error instanceof RecordError || error instanceof OrganizationHalted;
}

async function allottedBy(
  runId: string,
  { ports: { records, log } }: Coordinator,
): Promise<readonly ActItem[]> {
  const text = await records.read(runId, 'allotment.json');
  if (text === undefined) return [];
  try {
    return parseAllotment(text, { runId }).items;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    log('ERROR', 'allotment-not-understood', { runId, error: messageOf(error) });
    return [];
  }
}
