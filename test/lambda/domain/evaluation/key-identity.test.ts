import { hasKeys } from '../../../../lambda/domain/credential-report/facts';
import { isPair, type LiveKey, withListedKeys } from '../../../../lambda/domain/evaluation/key-identity';
import {
  aKey,
  aLiveKey,
  anEvaluation,
  aReportRow,
  type Cells,
  daysAgo,
  factsOf,
  LONG_AGO,
} from '../../../support/builders';

// The report names a key by its second of creation. Which key that is, ListAccessKeys and the last use tell, or nothing.

const A = 'AKIAKEYAAAAAAEXAMPLE';
const B = 'AKIAKEYBBBBBBEXAMPLE';
const C = 'AKIAKEYCCCCCCEXAMPLE';
const used = (days: number) => ({ lastUsed: daysAgo(days) });
const inactive = { active: 'false' };

/** By slot: the id that was found, `-` without one, or `unclear`. */
function identities(cells: Cells, listed?: readonly LiveKey[]): Record<number, string> {
  const { judged } = anEvaluation([aReportRow(cells)], listed ? { listed } : {});
  return Object.fromEntries(
    judged.flatMap(({ credential, verdict }) =>
      credential.kind === 'accessKey'
        ? [[credential.slot, verdict.kind === 'unclear' ? 'unclear' : (credential.id ?? '-')]]
        : [],
    ),
  );
}

describe('one key of its second', () => {
  it('has no id before IAM was asked', () => {
    expect(identities(aKey(1))).toEqual({ 1: '-' });
  });

  it.each<[string, LiveKey[], string]>([
    ['is the one that IAM lists', [aLiveKey({ id: A })], A],
    ['whatever use IAM shows', [aLiveKey({ id: A, ...used(1) })], A],
    ['among keys of other seconds', [aLiveKey({ id: B, createdAt: daysAgo(9) }), aLiveKey({ id: A })], A],
    ['is unclear when IAM lists none', [], 'unclear'],
    ['is unclear when IAM lists another second', [aLiveKey({ createdAt: LONG_AGO + 1000 })], 'unclear'],
    [
      'is unclear beside a new one that looks the same',
      [aLiveKey({ id: A }), aLiveKey({ id: B })],
      'unclear',
    ],
    ['is told from a new one by its use', [aLiveKey({ id: A, ...used(1) }), aLiveKey({ id: B })], B],
    ['is unclear when both were used since', [A, B].map((id) => aLiveKey({ id, ...used(1) })), 'unclear'],
  ])('%s', (_, listed, expected) => {
    expect(identities(aKey(1), listed)).toEqual({ 1: expected });
  });
});

describe('two keys of one second', () => {
  const both = [aLiveKey({ id: A, ...used(100) }), aLiveKey({ id: B, ...used(200) })];

  it('are told apart by their last use', () => {
    const cells = { ...aKey(1, used(200)), ...aKey(2, used(100)) };
    expect(identities(cells, both)).toEqual({ 1: B, 2: A });
  });

  it('one is told by its use although the other one was used since', () => {
    const listed = [aLiveKey({ id: A, ...used(1) }), aLiveKey({ id: B, ...used(200) })];
    expect(identities({ ...aKey(1, used(100)), ...aKey(2, used(200)) }, listed)).toEqual({
      1: 'unclear',
      2: B,
    });
  });

  it.each<[string, { lastUsed?: number }]>([
    ['never used', {}],
    ['used at the same second', used(100)],
  ])('active and inactive, both %s: unclear, with or without a listing', (_, use) => {
    const cells = { ...aKey(1, use), ...aKey(2, { ...inactive, ...use }) };
    const listed = [aLiveKey({ id: A, ...use }), aLiveKey({ id: B, status: 'Inactive', ...use })];
    expect(identities(cells)).toEqual({ 1: 'unclear' });
    expect(identities(cells, listed)).toEqual({ 1: 'unclear' });
  });

  it('active and inactive with different uses are told apart', () => {
    const cells = { ...aKey(1, used(100)), ...aKey(2, { ...inactive, ...used(200) }) };
    expect(identities(cells, both)).toEqual({ 1: A });
  });
});

