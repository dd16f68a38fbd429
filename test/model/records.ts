import type { ListedLock } from '../../lambda/domain/locks/record';
import type { Ports } from '../../lambda/ports';
import type { StoredLedger } from '../../lambda/record-store';
import type { Calls } from './calls';
import { faultOf } from './faults';
import { planted } from './ledger-ahead';
import type { Program } from './program';
import { ledgerIn, resultIn } from './stored';

/** The bucket: S3's conditional writes, and whatever stands in it. */
export function recordStore(calls: Calls, { LedgerConflict, RecordExists }: Program): Ports['records'] {
  const { world, run, faults } = calls;
  const { bucket } = world;
  const put = (text: string, previous: StoredLedger | undefined): StoredLedger => {
    const stands = bucket.ledger;
    if (stands?.etag !== previous?.etag) {
      // Perhaps our own request, whose first answer was lost.
      if (stands?.text === text) return stands;
      throw new LedgerConflict('another run has written the ledger meanwhile');
    }
    bucket.writes += 1;
    bucket.ledger = { text, etag: `"${bucket.writes}"` };
    const { open, lastRun } = ledgerIn(text);
    run.opened ||= open?.runId === run.runId;
    run.closed ||= lastRun?.runId === run.runId;
    return bucket.ledger;
  };
  return {
    location: (runId) => `s3://records/123456789012/runs/${runId}/`,
    consoleUrl: () => undefined,
    ledgerPlace: { bucket: 'records', key: '123456789012/ledger.json', accountId: '123456789012' },
    firstRun: () => calls.carry('records.firstRun', () => firstRunIn(bucket.files)),
    readLedger: () =>
      calls.carry('records.readLedger', () => {
        if (faultOf(faults, 'ledgerDeleted') && bucket.ledger) {
          // A run on record is what tells a deleted ledger from none yet.
          if (firstRunIn(bucket.files) !== undefined) run.anomalies.add('ledger');
          bucket.deleted = bucket.ledger;
          bucket.ledger = undefined;
        }
        const ahead = faultOf(faults, 'ledgerAhead');
        const edited = ahead && bucket.ledger && planted(bucket.ledger.text, ahead, run.startedAt);
        if (edited && bucket.ledger) {
          bucket.planted.push(edited.planted);
          if (edited.planted.where === 'open') run.anomalies.add('ledger');
          else run.aheadIn.push(edited.planted.where);
          return { ...bucket.ledger, text: edited.text };
        }
        if (!faultOf(faults, 'ledgerGarbled') || !bucket.ledger) return bucket.ledger;
        run.anomalies.add('ledger');
        return { ...bucket.ledger, text: bucket.ledger.text.slice(1) };
      }),
    writeLedger: (text, previous) =>
      calls.carry('records.writeLedger', () => {
        const nth = calls.nth('records.writeLedger');
        const stored = put(text, previous);
        return faults.some((fault) => fault.kind === 'sentTwice' && fault.nth === nth)
          ? put(text, previous)
          : stored;
      }),
    read: (runId, name) => calls.carry('records.read', () => bucket.files.get(`${runId}/${name}`)),
    // Histories without a lock have one call less, so that those that are kept stay what they were.
    listLocks: async () =>
      bucket.locks.size === 0 ? [] : calls.carry('records.listLocks', () => listedLocks(bucket.locks)),
    readLock: (id, file) => calls.carry('records.readLock', () => bucket.locks.get(`${id}/${file}`) ?? ''),
    write: (runId, name, body, ifExists) =>
      calls.carry('records.write', () => {
        const key = `${runId}/${name}`;
        const stands = bucket.files.get(key);
        // The same text may be our own request, whose first answer was lost.
        if (ifExists === 'fail' && stands !== undefined && stands !== body)
          throw new RecordExists(`${key} exists`);
        bucket.files.set(key, body);
        run.recorded ||= name === 'result.json';
        if (name === 'plan.json' && stands === undefined) run.planRecord = body;
      }),
  };
}

/** The first run that has had the ledger open: it has a plan and an outcome, and is no preview. */
function firstRunIn(files: ReadonlyMap<string, string>): string | undefined {
  return [...files]
    .filter(([key, text]) => {
      const runId = key.split('/')[0] ?? '';
      if (!key.endsWith('/result.json') || !files.has(`${runId}/plan.json`)) return false;
      const { preview, halts } = resultIn(text);
      return !preview && halts.every(({ reason }) => reason !== 'ledger' && reason !== 'busy');
    })
    .map(([key]) => key.split('/')[0] ?? '')
    .toSorted((one, other) => (one < other ? -1 : 1))[0];
}

function listedLocks(locks: ReadonlyMap<string, string>): ListedLock[] {
  const files = [...locks.keys()].map((key) => key.split('/'));
  const ids = new Set(files.map(([id = '']) => id));
  return [...ids].map((id) => ({
    id,
    files: (['plan.json', 'result.json'] as const).filter((file) => locks.has(`${id}/${file}`)),
  }));
}
