import { messageOf } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';
import { type ToldToAccount, withTold } from '../domain/ledger/untold';
import { parseTold, toldToAccount } from '../domain/organization/told';
import type { RecordStore } from '../record-store';

/** What the mail of a run of an organization told of an account, by the account's own records. @throws */
export async function toldIn(
  records: Pick<RecordStore, 'read'>,
  accountId: string,
  runId: string,
): Promise<ToldToAccount | undefined> {
  const text = await records.read(runId, 'told.json');
  return text === undefined ? undefined : toldToAccount(parseTold(text, { accountId }));
}

/** Takes over what the organization's mails have told. What cannot be read stays untold, so nothing is acted on early. */
export async function settleUntold(
  session: LedgerSession,
  toldOf: (runId: string) => Promise<ToldToAccount | undefined>,
  { log }: Pick<Ports, 'log'>,
): Promise<void> {
  for (const { runId } of session.ledger.untold ?? []) {
    try {
      const told = await toldOf(runId);
      if (told) session.ledger = withTold(session.ledger, told);
    } catch (error) {
      log('WARN', 'told-unreadable', { runId, error: messageOf(error) });
    }
  }
}
