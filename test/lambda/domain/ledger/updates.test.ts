import type { Outcome, Result } from '../../../../lambda/domain/remediation/outcome';
import { DAY, HOUR } from '../../../../lambda/domain/instant';
import { withAnnounced, withoutLapsedAnnouncements } from '../../../../lambda/domain/ledger/announcements';
import {
  pruned,
  withConfirmed,
  withExempt,
  withLateEffect,
  withoutTries,
  withPossiblyRestored,
  withReconciled,
  withRestored,
  withResults,
} from '../../../../lambda/domain/ledger/updates';
import type { Entry, Ledger } from '../../../../lambda/domain/ledger/schema';
import {
  aCandidate,
  aKey,
  aLiveKey,
  anEvaluation,
  anExemption,
  aPassword,
  aPolicy,
  aReportRow,
  aUser,
  candidatesIn,
  daysAgo,
  LONG_AGO,
  NOW,
  parsedReport,
  type ReportRow,
  type Scene,
} from '../../../support/builders';
import { aLedger, ANNOUNCED, KEY, KEY_ID, PASSWORD } from './a-ledger';

const OTHER = 'arn:aws:iam::123456789012:user/bob@2024-01-01T00:00:00Z/password';
/** Everything that can be ledgerFacts. */
const ALL: Entry = {
  ...ANNOUNCED,
  disabledAt: daysAgo(9),
  unproven: true,
  triedAt: daysAgo(9),
  confirmedAt: daysAgo(8),
  restoredAt: daysAgo(7),
  timesRestored: 1,
  passedOverAt: daysAgo(6),
  vanishedAt: daysAgo(5),
  exemption: 'break-glass',
  keyId: KEY_ID,
};

const without = (...keys: readonly (keyof Entry)[]): Entry =>
  Object.fromEntries(Object.entries(ALL).filter(([key]) => !keys.some((left) => left === key)));

/** What becomes of one entry beside another one, which must stay as it is. */
function amended(entry: Entry, amend: (ledger: Ledger) => Ledger): Entry | undefined {
  const ledger = aLedger({ [PASSWORD]: entry, [OTHER]: ALL });
  const before = JSON.stringify(ledger);
  const { credentials, ...rest } = amend(ledger);
  expect(credentials[OTHER]).toEqual(ALL);
  expect({ ...rest, credentials: {} }).toEqual(aLedger());
  // Nothing is changed in place.
  expect(JSON.stringify(ledger)).toBe(before);
  return credentials[PASSWORD];
}

describe('a restore', () => {
  const restored = (entry: Entry) => amended(entry, (ledger) => withRestored(ledger, [PASSWORD], NOW));

  it('takes back the announcement and what was confirmed, and keeps the rest', () => {
    expect(restored(ALL)).toEqual({
      ...without('announcedAt', 'announcedReference', 'confirmedAt'),
      restoredAt: NOW,
      timesRestored: 2,
    });
  });

  it.each([
    ['the first', undefined, 1],
    ['the second', 1, 2],
    ['the tenth', 9, 10],
  ])('is counted: %s', (_, timesRestored, expected) => {
    const entry = timesRestored === undefined ? {} : { timesRestored };
    expect(restored({ disabledAt: daysAgo(1), ...entry })).toMatchObject({ timesRestored: expected });
  });

  it('of several at once is one of each', () => {
    const { credentials } = withRestored(aLedger({ [PASSWORD]: {}, [KEY]: {} }), [PASSWORD, KEY], NOW);
    expect(credentials).toEqual({
      [PASSWORD]: { restoredAt: NOW, timesRestored: 1 },
      [KEY]: { restoredAt: NOW, timesRestored: 1 },
    });
  });
});

it('what a report confirms is proven', () => {
  expect(amended(ALL, (ledger) => withConfirmed(ledger, [PASSWORD], NOW))).toEqual({
    ...without('unproven'),
    confirmedAt: NOW,
  });
});

