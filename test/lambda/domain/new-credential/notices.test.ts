import type { CredentialEvent, Heard } from '../../../../lambda/domain/new-credential/event';
import {
  type DisabledByUs,
  MAILS_A_DAY,
  newsOf,
  noticeState,
  type NoticeState,
  noticeStateText,
  withLeftOut,
  withMail,
} from '../../../../lambda/domain/new-credential/notices';
import { DAY, HOUR, type Instant, MINUTE } from '../../../../lambda/domain/instant';
import { ACCOUNT, daysAgo, NOW } from '../../../support/builders';
import { fc, runs } from '../../../support/runs';
import { aCreation } from './a-creation';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const FRESH = noticeState(undefined, ACCOUNT.id, NOW);
const NEVER: DisabledByUs = () => undefined;

const active = (at: Instant, options: Partial<CredentialEvent> = {}): CredentialEvent =>
  aCreation({ credential: { kind: 'enabledKey', keyId: KEY }, at, ...options });
const inactive = (at: Instant): Heard => ({ disabledKey: KEY, at });
const created = (at: Instant): CredentialEvent =>
  aCreation({ credential: { kind: 'accessKey', keyId: KEY }, at });
const minute = (number: number): Instant => NOW + number * MINUTE;

/** The minutes of the events that are told, of batches that come one after the other through the stored state. */
function toldOf(batches: readonly (readonly Heard[])[], disabledByUs = NEVER): number[] {
  let state: NoticeState = FRESH;
  const told: number[] = [];
  for (const batch of batches) {
    const { news, state: next } = newsOf(state, batch, disabledByUs);
    told.push(...news.map(({ at }) => (at - NOW) / MINUTE));
    state = noticeState(noticeStateText(next), ACCOUNT.id, NOW);
  }
  return told;
}

describe('enabling a key is news when it was, or may have been, disabled', () => {
  const cases: readonly [string, readonly (readonly Heard[])[], readonly number[]][] = [
    ['the first time', [[active(minute(0))]], [0]],
    ['again, with nothing in between', [[active(minute(0)), active(minute(1))], [active(minute(2))]], [0]],
    [
      'again after it was disabled',
      [[active(minute(0))], [inactive(minute(1))], [active(minute(2))], [active(minute(3))]],
      [0, 2],
    ],
    ['a key that was just made is active already', [[created(minute(0)), active(minute(1))]], [0]],
    [
      'a key that was made, disabled and enabled',
      [[created(minute(0)), inactive(minute(1)), active(minute(2))]],
      [0, 2],
    ],
    [
      'in any order of one batch',
      [[active(minute(4)), inactive(minute(1)), active(minute(0)), active(minute(3))]],
      [0, 3],
    ],
    [
      'when it is heard late that it was disabled',
      [[active(minute(0))], [active(minute(2))], [inactive(minute(1))], [active(minute(3))]],
      [0, 2],
    ],
    [
      'when it is heard late, of the first too',
      [[active(minute(5))], [active(minute(1))], [inactive(minute(3))]],
      [5, 1],
    ],
    ['disabled later', [[active(minute(0)), inactive(minute(5))], [active(minute(3))]], [0]],
    ['disabled before', [[inactive(minute(0))], [active(minute(1)), active(minute(2))]], [1]],
    [
      'in the same second as it was disabled',
      [[active(minute(0))], [inactive(minute(1)), active(minute(1))]],
      [0, 1],
    ],
    [
      'in the same second, the other way round',
      [[active(minute(0))], [active(minute(1)), inactive(minute(1))]],
      [0, 1],
    ],
  ];
  it.each(cases)('%s', (_, batches, expected) => {
    expect(toldOf(batches)).toEqual(expected);
  });

  it.each<[string, DisabledByUs, readonly number[]]>([
    ['never', NEVER, [0]],
    ['before it was enabled', () => daysAgo(3), [0]],
    ['since then, of which no event came', () => minute(2), [0, 5]],
    ['nobody knows, for the ledger cannot be read', 'unknown', [0, 5]],
  ])('iam-lapse had disabled it: %s', (_, disabledByUs, expected) => {
    expect(toldOf([[active(minute(0))], [active(minute(5))]], disabledByUs)).toEqual(expected);
  });

  it('of another key, or of one that the event does not name, is news', () => {
    const other = active(minute(1), { credential: { kind: 'enabledKey', keyId: 'AKIAANOTHERKEY000001' } });
    const unnamed = active(minute(2), { credential: { kind: 'enabledKey', keyId: undefined } });
    expect(toldOf([[active(minute(0)), other, unnamed], [unnamed]])).toEqual([0, 1, 2, 2]);
  });

  it('is news again on another day, for what was heard is kept for a day', () => {
    const { state } = newsOf(FRESH, [active(NOW)], NEVER);
    const tomorrow = noticeState(noticeStateText(state), ACCOUNT.id, NOW + DAY);
    expect(newsOf(tomorrow, [active(NOW + DAY)], NEVER).news).toHaveLength(1);
  });

  it('is told with who did it, also when it is told late', () => {
    const { state } = newsOf(FRESH, [active(minute(0)), active(minute(2), { caller: 'arn:late' })], NEVER);
    const { news } = newsOf(state, [inactive(minute(1))], NEVER);
    expect(news).toMatchObject([{ caller: 'arn:late', user: 'bob', credential: { keyId: KEY } }]);
  });
});

