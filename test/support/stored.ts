import { emptyLedger, type Ledger, parseLedger, ledgerText } from '../../lambda/domain/ledger/schema';
import { ACCOUNT } from './builders';
import { RECORD_BUCKET } from './deployment';
import { type FakeAccount, type FakeObject, storeObject } from './fake-aws';

// The objects that iam-lapse stores in the record bucket of a fake account.

export const LEDGER_KEY = `${ACCOUNT.id}/ledger.json`;

function bucketOf({ buckets }: FakeAccount) {
  const bucket = buckets[RECORD_BUCKET];
  if (!bucket) throw new Error('the account has no record bucket');
  return bucket;
}

export function storedObject(account: FakeAccount, key: string): FakeObject | undefined {
  return bucketOf(account).objects.get(key);
}

/** The keys of all objects, sorted. */
export function storedKeys(account: FakeAccount): string[] {
  return [...bucketOf(account).objects.keys()].toSorted();
}

/**
 * The current ledger, or an empty one if there is none yet.
 *
 * @throws if the object is not a ledger
 */
export function storedLedger(account: FakeAccount): Ledger {
  const object = storedObject(account, LEDGER_KEY);
  return object ? parseLedger(object.body.toString(), account.id) : emptyLedger(account.id);
}

/** Writes the ledger without any check, as an operator with an editor could. */
export function storeLedger(account: FakeAccount, ledger: Ledger | string): void {
  storeObject(bucketOf(account), LEDGER_KEY, typeof ledger === 'string' ? ledger : ledgerText(ledger));
}

/** Writes these texts by key, as another program could. */
export function storeRecords(account: FakeAccount, records: Readonly<Record<string, string>>): void {
  for (const [key, text] of Object.entries(records)) storeObject(bucketOf(account), key, text);
}

/** The files of a run's record by name. */
export function recordOf(account: FakeAccount, runId: string): Readonly<Record<string, string>> {
  const day = `${runId.slice(0, 4)}/${runId.slice(4, 6)}/${runId.slice(6, 8)}`;
  const folder = `${account.id}/runs/${day}/${runId}/`;
  return Object.fromEntries(
    [...bucketOf(account).objects]
      .filter(([key]) => key.startsWith(folder))
      .map(([key, { body }]) => [key.slice(folder.length), body.toString()]),
  );
}