it('what may have been disabled and is enabled gets a fresh clock, and no mark against it', () => {
  expect(amended(ALL, (ledger) => withPossiblyRestored(ledger, [PASSWORD], NOW))).toEqual({
    ...without('unproven', 'disabledAt', 'announcedAt', 'announcedReference'),
    restoredAt: NOW,
  });
  const tried = { disabledAt: LONG_AGO, unproven: true } as const;
  expect(amended(tried, (ledger) => withPossiblyRestored(ledger, [PASSWORD], NOW))).toEqual({
    restoredAt: NOW,
    timesRestored: 0,
  });
});

it.each<[string, (ledger: Ledger) => Ledger, Entry]>([
  ['restored', (ledger) => withRestored(ledger, [PASSWORD], NOW), { restoredAt: NOW, timesRestored: 1 }],
  ['confirmed', (ledger) => withConfirmed(ledger, [PASSWORD], NOW), { confirmedAt: NOW }],
  [
    'perhaps restored',
    (ledger) => withPossiblyRestored(ledger, [PASSWORD], NOW),
    { restoredAt: NOW, timesRestored: 0 },
  ],
])('what nobody remembers is remembered from now on: %s', (_what, amend, entry) => {
  expect(amend(aLedger()).credentials).toEqual({ [PASSWORD]: entry });
});

describe('what a killed run turns out to have done', () => {
  const AT = NOW - 1;
  const found =
    (state: 'disabled' | 'enabledAgain' | 'unreadable', keyId: string | undefined) => (ledger: Ledger) =>
      withReconciled(ledger, [{ id: PASSWORD, keyId, state }], { at: AT, openedAt: daysAgo(1), now: NOW });

  it('disabled: is not yet confirmed, and no longer unproven, tried or passed over', () => {
    expect(amended(ALL, found('disabled', 'AKIAOTHER'))).toEqual({
      ...without('confirmedAt', 'unproven', 'triedAt', 'passedOverAt'),
      disabledAt: AT,
      keyId: 'AKIAOTHER',
      lookAgain: true,
    });
  });

  it('keeps the key id it had when none is told', () => {
    expect(amended(ALL, found('disabled', undefined))).toMatchObject({ keyId: KEY_ID });
  });

  it('need not have been in the ledger', () => {
    expect(found('disabled', undefined)(aLedger()).credentials).toEqual({
      [PASSWORD]: { disabledAt: AT, lookAgain: true },
    });
  });

  it('enabled again: a restore', () => {
    expect(amended(ANNOUNCED, found('enabledAgain', undefined))).toEqual({
      disabledAt: AT,
      restoredAt: NOW,
      timesRestored: 1,
      lookAgain: true,
    });
  });

  it('enabled again, and counted by the next killed run when it began: is not counted twice', () => {
    const counted = { disabledAt: daysAgo(2), restoredAt: daysAgo(1), timesRestored: 1 };
    expect(amended(counted, found('enabledAgain', undefined))).toEqual(counted);
    const before = { ...counted, restoredAt: daysAgo(1) - 1 };
    expect(amended(before, found('enabledAgain', undefined))).toMatchObject({ timesRestored: 2 });
  });

  it('a key that is disabled: CloudTrail is asked about passwords alone', () => {
    const ledger = withReconciled(aLedger(), [{ id: KEY, keyId: KEY_ID, state: 'disabled' }], {
      at: AT,
      openedAt: daysAgo(1),
      now: NOW,
    });
    expect(ledger.credentials).toEqual({ [KEY]: { disabledAt: AT, keyId: KEY_ID } });
  });

  it('perhaps: counts as disabled, until a report tells', () => {
    expect(amended(ANNOUNCED, found('unreadable', KEY_ID))).toEqual({
      ...ANNOUNCED,
      disabledAt: AT,
      unproven: true,
      keyId: KEY_ID,
    });
  });
});

