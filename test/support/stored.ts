import { parseLedger, ledgerText } from '../../lambda/domain/ledger/text';
import { emptyLedger, type Ledger } from '../../lambda/domain/ledger/schema';
import { ACCOUNT } from './builders';
import { RECORD_BUCKET } from './deployment';
import { type FakeAccount, type FakeObject, storeObject } from './fake-aws';

// What iam-lapse keeps in the record bucket of a fake account.

export const LEDGER_KEY = `${ACCOUNT.id}/ledger.json`;

function bucketOf({ buckets }: FakeAccount) {
  const bucket = buckets[RECORD_BUCKET];
  if (!bucket) throw new Error('the account has no record bucket');
  return bucket;
}

export function storedObject(account: FakeAccount, key: string): FakeObject | undefined {
  return bucketOf(account).objects.get(key);
}

/** Of the objects that are there. */
export function storedKeys(account: FakeAccount): string[] {
  return [...bucketOf(account).objects.keys()].toSorted();
}

/** The ledger as it stands; an empty one when there is none yet. @throws when it is no ledger */
export function storedLedger(account: FakeAccount): Ledger {
  const object = storedObject(account, LEDGER_KEY);
  return object ? parseLedger(object.body.toString(), account.id) : emptyLedger(account.id);
}

/** Past every check: as an operator with an editor would, or as time would. */
export function storeLedger(account: FakeAccount, ledger: Ledger | string): void {
  storeObject(bucketOf(account), LEDGER_KEY, typeof ledger === 'string' ? ledger : ledgerText(ledger));
}

/** The files of a run by name; the folder's date is that of the run. */
export function recordOf(account: FakeAccount, runId: string): Readonly<Record<string, string>> {
  const day = `${runId.slice(0, 4)}/${runId.slice(4, 6)}/${runId.slice(6, 8)}`;
  const folder = `${account.id}/runs/${day}/${runId}/`;
  return Object.fromEntries(
    [...bucketOf(account).objects]
      .filter(([key]) => key.startsWith(folder))
      .map(([key, { body }]) => [key.slice(folder.length), body.toString()]),
  );
}