it('an event that comes twice is told once, a new user and a new key too', () => {
  const twice = [aCreation({ id: 'one' }), aCreation({ id: 'two', credential: { kind: 'user' } })];
  const { news, state } = newsOf(FRESH, [...twice, ...twice], NEVER);
  expect(news).toHaveLength(2);
  expect(newsOf(state, twice, NEVER).news).toEqual([]);
  const tomorrow = noticeState(noticeStateText(state), ACCOUNT.id, NOW + DAY);
  expect(newsOf(tomorrow, twice, NEVER).news).toEqual([]);
});

describe('whatever happens to a key in a day, in whatever order and batches it is heard', () => {
  const life = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
  /** `true`: somebody sets it Active; `false`: Inactive. */
  const events = (calls: readonly boolean[]): Heard[] =>
    calls.map((isActive, index) => (isActive ? active(minute(index)) : inactive(minute(index))));
  /** The minutes of each time in which nobody disabled it, and in which somebody enabled it. */
  const spansOf = (calls: readonly boolean[]): number[][] => {
    const spans: number[][] = [[]];
    calls.forEach((isActive, index) => (isActive ? spans.at(-1)?.push(index) : spans.push([])));
    return spans.filter((span) => span.length > 0);
  };

  it('each time that it was enabled is told', () => {
    const heard = life.chain((calls) =>
      fc.record({
        calls: fc.constant(calls),
        batches: fc
          .shuffledSubarray(events(calls), { minLength: calls.length, maxLength: calls.length })
          .map((order) => order.map((each) => [each])),
      }),
    );
    fc.assert(
      fc.property(heard, ({ calls, batches }) => {
        const told = toldOf(batches);
        for (const span of spansOf(calls)) expect(span.some((at) => told.includes(at))).toBe(true);
      }),
      { numRuns: runs(20) },
    );
  });

  it('and in their own order each is told once, and by its first event', () => {
    fc.assert(
      fc.property(life, (calls) => {
        expect(toldOf(events(calls).map((each) => [each]))).toEqual(spansOf(calls).map(([first]) => first));
        expect(toldOf([events(calls)])).toEqual(spansOf(calls).map(([first]) => first));
      }),
      { numRuns: runs(20) },
    );
  });
});

describe('the state', () => {
  it('stays small, whatever a day brings', () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      active(minute(0), { id: `id${index}`, credential: { kind: 'enabledKey', keyId: `AKIA${index}` } }),
    );
    const often = Array.from({ length: 200 }, (_, index) => active(minute(index + 1)));
    const { state } = newsOf(newsOf(FRESH, many, NEVER).state, often, NEVER);
    expect(state.told).toHaveLength(500);
    expect(Object.keys(state.keys)).toHaveLength(500);
    expect(state.keys[KEY]?.unsaid).toHaveLength(10);
    expect(noticeStateText(withLeftOut(state, many.map(String))).length).toBeLessThan(200_000);
  });

  it('of a key that is disabled all day long, each enabling is news: none is lost', () => {
    const toggles = Array.from({ length: 30 }, (_, index) => [
      inactive(minute(2 * index)),
      active(minute(2 * index + 1)),
    ]);
    expect(toldOf(toggles)).toHaveLength(30);
  });

  it.each([
    ['none', undefined],
    ['of another account', noticeStateText({ ...FRESH, accountId: '210987654321', mails: 3 })],
    ['not JSON', '{'],
    ['not a state', '{"version": 2}'],
    ['no text', ''],
  ])('begins afresh where there is %s', (_, text) => {
    expect(noticeState(text, ACCOUNT.id, NOW)).toEqual(FRESH);
  });

  it('counts mails and what was left out by the day, and keeps what was left out until a mail tells it', () => {
    const full = Array.from({ length: MAILS_A_DAY }).reduce<NoticeState>(withMail, FRESH);
    expect(full.mails).toBe(12);
    const left = withLeftOut(withLeftOut(full, ['a', 'b']), Array.from({ length: 50 }, String));
    expect(left.leftOut).toMatchObject({ day: '2026-11-20', count: 52 });
    expect(left.leftOut?.lines).toHaveLength(40);
    const later = (days: number, state: NoticeState) =>
      noticeState(noticeStateText(state), ACCOUNT.id, NOW + days * DAY);
    expect(later(0, left)).toEqual(left);
    expect(noticeState(noticeStateText(left), ACCOUNT.id, NOW + 16 * HOUR)).toEqual(left);
    const next = later(1, left);
    expect(next).toMatchObject({ day: '2026-11-21', mails: 0, leftOut: null, before: left.leftOut });
    expect(later(5, next).before).toEqual(left.leftOut);
    expect(withMail(next)).toMatchObject({ mails: 1, before: null });
  });
});
