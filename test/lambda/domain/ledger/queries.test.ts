import { candidatesOf } from '../../../../lambda/domain/remediation/candidate';
import { DAY, HOUR, MINUTE } from '../../../../lambda/domain/instant';
import {
  compareWithReport,
  recentlyDisabled,
  isDisabledByUs,
  historyOf,
  usersToCompare,
} from '../../../../lambda/domain/ledger/queries';
import type { Entry } from '../../../../lambda/domain/ledger/schema';
import {
  aKey,
  aLiveKey,
  anEvaluation,
  aPassword,
  aReportRow,
  candidatesIn,
  daysAgo,
  NOW,
  parsedReport,
  type ReportRow,
} from '../../../support/builders';
import { aLedger, ANNOUNCED, KEY, KEY_ID, PASSWORD } from './a-ledger';

// Every report of these tests was generated at NOW.

const NOTHING = { confirmed: [], restored: [], possiblyRestored: [], lateEffect: [], neverDone: [] };
const YESTERDAY = { disabledAt: daysAgo(1) } as const satisfies Entry;

/** What a report says about the password and the key of alice, whose entries are alike. IAM lists the key as active. */
function after(entry: Entry, ...rows: readonly ReportRow[]) {
  const ledger = aLedger({ [PASSWORD]: entry, [KEY]: { ...entry, keyId: KEY_ID } });
  const report = parsedReport(...rows);
  const listed = usersToCompare(ledger, report).map(
    ({ arn }) => [arn, { kind: 'read', keys: [aLiveKey()] }] as const,
  );
  return compareWithReport(ledger, report, new Map(listed));
}

const enabled = aReportRow({ ...aPassword(), ...aKey(1) });
const disabled = aReportRow({ ...aPassword({ enabled: 'false' }), ...aKey(1, { active: 'false' }) });

describe('what a report says about what we disabled', () => {
  it.each<[string, Entry, ReportRow, ReturnType<typeof compareWithReport>]>([
    ['disabled: confirmed', YESTERDAY, disabled, { ...NOTHING, confirmed: [PASSWORD, KEY] }],
    [
      'disabled, and confirmed before: nothing new',
      { ...YESTERDAY, confirmedAt: NOW - 1 },
      disabled,
      NOTHING,
    ],
    ['enabled: restored', YESTERDAY, enabled, { ...NOTHING, restored: [PASSWORD, KEY] }],
    [
      'enabled long after it was confirmed: restored',
      { disabledAt: daysAgo(90), confirmedAt: daysAgo(89) },
      enabled,
      { ...NOTHING, restored: [PASSWORD, KEY] },
    ],
    [
      'enabled, and a restore known: nothing new',
      { ...YESTERDAY, restoredAt: NOW - 1, timesRestored: 1 },
      enabled,
      NOTHING,
    ],
    [
      'disabled once more since the last restore, and enabled: restored again',
      { ...YESTERDAY, restoredAt: daysAgo(50), timesRestored: 1 },
      enabled,
      { ...NOTHING, restored: [PASSWORD, KEY] },
    ],
    ['never disabled by us, and enabled: nothing', ANNOUNCED, enabled, NOTHING],
    ['never disabled by us, and disabled: nothing', ANNOUNCED, disabled, NOTHING],
    [
      'perhaps disabled, and enabled: never done, or enabled again',
      { ...YESTERDAY, unproven: true },
      enabled,
      { ...NOTHING, possiblyRestored: [PASSWORD, KEY] },
    ],
    [
      'perhaps disabled, and disabled: disabled after all',
      { ...YESTERDAY, unproven: true },
      disabled,
      { ...NOTHING, lateEffect: [PASSWORD, KEY] },
    ],
    [
      'tried, read back as active, and active: nothing was done',
      { triedAt: daysAgo(1) },
      enabled,
      { ...NOTHING, neverDone: [PASSWORD, KEY] },
    ],
    [
      'tried, read back as active, and disabled: it was done after all',
      { triedAt: daysAgo(1) },
      disabled,
      { ...NOTHING, lateEffect: [PASSWORD, KEY] },
    ],
  ])('%s', (_, entry, row, expected) => {
    expect(after(entry, row)).toEqual(expected);
  });

  it('a key that is no longer in the row has been deleted: confirmed', () => {
    const row = aReportRow(aKey(1, { lastRotated: daysAgo(1) }));
    expect(after(YESTERDAY, row)).toEqual({ ...NOTHING, confirmed: [PASSWORD, KEY] });
  });

  it('a key is found in either slot, by its creation', () => {
    const row = aReportRow({ ...aKey(1, { lastRotated: daysAgo(1) }), ...aKey(2) });
    expect(after(YESTERDAY, row).restored).toEqual([KEY]);
  });
});

