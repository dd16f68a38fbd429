import { indexOf, withKeysNamed } from '../../../../lambda/domain/ledger/key-entries';
import type { LiveKey } from '../../../../lambda/domain/evaluation/key-identity';
import { historyOf } from '../../../../lambda/domain/ledger/queries';
import type { Entry } from '../../../../lambda/domain/ledger/schema';
import { aKey, aLiveKey, anEvaluation, aReportRow, type Cells, daysAgo } from '../../../support/builders';
import { aLedger, ANNOUNCED, KEY, KEY_ID } from './a-ledger';

// The report names a key by its second. From the moment that IAM has listed it, the ledger goes by its key id.

const OTHER_ID = 'AKIAI44QH8DHBEXAMPLE';
const NAMED = `${KEY}/${KEY_ID}`;
const SHARED = `${NAMED}#shared`;
const NEVER = `${KEY}#never`;
const key = aLiveKey({ id: KEY_ID });
const used = { lastUsed: daysAgo(100) };

function judged(cells: Cells, listed?: readonly LiveKey[]) {
  return anEvaluation([aReportRow(cells)], listed ? { listed } : {}).judged;
}

function named(entries: Readonly<Record<string, Entry>>, cells: Cells, listed: readonly LiveKey[]) {
  return withKeysNamed(aLedger(entries), judged(cells, listed)).credentials;
}

describe('a notice of an earlier release is kept, under the id of its key', () => {
  it.each<[string, Record<string, Entry>, Cells, LiveKey[], Record<string, Entry>]>([
    ['a single key', { [KEY]: ANNOUNCED }, aKey(1), [key], { [NAMED]: { ...ANNOUNCED, keyId: KEY_ID } }],
    [
      'a key whose twin is gone',
      { [NEVER]: ANNOUNCED },
      aKey(1),
      [key],
      { [NAMED]: { ...ANNOUNCED, keyId: KEY_ID } },
    ],
    [
      'one of two keys of a second, told apart by their last use',
      { [NEVER]: ANNOUNCED },
      { ...aKey(1), ...aKey(2, used) },
      [key, aLiveKey({ id: OTHER_ID, ...used })],
      { [SHARED]: { ...ANNOUNCED, keyId: KEY_ID } },
    ],
    [
      'a key that shared its second and is alone now',
      { [SHARED]: ANNOUNCED },
      aKey(1),
      [key],
      { [NAMED]: { ...ANNOUNCED, keyId: KEY_ID } },
    ],
    [
      'what was recorded since is newer',
      { [KEY]: { ...ANNOUNCED, passedOverAt: daysAgo(9) }, [NAMED]: { passedOverAt: daysAgo(1) } },
      aKey(1),
      [key],
      { [NAMED]: { ...ANNOUNCED, passedOverAt: daysAgo(1), keyId: KEY_ID } },
    ],
  ])('%s', (_, entries, cells, listed, expected) => {
    expect(named(entries, cells, listed)).toEqual(expected);
  });
});

describe('a notice is never handed from one key to another', () => {
  const pair = [key, aLiveKey({ id: OTHER_ID })];

  it.each<[string, Record<string, Entry>, Cells, LiveKey[]]>([
    ['two keys may be meant', { [NEVER]: ANNOUNCED }, { ...aKey(1), ...aKey(2) }, pair],
    ['the entry has another key id', { [KEY]: { ...ANNOUNCED, keyId: OTHER_ID } }, aKey(1), [key]],
    ['the entry is of another key', { [`${KEY}/${OTHER_ID}`]: ANNOUNCED }, aKey(1), [key]],
    ['the key is not known', { [KEY]: ANNOUNCED }, aKey(1), []],
  ])('%s', (_, entries, cells, listed) => {
    expect(named(entries, cells, listed)).toEqual(entries);
  });

  it('of a pair, each has its own', () => {
    const [one, other] = [{ passedOverAt: daysAgo(1) }, { passedOverAt: daysAgo(2) }];
    const ledger = aLedger({ [SHARED]: one, [`${KEY}/${OTHER_ID}#shared`]: other });
    const histories = judged({ ...aKey(1), ...aKey(2) }, pair).map(({ credential }) =>
      indexOf(ledger).entryOf(credential),
    );
    // By id in order: KEY_ID is behind OTHER_ID.
    expect(histories).toEqual([other, one]);
  });
});

describe('a key that the ledger knows is not listed again', () => {
  const idOf = (entries: Readonly<Record<string, Entry>>, cells: Cells) =>
    judged(cells).flatMap(({ credential }) =>
      credential.kind === 'accessKey' ? [indexOf(aLedger(entries)).keyIdOf(credential)] : [],
    );

  it.each<[string, Record<string, Entry>, Cells, (string | undefined)[]]>([
    ['the only key of its second', { [NAMED]: {} }, aKey(1), [KEY_ID]],
    ['a key of another second', { [NAMED]: {} }, aKey(1, { lastRotated: daysAgo(300) }), [undefined]],
    ['not one that shared its second: the other may be left', { [SHARED]: {} }, aKey(1), [undefined]],
    ['not one of two in the report', { [NAMED]: {} }, { ...aKey(1), ...aKey(2) }, [undefined, undefined]],
    ['not one without a key id', { [KEY]: {} }, aKey(1), [undefined]],
  ])('%s', (_, entries, cells, expected) => {
    expect(idOf(entries, cells)).toEqual(expected);
  });

  it('its history is found before it is identified in this run', () => {
    const history = historyOf(aLedger({ [NAMED]: { restoredAt: daysAgo(3) } }));
    expect(judged(aKey(1)).map(({ credential }) => history(credential))).toEqual([
      { passedOver: false, restored: { at: daysAgo(3), times: 1 } },
    ]);
  });
});
