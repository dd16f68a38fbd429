import type { Evaluation } from '../../lambda/domain/evaluation/evaluate';
import { reportReference } from '../../lambda/domain/evaluation/evidence';
import { credentialId } from '../../lambda/domain/ledger/credential-id';
import { emptyLedger, type Ledger } from '../../lambda/domain/ledger/schema';
import { withAnnounced } from '../../lambda/domain/ledger/updates';

/** A ledger in which every credential was announced long ago, with its current reference time. */
export function assumeAllAnnounced({ judged }: Evaluation, accountId: string): Ledger {
  const references = judged.flatMap(({ credential, evidence }) => {
    const id = credentialId(credential);
    const reference = reportReference(evidence);
    return id === undefined || reference === undefined ? [] : [[id, reference] as const];
  });
  return withAnnounced(emptyLedger(accountId), Object.fromEntries(references), 0);
}