describe('a report that is not more than 5 minutes younger than the write says nothing about it', () => {
  it.each([
    ['older', NOW + 1, false],
    ['of the same moment', NOW, false],
    ['5 minutes younger', NOW - 5 * MINUTE, false],
    ['5 minutes and 1 ms younger', NOW - 5 * MINUTE - 1, true],
  ])('%s', (_, disabledAt, speaks) => {
    const found = [
      after({ disabledAt }, enabled).restored,
      after({ disabledAt }, disabled).confirmed,
      after({ disabledAt, unproven: true }, enabled).possiblyRestored,
    ];
    const all = [PASSWORD, KEY];
    expect(found).toEqual(speaks ? [all, all, all] : [[], [], []]);
  });
});

describe('a report says nothing about whom it does not show', () => {
  it.each([
    ['the user is gone', aReportRow({ user: 'bob', ...aPassword(), ...aKey(1) })],
    [
      'a user of the same name was created since',
      aReportRow({ user_creation_time: daysAgo(1), ...aPassword(), ...aKey(1) }),
    ],
    ['the user has moved', aReportRow({ path: '/team/', ...aPassword(), ...aKey(1) })],
    [
      'the creation of the user is not understood',
      aReportRow({ user_creation_time: 'soon', ...aPassword(), ...aKey(1) }),
    ],
    [
      'the tokens are not understood',
      aReportRow({ ...aPassword({ enabled: 'maybe' }), ...aKey(1, { active: 'maybe' }) }),
    ],
    [
      'some other cell may be that key: its creation is not understood',
      aReportRow({ ...aPassword({ enabled: 'maybe' }), ...aKey(1, { lastRotated: 'soon' }) }),
    ],
  ])('%s', (_, row) => {
    expect(after(YESTERDAY, row)).toEqual(NOTHING);
  });

  it('and nothing by an id that is none', () => {
    expect(compareWithReport(aLedger({ nonsense: YESTERDAY }), parsedReport(enabled), new Map())).toEqual(
      NOTHING,
    );
  });
});

describe('disabled by us', () => {
  it.each<[string, Entry, boolean]>([
    ['never', {}, false],
    ['disabled', { disabledAt: NOW }, true],
    ['restored since', { disabledAt: NOW - 1, restoredAt: NOW }, false],
    ['restored in the same moment', { disabledAt: NOW, restoredAt: NOW }, false],
    ['restored, and disabled since', { disabledAt: NOW, restoredAt: NOW - 1 }, true],
  ])('%s', (_, entry, expected) => {
    expect(isDisabledByUs(entry)).toBe(expected);
  });
});