describe('what was tried, and read back as active,', () => {
  it('is disabled after all when a report shows it so', () => {
    expect(amended(ALL, (ledger) => withLateEffect(ledger, [PASSWORD], NOW))).toEqual({
      ...without('triedAt', 'passedOverAt', 'unproven'),
      disabledAt: ALL.triedAt,
      confirmedAt: NOW,
      lookAgain: true,
    });
  });

  it('leaves nothing behind when a report shows it active', () => {
    expect(amended(ALL, (ledger) => withoutTries(ledger, [PASSWORD], NOW))).toEqual(without('triedAt'));
  });

  it.each([
    ['20 hours later it is forgotten', 20 * HOUR, undefined],
    ['a moment earlier it counts for the limits', 20 * HOUR - 1, NOW - 20 * HOUR + 1],
  ])('%s, because somebody may have enabled it again', (_, age, triedAt) => {
    const entry = { ...ALL, triedAt: NOW - age };
    expect(amended(entry, (ledger) => withoutTries(ledger, [PASSWORD], NOW))).toMatchObject({
      ...without('triedAt'),
      ...(triedAt === undefined ? {} : { triedAt }),
    });
  });
});

describe('what each outcome leaves in the ledger', () => {
  const candidate = aCandidate(aReportRow(aPassword()));
  const after = (outcome: Outcome) =>
    amended({ ...ANNOUNCED, passedOverAt: daysAgo(1) }, (ledger) =>
      withResults(ledger, [{ candidate, outcome }], NOW),
    );

  it.each<[string, Outcome, Entry]>([
    [
      'disabled',
      { kind: 'disabled', responseLost: false },
      { ...ANNOUNCED, disabledAt: NOW, lookAgain: true },
    ],
    [
      'disabled, answer lost',
      { kind: 'disabled', responseLost: true },
      { ...ANNOUNCED, disabledAt: NOW, lookAgain: true },
    ],
    [
      'failed, and surely not done',
      { kind: 'failed', cause: 'AccessDenied', mayBeDisabled: false },
      { ...ANNOUNCED, passedOverAt: NOW },
    ],
    [
      'failed, and perhaps done',
      { kind: 'failed', cause: 'timed out', mayBeDisabled: true },
      { ...ANNOUNCED, passedOverAt: NOW, disabledAt: NOW, unproven: true },
    ],
    [
      'failed, and read back as active',
      { kind: 'failed', cause: 'Throttling', mayBeDisabled: false, tried: true },
      { ...ANNOUNCED, passedOverAt: NOW, triedAt: NOW },
    ],
    ['refused', { kind: 'refused', cause: 'used' }, { ...ANNOUNCED, passedOverAt: NOW }],
    ['deferred', { kind: 'deferred', cause: 'later' }, { ...ANNOUNCED, passedOverAt: daysAgo(1) }],
    ['already absent', { kind: 'alreadyAbsent', cause: 'gone' }, { ...ANNOUNCED, passedOverAt: daysAgo(1) }],
    ['dry-run', { kind: 'wouldDisable' }, { ...ANNOUNCED, passedOverAt: daysAgo(1) }],
  ])('%s', (_, outcome, entry) => {
    expect(after(outcome)).toEqual(entry);
  });

  it.each<[Outcome, Entry]>([
    [{ kind: 'disabled', responseLost: false }, { disabledAt: NOW }],
    [
      { kind: 'failed', cause: 'timed out', mayBeDisabled: true },
      { passedOverAt: NOW, disabledAt: NOW, unproven: true },
    ],
  ])('of a key its id too: %j', (outcome, entry) => {
    const target = { kind: 'accessKey', user: aUser(), keyId: aLiveKey({ id: KEY_ID }).id } as const;
    const results = [{ candidate: aCandidate(aReportRow(aKey(1))), target, outcome }];
    expect(withResults(aLedger(), results, NOW).credentials).toEqual({
      [KEY]: { ...entry, keyId: KEY_ID },
    });
  });
});

/** Never used, set in 2024: what ANNOUNCED speaks of. */
const stale = aReportRow(aPassword());

