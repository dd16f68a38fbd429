import type { Evaluation } from '../../lambda/domain/evaluation/evaluate';
import { emptyLedger, type Ledger } from '../../lambda/domain/ledger/schema';
import { announcesOf, withAnnounced } from '../../lambda/domain/ledger/announcements';

/** A ledger in which every credential was announced long ago, with its current reference time. */
export function assumeAllAnnounced({ judged }: Evaluation, accountId: string): Ledger {
  return withAnnounced(emptyLedger(accountId), announcesOf(judged), 0);
}
