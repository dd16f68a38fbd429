import { judgedOn, type Watch } from '../../../../lambda/domain/forecast/watch';
import { DAY } from '../../../../lambda/domain/instant';
import type { EvaluationInput } from '../../../../lambda/domain/evaluation/evaluate';
import {
  aKey,
  aLookUp,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  type Cells,
  daysAgo,
  factsOf,
  NOW,
  parsedReport,
} from '../../../support/builders';

type Scene = Partial<EvaluationInput> & { readonly announced?: Watch['announced'] };

/** Alice with these cells, watched as of `now`. */
function watched(cells: Cells, { announced, now = NOW, ...scene }: Scene = {}): ReturnType<typeof judgedOn> {
  const row = aReportRow(cells);
  const input = { report: parsedReport(row), policy: aPolicy(), lookedUp: aLookUp, history: () => ({}) };
  const watch = { facts: factsOf(row), until: now, ...(announced ? { announced } : {}) };
  return judgedOn(now, watch, { ...input, ...scene, now });
}

const unused = (days: number) => aPassword({ lastUsed: daysAgo(days) });
const iso = (instant: number) => (Number.isFinite(instant) ? new Date(instant).toISOString() : instant);
const exempt = (...untils: (string | undefined)[]) =>
  aPolicy({
    exemptions: untils.map((until) =>
      anExemption({ match: { users: ['alice'] }, ...(until === undefined ? {} : { until }) }),
    ),
  });
const BY_TAG = { match: { tags: { keep: '*' } } };
/** Tags that nobody could read. */
const unread = () => undefined;

describe('until when time alone changes no verdict of a user', () => {
  const cases: readonly [string, Cells, Scene, string | number][] = [
    ['in use: its notice', unused(10), {}, '2026-12-18T07:00:00.000Z'],
    [
      'in use, with a shorter limit for others: perhaps theirs',
      unused(10),
      { policy: aPolicy({ overrides: [anOverride({ accessKey: { maxUnusedDays: 30 } })] }) },
      '2026-12-03T07:00:00.000Z',
    ],
    ['due: the day on which it is stale', unused(40), {}, '2026-11-25T07:00:00.000Z'],
    ['stale: the day on which it may go', unused(60), {}, '2026-11-27T00:00:00.000Z'],
    [
      'stale, and notice given: it waits for its turn',
      unused(60),
      { history: () => ({ announced: { at: daysAgo(7), reference: daysAgo(60) } }) },
      Infinity,
    ],
    ['exempt for good', unused(60), { policy: exempt(undefined) }, Infinity],
    ['exempt: the midnight after', unused(60), { policy: exempt('2026-11-24') }, '2026-11-25T00:00:00.000Z'],
    [
      'exempt: the next end of any',
      unused(60),
      { policy: exempt('2026-12-31', '2026-11-24', undefined, '2026-11-19') },
      '2026-11-25T00:00:00.000Z',
    ],
    [
      'exempt, at the midnight after another exemption',
      unused(60),
      { policy: exempt('2026-11-20', undefined), now: Date.parse('2026-11-21T00:00:00Z') },
      Infinity,
    ],
    [
      'unclear, for want of tags: the end of an exemption',
      unused(60),
      {
        policy: aPolicy({ exemptions: [anExemption({ ...BY_TAG, until: '2026-11-24' })] }),
        lookedUp: unread,
      },
      '2026-11-25T00:00:00.000Z',
    ],
    ['unclear, for a sign of tomorrow: any day', unused(-1), {}, '2026-11-20T07:00:00.000Z'],
    [
      'held: any day',
      unused(60),
      { history: () => ({ restored: { at: daysAgo(50), times: 2 } }) },
      '2026-11-20T07:00:00.000Z',
    ],
    [
      'of several, the first',
      { ...unused(40), ...aKey(1, { lastUsed: daysAgo(41) }), ...aKey(2, { lastUsed: daysAgo(1) }) },
      {},
      '2026-11-24T07:00:00.000Z',
    ],
    ['of none: never', {}, {}, Infinity],
  ];
  it.each(cases)('%s', (_, cells, scene, expected) => {
    expect(iso(watched(cells, scene).until)).toBe(expected);
  });
});

describe('what a delivered digest of that day announces, each credential by its place', () => {
  const told = { at: daysAgo(3), reference: daysAgo(60) };
  const announced = (cells: Cells, scene?: Scene) =>
    Object.fromEntries(watched(cells, scene).announced ?? []);

  it('what is due or stale, with the reference that was told', () => {
    const cells = {
      ...unused(40),
      ...aKey(1, { lastUsed: daysAgo(60) }),
      ...aKey(2, { lastUsed: daysAgo(1) }),
    };
    expect(announced(cells)).toEqual({
      password: { at: NOW, reference: daysAgo(40) },
      1: { at: NOW, reference: daysAgo(60) },
      2: undefined,
    });
  });

  it('on the first day the memory knows what was told before, later the watch alone', () => {
    const history = () => ({ announced: told });
    expect(announced(unused(60), { history })).toEqual({ password: told });
    const later = new Map([['password', { ...told, at: daysAgo(2) }]] as const);
    expect(announced(unused(60), { history, announced: later })).toEqual(Object.fromEntries(later));
    expect(announced(unused(60), { history, announced: new Map() })).toEqual({
      password: { at: NOW, reference: daysAgo(60) },
    });
  });

  it('what is unclear keeps its announcement, what is exempt or in use starts anew', () => {
    const history = () => ({ announced: told });
    const policy = aPolicy({ exemptions: [anExemption(BY_TAG)] });
    expect(announced(unused(60), { history, policy, lookedUp: unread })).toEqual({ password: told });
    expect(announced(unused(60), { history, policy: exempt(undefined) })).toEqual({ password: undefined });
    expect(announced(unused(1), { history })).toEqual({ password: undefined });
  });
});

it('a user is judged as of that day, and by what else is remembered', () => {
  const verdicts = ({ judged }: ReturnType<typeof judgedOn>) => judged.map(({ verdict }) => verdict.kind);
  expect(verdicts(watched(unused(37)))).toEqual(['inUse']);
  expect(verdicts(watched(unused(37), { now: NOW + DAY }))).toEqual(['due']);
  const restored = { at: daysAgo(50), times: 2 };
  expect(verdicts(watched(unused(60), { history: () => ({ restored }), announced: new Map() }))).toEqual([
    'held',
  ]);
});