describe('an announcement stands while what it announced is so', () => {
  /** The announcement of alice's password after a sweep of these rows. */
  function announcement(rows: readonly ReportRow[], scene: Scene = {}, announcedReference = LONG_AGO) {
    const entry = { announcedAt: LONG_AGO + 1, announcedReference, keyId: KEY_ID };
    const ledger = aLedger({ [PASSWORD]: entry });
    const { [PASSWORD]: left } = withoutLapsedAnnouncements(
      ledger,
      anEvaluation(rows, scene).judged,
    ).credentials;
    expect(left).toMatchObject({ keyId: KEY_ID });
    expect(left?.announcedReference).toBe(left?.announcedAt === undefined ? undefined : announcedReference);
    return left?.announcedAt === undefined ? 'dropped' : 'kept';
  }
  const set = (days: number) => aReportRow(aPassword({ lastChanged: daysAgo(days) }));
  const exemptions = [anExemption({ match: { users: ['alice'] } })];

  it.each<[string, ReportRow, Scene, number, string]>([
    ['stale', stale, {}, LONG_AGO, 'kept'],
    ['due', set(40), {}, daysAgo(40), 'kept'],
    ['in use', set(1), {}, daysAgo(1), 'dropped'],
    ['exempt', stale, { policy: aPolicy({ exemptions }) }, LONG_AGO, 'dropped'],
    ['held', stale, { history: () => ({ restored: { at: daysAgo(1), times: 1 } }) }, LONG_AGO, 'dropped'],
    ['unclear', aReportRow(aPassword({ lastUsed: 'soon' })), {}, LONG_AGO, 'kept'],
    ['stale, by a use since', set(50), {}, daysAgo(60), 'dropped'],
    ['due, by a use since', set(40), {}, daysAgo(60), 'dropped'],
    ['stale, by a use 1 ms later', set(50), {}, daysAgo(50) - 1, 'dropped'],
    ['stale, by a reference that moved back', set(50), {}, daysAgo(49), 'dropped'],
  ])('%s', (_, row, scene, reference, expected) => {
    expect(announcement([row], scene, reference)).toBe(expected);
  });

  it('not when the credential is no longer in the report', () => {
    expect(announcement([aReportRow(aKey(1))])).toBe('dropped');
  });

  it('not when the user is another one of the same name', () => {
    expect(announcement([aReportRow({ user_creation_time: daysAgo(400), ...aPassword() })])).toBe('dropped');
  });

  it('an entry of which nothing is left goes with it', () => {
    const { credentials } = withoutLapsedAnnouncements(aLedger({ [PASSWORD]: ANNOUNCED }), []);
    expect(credentials).toEqual({});
  });

  it('whoever was passed over stands in the queue anew when no longer stale', () => {
    const left = (row: ReportRow) =>
      withoutLapsedAnnouncements(
        aLedger({ [PASSWORD]: { passedOverAt: daysAgo(1), keyId: KEY_ID } }),
        anEvaluation([row]).judged,
      ).credentials[PASSWORD];
    expect(left(stale)).toEqual({ passedOverAt: daysAgo(1), keyId: KEY_ID });
    expect(left(set(40))).toEqual({ keyId: KEY_ID });
    expect(left(set(1))).toEqual({ keyId: KEY_ID });
  });
});

describe('announced', () => {
  const announced = (entry: Entry, reference: number) =>
    amended(entry, (ledger) => withAnnounced(ledger, { [PASSWORD]: reference }, NOW));

  it('today, when it has not been', () => {
    expect(announced({ keyId: KEY_ID }, LONG_AGO)).toEqual({
      keyId: KEY_ID,
      announcedAt: NOW,
      announcedReference: LONG_AGO,
    });
  });

  it('since the first time, when it has been', () => {
    expect(announced(ANNOUNCED, LONG_AGO)).toEqual(ANNOUNCED);
  });

  it('today, when it was announced with another reference time', () => {
    expect(announced(ANNOUNCED, LONG_AGO + 1)).toEqual({
      announcedAt: NOW,
      announcedReference: LONG_AGO + 1,
    });
  });

  it('is each of many, and nothing else', () => {
    const { credentials } = withAnnounced(aLedger(), { [PASSWORD]: LONG_AGO, [KEY]: LONG_AGO }, NOW);
    const entry = { announcedAt: NOW, announcedReference: LONG_AGO };
    expect(credentials).toEqual({ [PASSWORD]: entry, [KEY]: entry });
  });
});

