import type { Evaluation } from '../../lambda/domain/evaluation/evaluate';
import { reportReference } from '../../lambda/domain/evaluation/evidence';
import { withAnnounced } from '../../lambda/domain/ledger/updates';
import { credentialId } from '../../lambda/domain/ledger/credential-id';
import { emptyLedger, type Ledger } from '../../lambda/domain/ledger/schema';

/** The ledger as if every credential had stood in a digest since ever, with the reference time that it has now. */
export function assumeAllAnnounced({ judged }: Evaluation, accountId: string): Ledger {
  const references = judged.flatMap(({ credential, evidence }) => {
    const id = credentialId(credential);
    const reference = reportReference(evidence);
    return id === undefined || reference === undefined ? [] : [[id, reference] as const];
  });
  return withAnnounced(emptyLedger(accountId), Object.fromEntries(references), 0);
}
