import type { Credential } from '../../../../lambda/domain/credential';
import type { KeyListing, LiveKey } from '../../../../lambda/domain/evaluation/key-identity';
import { indexOf } from '../../../../lambda/domain/ledger/key-entries';
import {
  compareWithReport,
  historyOf,
  userIds,
  usersToCompare,
} from '../../../../lambda/domain/ledger/queries';
import {
  aKey,
  aLiveKey,
  anEvaluation,
  aPassword,
  aReportRow,
  type Cells,
  daysAgo,
  LONG_AGO,
  NOW,
  parsedReport,
} from '../../../support/builders';
import { aLedger, KEY, KEY_ID, PASSWORD } from './a-ledger';

// Before their ids are known, two keys of one second have entries by their last use.

const NEVER = `${KEY}#never`;
const USED = `${KEY}#2026-09-21T07:00:00Z`;
const twins = { ...aKey(1, { lastUsed: daysAgo(60) }), ...aKey(2) };

function credentials(cells: Cells): readonly Credential[] {
  return anEvaluation([aReportRow(cells)]).judged.map(({ credential }) => credential);
}

describe('what is remembered of a key', () => {
  const of = (ledger: Parameters<typeof aLedger>[0], cells: Cells) =>
    credentials(cells).map((credential) => indexOf(aLedger(ledger)).entryOf(credential));

  it('each twin has its own', () => {
    const ledger = {
      [USED]: { passedOverAt: NOW },
      [NEVER]: { disabledAt: NOW },
      [KEY]: { restoredAt: NOW },
    };
    expect(of(ledger, twins)).toEqual([{ passedOverAt: NOW }, { disabledAt: NOW }]);
  });

  it('the one that is left has what was remembered of it as a twin', () => {
    expect(of({ [NEVER]: { disabledAt: NOW } }, aKey(1))).toEqual([{ disabledAt: NOW }]);
  });

  it('and what was remembered since, which is newer', () => {
    const ledger = { [NEVER]: { disabledAt: LONG_AGO, passedOverAt: NOW }, [KEY]: { disabledAt: NOW } };
    expect(of(ledger, aKey(1))).toEqual([{ disabledAt: NOW, passedOverAt: NOW }]);
  });

  it('but nothing of the other twin', () => {
    expect(of({ [USED]: { disabledAt: NOW } }, aKey(1))).toEqual([undefined]);
  });

  it('a password has no twin', () => {
    const ledger = { [`${PASSWORD}#undefined`]: { disabledAt: NOW } };
    expect(of({ ...ledger, [PASSWORD]: { restoredAt: NOW } }, aPassword())).toEqual([{ restoredAt: NOW }]);
    expect(of(ledger, aPassword())).toEqual([undefined]);
  });

  it('nothing of what has no id', () => {
    expect(of({ undefined: { disabledAt: NOW } }, { ...aPassword(), user_creation_time: 'N/A' })).toEqual([
      undefined,
    ]);
  });
});

it.each([
  ['nothing', {}, {}],
  ['an exemption', { exemption: 'break-glass' }, { passedOver: false, exemption: 'break-glass' }],
  ['a disabling', { disabledAt: NOW }, { passedOver: false, disabledAt: NOW }],
  [
    'a restore since',
    { disabledAt: LONG_AGO, restoredAt: NOW, timesRestored: 2 },
    { passedOver: false, restored: { at: NOW, times: 2 } },
  ],
  ['a restore of old', { restoredAt: NOW }, { passedOver: false, restored: { at: NOW, times: 1 } }],
  ['half an announcement', { announcedAt: NOW }, { passedOver: false }],
  ['the other half', { announcedReference: NOW }, { passedOver: false }],
  ['a no', { passedOverAt: NOW }, { passedOver: true }],
])('what the judge is told: %s', (what, entry, history) => {
  const ledger = aLedger(what === 'nothing' ? {} : { [PASSWORD]: entry });
  expect(credentials(aPassword()).map(historyOf(ledger))).toStrictEqual([history]);
});

describe('what a report says of a twin that we disabled', () => {
  const ledger = aLedger({ [NEVER]: { disabledAt: daysAgo(1), keyId: KEY_ID } });
  const after = (cells: Cells, keys: readonly LiveKey[] | 'unreadable' = []) => {
    const report = parsedReport(aReportRow(cells));
    const listing: KeyListing =
      keys === 'unreadable' ? { kind: 'unreadable', cause: 'denied' } : { kind: 'read', keys };
    const listings = new Map(usersToCompare(ledger, report).map(({ arn }) => [arn, listing]));
    return compareWithReport(ledger, report, listings);
  };
  const inactive = { active: 'false' };
  const nothing = { confirmed: [], restored: [], possiblyRestored: [] };
  const other = aLiveKey({ id: 'AKIAI44QH8DHBEXAMPLE' });

  it.each<[string, Cells, LiveKey[] | 'unreadable', Partial<ReturnType<typeof compareWithReport>>]>([
    ['both are disabled', { ...aKey(1, inactive), ...aKey(2, inactive) }, [], { confirmed: [NEVER] }],
    ['one is enabled: this one', twins, [other, aLiveKey()], { restored: [NEVER] }],
    [
      'one is enabled: the other one',
      twins,
      [other, aLiveKey({ status: 'Inactive' })],
      { confirmed: [NEVER] },
    ],
    ['one is enabled: this one is gone', twins, [other], { confirmed: [NEVER] }],
    ['one is enabled: this one has a new status', twins, [aLiveKey({ status: 'Suspended' })], {}],
    ['one is enabled: nobody knows which', twins, 'unreadable', {}],
    [
      'it was used since: its id is the same',
      aKey(1, { lastUsed: daysAgo(0) }),
      [aLiveKey()],
      { restored: [NEVER] },
    ],
    ['it may be the one that is not understood', aKey(1, { lastRotated: 'soon' }), [], {}],
    ['its status is not understood', aKey(1, { active: 'perhaps' }), [], {}],
  ])('%s', (_, cells, keys, expected) => {
    expect(after(cells, keys)).toEqual({ ...nothing, ...expected });
  });

  it('nothing, of a user who is not in it, or was created at another time', () => {
    expect(after({ user: 'bob', ...twins })).toEqual(nothing);
    expect(after({ ...twins, user_creation_time: '2024-01-01T00:00:01Z' })).toEqual(nothing);
    expect(after({ ...twins, user_creation_time: 'N/A' })).toEqual(nothing);
  });

  it('nothing of an entry without a key id: which key it was is not known', () => {
    const old = aLedger({ [NEVER]: { disabledAt: daysAgo(1) } });
    const report = parsedReport(aReportRow(twins));
    const listings = new Map([[report.users[0]?.user.arn ?? '', { kind: 'read' as const, keys: [other] }]]);
    expect(compareWithReport(old, report, listings)).toEqual(nothing);
  });
});

it('a password whose state is not understood is neither disabled nor enabled', () => {
  const ledger = aLedger({ [PASSWORD]: { disabledAt: daysAgo(1) } });
  const report = parsedReport(aReportRow(aPassword({ enabled: 'perhaps' })));
  expect(compareWithReport(ledger, report, new Map())).toEqual({
    confirmed: [],
    restored: [],
    possiblyRestored: [],
  });
});

it('a user whose creation is not known is no user of the ledger', () => {
  const rows = [aReportRow(), aReportRow({ user: 'bob', user_creation_time: 'N/A' })];
  expect([...userIds(parsedReport(...rows))]).toEqual([
    'arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z',
  ]);
});