describe('what the judge is told', () => {
  const row = aReportRow(aPassword());
  const memoriesOf = (entry: Entry | undefined) =>
    anEvaluation([row]).judged.map(({ credential }) =>
      historyOf(aLedger(entry ? { [PASSWORD]: entry } : {}), NOW)(credential),
    );

  it.each<[string, Entry | undefined, object]>([
    ['nothing about what is not in the ledger', undefined, {}],
    [
      'the announcement, with what was announced',
      ANNOUNCED,
      {
        passedOver: false,
        announced: { at: ANNOUNCED.announcedAt, reference: ANNOUNCED.announcedReference },
      },
    ],
    ['no announcement without its reference', { announcedAt: NOW }, { passedOver: false }],
    ['that it was passed over', { passedOverAt: NOW }, { passedOver: true }],
    ['that we disabled it', { disabledAt: NOW, keyId: KEY_ID }, { passedOver: false, disabledAt: NOW }],
    [
      'that we may have: it is not tried again before a report tells',
      { disabledAt: NOW, unproven: true },
      { passedOver: false, disabledAt: NOW },
    ],
    [
      'that it was restored, and how often',
      { disabledAt: NOW - 1, restoredAt: NOW, timesRestored: 2 },
      { passedOver: false, restored: { at: NOW, times: 2 } },
    ],
    [
      'a restore that was not counted is one',
      { restoredAt: NOW },
      { passedOver: false, restored: { at: NOW, times: 1 } },
    ],
    [
      'both, when it was disabled again since',
      { disabledAt: NOW, restoredAt: NOW - 1, timesRestored: 1 },
      { passedOver: false, disabledAt: NOW, restored: { at: NOW - 1, times: 1 } },
    ],
  ])('%s', (_, entry, expected) => {
    expect(memoriesOf(entry)).toEqual([expected]);
  });

  it('nothing about a credential without an id', () => {
    const odd = anEvaluation([aReportRow({ user_creation_time: 'soon', ...aPassword() })]);
    const history = historyOf(aLedger({ [PASSWORD]: ANNOUNCED }), NOW);
    expect(odd.judged.map(({ credential }) => history(credential))).toEqual([{}]);
  });
});

describe('who is a candidate, by memory', () => {
  const rows = [
    aReportRow({ user: 'amy', ...aPassword({ lastChanged: daysAgo(300) }) }),
    aReportRow({ user: 'bob', ...aPassword({ lastChanged: daysAgo(200) }) }),
    aReportRow({ user: 'cid', ...aPassword({ lastChanged: daysAgo(100) }) }),
  ];
  const named = (memories: Readonly<Record<string, object>>) =>
    candidatesIn(rows, { history: ({ user }) => memories[user.name] ?? {} }).map(
      ({ credential }) => credential.user.name,
    );

  it('the longest unused first, without a memory', () => {
    expect(named({})).toEqual(['amy', 'bob', 'cid']);
  });

  it('not what we disabled, though a report of earlier still shows it enabled', () => {
    expect(named({ bob: { disabledAt: NOW - HOUR } })).toEqual(['amy', 'cid']);
  });

  it('behind all others what was passed over, the longest unused first among them', () => {
    expect(named({ amy: { passedOver: true }, bob: { passedOver: true } })).toEqual(['cid', 'amy', 'bob']);
  });

  it('by the ledger itself, an hour after the write and on the day after', () => {
    const row = aReportRow(aPassword());
    const of = (entry: Entry) => {
      const history = historyOf(aLedger({ [PASSWORD]: entry }), NOW);
      return candidatesOf(anEvaluation([row], { history }), history).length;
    };
    expect([of(ANNOUNCED), of({ ...ANNOUNCED, disabledAt: NOW - HOUR }), of({})]).toEqual([1, 0, 0]);
  });
});

describe('the limits count what was disabled in the last 20 hours', () => {
  it.each([
    ['just now', NOW, 1],
    ['20 hours less 1 ms ago', NOW - 20 * HOUR + 1, 1],
    ['20 hours ago', NOW - 20 * HOUR, 0],
    ['a day ago', NOW - DAY, 0],
    ['in the future, by a clock that was wrong', NOW + DAY, 1],
  ])('%s', (_, disabledAt, counted) => {
    expect(recentlyDisabled(aLedger({ [PASSWORD]: { disabledAt } }), NOW)).toBe(counted);
  });

  it('each one, proven or not, restored since or not, and nothing else', () => {
    const ledger = aLedger({
      a: { disabledAt: NOW - 1 },
      b: { disabledAt: NOW - 1, unproven: true },
      c: { disabledAt: NOW - 1, restoredAt: NOW, timesRestored: 1 },
      d: { ...ANNOUNCED, passedOverAt: NOW },
    });
    expect(recentlyDisabled(ledger, NOW)).toBe(3);
  });
});