describe('users that vanish are pruned after 30 days', () => {
  const after = (entry: Entry, ...rows: readonly ReportRow[]) =>
    pruned(aLedger({ [PASSWORD]: entry }), parsedReport(...rows), NOW).credentials[PASSWORD];

  it.each<[string, number | undefined, number | undefined]>([
    ['missing for the first time', undefined, NOW],
    ['missing for 30 days less 1 ms', NOW - 30 * DAY + 1, NOW - 30 * DAY + 1],
    ['missing for 30 days', NOW - 30 * DAY, undefined],
  ])('%s', (_, vanishedAt, expected) => {
    const entry = { disabledAt: LONG_AGO, ...(vanishedAt === undefined ? {} : { vanishedAt }) };
    expect(after(entry)).toEqual(
      expected === undefined ? undefined : { disabledAt: LONG_AGO, vanishedAt: expected },
    );
  });

  it('a user that is back has never been away', () => {
    expect(after({ disabledAt: LONG_AGO, vanishedAt: daysAgo(40) }, stale)).toEqual({
      disabledAt: LONG_AGO,
    });
  });

  it('the user stays, whatever became of the credential', () => {
    expect(after({ disabledAt: LONG_AGO }, aReportRow())).toEqual({ disabledAt: LONG_AGO });
  });

  it('a user of the same name created since is somebody else', () => {
    expect(after({ disabledAt: LONG_AGO }, aReportRow({ user_creation_time: daysAgo(1) }))).toEqual({
      disabledAt: LONG_AGO,
      vanishedAt: NOW,
    });
  });
});

describe('who is spared, and by which exemption', () => {
  const judgedAs = (row: ReportRow, exemptions = [anExemption({ match: { users: ['alice'] } })]) =>
    anEvaluation([row], { policy: aPolicy({ exemptions }) }).judged;
  const unused = aReportRow(aPassword({ lastUsed: daysAgo(60) }));

  it.each<[string, Entry | undefined, ReturnType<typeof judgedAs>, Entry | undefined]>([
    ['spared for the first time', undefined, judgedAs(unused), { exemption: 'break-glass' }],
    ['spared again', ALL, judgedAs(unused), ALL],
    ['spared by another one', { exemption: 'on leave' }, judgedAs(unused), { exemption: 'break-glass' }],
    ['no longer', ALL, judgedAs(unused, []), without('exemption')],
    ['no longer, and nothing else to remember', { exemption: 'on leave' }, judgedAs(unused, []), undefined],
    [
      'not known today',
      { exemption: 'break-glass' },
      judgedAs(aReportRow({ password_enabled: 'perhaps' })),
      { exemption: 'break-glass' },
    ],
    ['gone from the report', ALL, [], without('exemption')],
  ])('%s', (_, before, judged, after) => {
    const ledger = aLedger(before ? { [PASSWORD]: before } : {});
    expect(withExempt(ledger, judged).credentials[PASSWORD]).toEqual(after);
  });
});

it('thousands of changes copy the entries once', () => {
  const ids = Array.from({ length: 2_500 }, (_none, index) => `${OTHER}${index}`);
  const entries = Object.fromEntries(
    Array.from({ length: 10_000 }, (_none, index) => [`${OTHER}${index}`, ANNOUNCED]),
  );
  let copies = 0;
  const counted = new Proxy(entries, {
    ownKeys: (target) => {
      copies += 1;
      return Reflect.ownKeys(target);
    },
  });
  const ledger = { ...aLedger(), credentials: counted };
  const found = ids.map((id) => ({ id, keyId: undefined, state: 'disabled' as const }));
  const results = candidatesIn(
    Array.from({ length: 2_500 }, (_none, index) => aReportRow({ user: `user-${index}`, ...aPassword() })),
  ).map((candidate): Result => ({ candidate, outcome: { kind: 'disabled', responseLost: false } }));
  const amendments: ((from: Ledger) => Ledger)[] = [
    (from) => withReconciled(from, found, { at: NOW, openedAt: NOW, now: NOW }),
    (from) => withRestored(from, ids, NOW),
    (from) => withConfirmed(from, ids, NOW),
    (from) => withPossiblyRestored(from, ids, NOW),
    (from) => withLateEffect(from, ids, NOW),
    (from) => withoutTries(from, ids, NOW),
    (from) => withResults(from, results, NOW),
  ];
  for (const amend of amendments) amend(ledger);
  expect(copies).toBe(amendments.length);
});