describe('a pair: two active keys of one second with the same use', () => {
  it.each<[string, { lastUsed?: number }]>([
    ['never used', {}],
    ['used at the same second', used(100)],
  ])('%s: one verdict, and an id for each', (_, use) => {
    const cells = { ...aKey(1, use), ...aKey(2, use) };
    const listed = [B, A].map((id) => aLiveKey({ id, ...use }));
    expect(identities(cells, listed)).toEqual({ 1: A, 2: B });
    expect(
      new Set(anEvaluation([aReportRow(cells)], { listed }).judged.map(({ verdict }) => verdict.kind)),
    ).toEqual(new Set(['stale']));
  });

  it.each<[string, LiveKey[]]>([
    ['one is gone', [aLiveKey({ id: A })]],
    ['one is inactive today', [aLiveKey({ id: A }), aLiveKey({ id: B, status: 'Inactive' })]],
    ['one was used since', [aLiveKey({ id: A }), aLiveKey({ id: B, ...used(1) })]],
    ['a third one has their second', [A, B, C].map((id) => aLiveKey({ id }))],
  ])('%s: unclear, both', (_, listed) => {
    expect(identities({ ...aKey(1), ...aKey(2) }, listed)).toEqual({ 1: 'unclear', 2: 'unclear' });
  });

  it('an inactive one, a third one and a single one make no pair', () => {
    const keys = (cells: Cells) => factsOf(aReportRow(cells)).keys.filter(({ kind }) => kind !== 'none');
    expect(isPair(keys({ ...aKey(1), ...aKey(2) }))).toBe(true);
    expect(isPair(keys({ ...aKey(1), ...aKey(2, inactive) }))).toBe(false);
    expect(isPair(keys({ ...aKey(1, inactive), ...aKey(2) }))).toBe(false);
    expect(isPair(keys(aKey(1)))).toBe(false);
    expect(isPair([...keys({ ...aKey(1), ...aKey(2) }), ...keys(aKey(1))])).toBe(false);
    expect(isPair(keys({ ...aKey(1), ...aKey(2, used(100)) }))).toBe(false);
  });
});

describe('a neighbour that is not understood may be this key', () => {
  const listed = [aLiveKey({ id: A }), aLiveKey({ id: B, ...used(100) })];
  it.each<[string, Cells]>([
    ['in its creation', aKey(2, { lastRotated: 'soon' })],
    ['in its use', aKey(2, { lastUsed: 'soon' })],
    ['in its status', aKey(2, { active: 'perhaps' })],
  ])('%s: unclear when IAM lists two of this second', (_, other) => {
    expect(identities({ ...aKey(1), ...other }, listed)).toMatchObject({ 1: 'unclear' });
  });

  it('is itself when it is the only one of its second', () => {
    const keys = [aLiveKey({ id: A }), aLiveKey({ id: B, createdAt: daysAgo(90) })];
    expect(identities({ ...aKey(1), ...aKey(2, { lastRotated: 'soon' }) }, keys)).toMatchObject({ 1: A });
  });
});

describe('more keys than the report shows', () => {
  const facts = factsOf(aReportRow({ ...aKey(1), ...aKey(2) }));

  it('all listed keys are judged instead of the two', () => {
    const listed = [
      aLiveKey({ id: A, usedFor: { service: 's3', region: 'eu-west-1' }, ...used(1) }),
      aLiveKey({ id: B, status: 'Inactive', createdAt: daysAgo(300) }),
      aLiveKey({ id: C, createdAt: daysAgo(200) }),
    ];
    expect(withListedKeys(facts, { kind: 'read', keys: listed }).keys).toEqual([
      {
        kind: 'active',
        slot: 1,
        lastRotated: { kind: 'at', at: LONG_AGO },
        lastUsed: { kind: 'at', at: daysAgo(1) },
        region: 'eu-west-1',
        service: 's3',
      },
      {
        kind: 'inactive',
        slot: 2,
        lastRotated: { kind: 'at', at: daysAgo(300) },
        lastUsed: { kind: 'never' },
        region: 'N/A',
        service: 'N/A',
      },
      {
        kind: 'active',
        slot: 3,
        lastRotated: { kind: 'at', at: daysAgo(200) },
        lastUsed: { kind: 'never' },
        region: 'N/A',
        service: 'N/A',
      },
    ]);
  });

  it.each<[string, Partial<LiveKey>]>([
    ['a status that IAM has introduced since', { status: 'Suspended' }],
    ['a last use that was not read', { lastUsed: 'notAsked' }],
  ])('%s is not understood', (_, odd) => {
    const keys = [{ ...aLiveKey(), ...odd }];
    expect(withListedKeys(facts, { kind: 'read', keys }).keys).toMatchObject([{ kind: 'notUnderstood' }]);
  });

  it('a listing says whether there is any key; without one that is not known', () => {
    const empty = factsOf(aReportRow({ additional_credentials_info: '1 certificate' }));
    const listed = (keys: readonly LiveKey[]) => hasKeys(withListedKeys(empty, { kind: 'read', keys }));
    expect([listed([]), listed([aLiveKey({ status: 'Inactive' })])]).toEqual([false, true]);
    expect(hasKeys(empty)).toBeUndefined();
    expect(hasKeys(withListedKeys(empty, { kind: 'unreadable', cause: 'denied' }))).toBeUndefined();
  });

  it('keys that cannot be listed are unclear', () => {
    expect(withListedKeys(facts, { kind: 'unreadable', cause: 'denied' }).keysUnreadable).toBe(
      'the user has more keys than the report shows: denied',
    );
    expect(withListedKeys(facts, undefined).keysUnreadable).toMatch(/nobody asked/);
  });
});
