import { withSigns } from '../../../../lambda/domain/evaluation/evidence';
import { MINUTE } from '../../../../lambda/domain/instant';
import type { UserLookup } from '../../../../lambda/domain/evaluation/user-evidence';
import {
  aKey,
  aLookUp,
  anEvaluation,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  type Cells,
  daysAgo,
  LONG_AGO,
  NOW,
  type Scene,
  type UserOptions,
} from '../../../support/builders';

// Why no verdict was reached, to the letter: what is unclear is never acted on, and somebody has to look.

/** The causes of all that is unclear in one row, or the kinds of the other verdicts. */
function causes(cells: Cells, scene: Scene = {}): string[] {
  return anEvaluation([aReportRow(cells)], scene).judged.map(({ verdict }) =>
    verdict.kind === 'unclear' ? verdict.cause : verdict.kind,
  );
}

describe('what the report does not say', () => {
  it.each<[string, Cells]>([
    ['it is enabled, but the report does not say when it was set', aPassword({ lastChanged: 'N/A' })],
    ['it is active, but the report does not say when it was created', aKey(1, { lastRotated: 'N/A' })],
    [
      'the report says that it was used before it was created',
      aKey(1, { lastRotated: daysAgo(100), lastUsed: daysAgo(101) }),
    ],
    [
      'it carries the date 2023-12-31T00:00:00Z, which is before its user was created',
      aPassword({ lastChanged: '2023-12-31T00:00:00Z' }),
    ],
    ['password_enabled is "yes", which is not understood', aPassword({ enabled: 'yes' })],
    ['access_key_1_active is "no", which is not understood', aKey(1, { active: 'no' })],
    ['password_last_used is "soon", which is not understood', aPassword({ lastUsed: 'soon' })],
    [
      'it carries the date 2026-11-21T07:00:00Z, which is in the future',
      aPassword({ lastUsed: daysAgo(-1) }),
    ],
    ['the report does not say when the user was created', { ...aPassword(), user_creation_time: 'N/A' }],
    ['user_creation_time is "soon", which is not understood', { ...aPassword(), user_creation_time: 'soon' }],
  ])('%s', (cause, cells) => {
    expect(causes(cells)).toEqual([cause]);
  });

  it('two keys that nothing tells apart', () => {
    const cause = 'the user has another key of the same second, and the last use does not tell them apart';
    const inactive = aKey(2, { active: 'false' });
    expect(causes({ ...aPassword(), ...aKey(1), ...inactive })).toEqual(['stale', cause]);
  });
});

describe('the user is not the one that the report means', () => {
  const lookedUp = (user: UserOptions) => (reported: Parameters<typeof aLookUp>[0]) =>
    aLookUp(reported, { user });
  it.each<[string, Scene['lookedUp']]>([
    ['the user no longer exists', () => ({ kind: 'gone' })],
    ['the user has been renamed or moved', lookedUp({ name: 'alicia' })],
    [
      'the user has been renamed or moved',
      lookedUp({ path: '/x/', arn: 'arn:aws:iam::123456789012:user/x/alice' }),
    ],
    ['the user has been deleted and created again', lookedUp({ createdAt: LONG_AGO + 1000 })],
  ])('%s', (cause, look) => {
    expect(causes(aPassword(), { ...(look && { lookedUp: look }) })).toEqual([cause]);
  });

  it('nor can a user be matched whose creation is not known', () => {
    const cells = { ...aPassword(), user_creation_time: 'N/A' };
    expect(causes(cells, { lookedUp: (user) => aLookUp(user, { user: { name: 'alicia' } }) })).toEqual([
      'the report does not say when the user was created',
    ]);
  });
});

describe('tags or groups are asked for, and are not known', () => {
  const unreadable = (): UserLookup => ({ kind: 'unreadable', cause: 'AccessDenied' });
  const match = { tags: { lapse: 'no' } };
  const exemption = "an exemption asks for the user's tags or groups, and they are not known: AccessDenied";
  const override = "an override asks for the user's tags or groups, and they are not known: AccessDenied";
  it.each([
    ['by an exemption', { exemptions: [anExemption({ match })] }, exemption],
    ['by an override', { overrides: [anOverride({ match })] }, override],
    ['by both', { exemptions: [anExemption({ match })], overrides: [anOverride({ match })] }, exemption],
  ])('%s', (_, options, cause) => {
    expect(causes(aPassword(), { policy: aPolicy(options), lookedUp: unreadable })).toEqual([cause]);
  });
});

describe('judge: user: what is not known of one is not known of all', () => {
  const policy = aPolicy({ judge: 'user' });
  it.each<[string, Cells, string[]]>([
    [
      'an odd token',
      { ...aPassword({ lastUsed: 'soon' }), ...aKey(1) },
      [
        'password_last_used is "soon", which is not understood',
        'another credential of the user: password_last_used is "soon", which is not understood',
      ],
    ],
    [
      "an inactive key's future",
      { ...aPassword(), ...aKey(1, { active: 'false', lastUsed: daysAgo(-1) }) },
      ['another credential of the user: it carries the date 2026-11-21T07:00:00Z, which is in the future'],
    ],
    [
      'each its own reason first',
      { ...aPassword({ lastUsed: 'soon' }), ...aKey(1, { lastUsed: 'late' }) },
      [
        'password_last_used is "soon", which is not understood',
        'access_key_1_last_used_date is "late", which is not understood',
      ],
    ],
  ])('%s', (_, cells, expected) => {
    expect(causes(cells, { policy })).toEqual(expected);
  });

  it('each sees the others, and not itself as another', () => {
    const row = aReportRow({
      ...aPassword({ lastChanged: daysAgo(60) }),
      ...aKey(1, { lastUsed: daysAgo(50) }),
    });
    const signs = anEvaluation([row], { policy }).judged.map(
      ({ evidence }) => evidence.kind === 'known' && evidence.signs,
    );
    expect(signs).toEqual([
      [
        { by: 'lastChanged', at: daysAgo(60) },
        { by: 'otherCredential', at: daysAgo(50) },
      ],
      [
        { by: 'lastRotated', at: LONG_AGO },
        { by: 'lastUsed', at: daysAgo(50) },
        { by: 'otherCredential', at: daysAgo(60) },
      ],
    ]);
  });
});

describe('what was restored', () => {
  const restored = (days: number, times: number) => ({
    history: () => ({ restored: { at: daysAgo(days), times } }),
  });
  it.each([
    [
      'once, and lately',
      37,
      1,
      'somebody enabled it again, seen 2026-10-14; its clock restarted then, and it is on notice from 2026-11-21 if it stays unused',
    ],
    [
      'twice',
      300,
      2,
      'enabled again 2 times after it was disabled; is it managed elsewhere? Exempt it in the policy, or remove its entry from the ledger',
    ],
  ])('%s', (_, days, times, cause) => {
    const [only] = anEvaluation([aReportRow(aPassword())], restored(days, times)).judged;
    expect(only?.verdict).toMatchObject({ kind: 'held', cause });
  });
});

describe('what tells a key from its neighbour', () => {
  const second = (cells: Cells) => {
    const keys = anEvaluation([aReportRow({ ...aKey(1, { lastUsed: daysAgo(60) }), ...cells })]).judged;
    const { credential } = keys[0] ?? {};
    return credential?.kind === 'accessKey' ? [credential.hasTwin, credential.sharesDay] : [];
  };
  it.each<[string, Cells, twin: boolean, day: boolean]>([
    ['no neighbour', {}, false, false],
    ['of the same second', aKey(2), true, true],
    ['of the same second, inactive', aKey(2, { active: 'false' }), true, true],
    ['a second later', aKey(2, { lastRotated: LONG_AGO + 1000 }), false, true],
    ['a day later', aKey(2, { lastRotated: LONG_AGO + 24 * 60 * MINUTE }), false, false],
    ['of an unknown second', aKey(2, { lastRotated: 'soon' }), false, false],
  ])('%s', (_, cells, twin, day) => {
    expect(second(cells)).toEqual([twin, day]);
  });

  it('keys of unknown seconds are no twins of each other', () => {
    const unknown = { lastRotated: 'soon' };
    const { judged } = anEvaluation([aReportRow({ ...aKey(1, unknown), ...aKey(2, unknown) })]);
    expect(judged.map(({ credential }) => credential)).toMatchObject([
      { hasTwin: false, sharesDay: false },
      { hasTwin: false, sharesDay: false },
    ]);
  });

  it('the user’s creation goes with it, when the report says it', () => {
    const createdOf = (cells: Cells) =>
      anEvaluation([aReportRow({ ...aKey(1), ...cells })]).judged.map(
        ({ credential }) => credential.user.createdAt,
      );
    expect([createdOf({}), createdOf({ user_creation_time: 'N/A' })]).toEqual([[LONG_AGO], [undefined]]);
  });
});

describe('signs that were read live join those of the report', () => {
  const reported = { kind: 'known', signs: [{ by: 'created', at: LONG_AGO }] } as const;
  const sign = (at: number) => ({ by: 'lastUsed', at }) as const;

  it('behind them', () => {
    expect(withSigns(reported, [sign(NOW)], NOW)).toEqual({
      kind: 'known',
      signs: [{ by: 'created', at: LONG_AGO }, sign(NOW)],
    });
  });

  it('what was missing stays missing', () => {
    const missing = { kind: 'missing', cause: 'it is not known' } as const;
    expect(withSigns(missing, [sign(NOW)], NOW)).toEqual(missing);
  });

  it.each([
    ['15 minutes ahead', 15 * MINUTE, 'known'],
    ['a millisecond more', 15 * MINUTE + 1, 'missing'],
  ])('one that is %s', (_, ahead, kind) => {
    expect(withSigns(reported, [sign(LONG_AGO), sign(NOW + ahead)], NOW).kind).toBe(kind);
  });
});
