import type { BenchmarkId } from '../../../../lambda/domain/account-checks/controls';
import { DAY } from '../../../../lambda/domain/instant';
import { fc } from '../../../support/runs';
import {
  aKey,
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
} from '../../../support/builders';

/** Verdict and letter of the first credential in the row. */
function judgedOf(cells: Cells, scene: Scene = {}): string {
  const [judged] = anEvaluation([aReportRow(cells)], scene).judged;
  return judged ? `${judged.verdict.kind}, ${judged.strictCis}` : 'not judged';
}

const AT_ONCE = aPolicy({ noticeDays: 0 });

describe('CIS: the last use "is less than `45` days ago", and only without one the day it was set', () => {
  const EXACTLY = daysAgo(45);
  it.each<[string, (at: number) => Cells]>([
    ['a password by its last use', (at) => aPassword({ lastUsed: at })],
    ['a password that was never used by its last change', (at) => aPassword({ lastChanged: at })],
    ['a key by its last use', (at) => aKey(1, { lastUsed: at })],
    ['a key that was never used by its creation', (at) => aKey(2, { lastRotated: at })],
  ])('%s', (_, cells) => {
    const at = (now: number) => judgedOf(cells(EXACTLY), { policy: AT_ONCE, now });
    expect([at(NOW - 1), at(NOW), at(NOW + 1)]).toEqual(['inUse, pass', 'stale, fail', 'stale, fail']);
    expect(at(NOW - DAY)).toBe('inUse, pass');
    expect(at(NOW + DAY)).toBe('stale, fail');
  });

  it.each<[string, Cells, string]>([
    [
      'a password used 60 days ago, and set again 10 days ago',
      aPassword({ lastUsed: daysAgo(60), lastChanged: daysAgo(10) }),
      'inUse, fail',
    ],
    [
      'a password used 10 days ago, and set 60 days ago',
      aPassword({ lastUsed: daysAgo(10), lastChanged: daysAgo(60) }),
      'inUse, pass',
    ],
    [
      'a deleted password of long ago, and a new one that nobody has used yet',
      aPassword({ lastUsed: LONG_AGO, lastChanged: daysAgo(1) }),
      'inUse, fail',
    ],
    ['a last use that is not understood', aPassword({ lastUsed: 'soon' }), 'unclear, unknown'],
    ['a password without a day on which it was set', aPassword({ lastChanged: 'N/A' }), 'unclear, unknown'],
    ['a date in the future', aKey(1, { lastUsed: NOW + DAY }), 'unclear, unknown'],
  ])('%s', (_, cells, expected) => {
    expect(judgedOf(cells)).toBe(expected);
  });

  it.each<[BenchmarkId, number, string]>([
    ['cis-1.2', 89, 'pass'],
    ['cis-1.2', 90, 'fail'],
    ['cis-1.4', 44, 'pass'],
    ['cis-1.4', 45, 'fail'],
    ['cis-7.0', 44, 'pass'],
    ['cis-7.0', 45, 'fail'],
  ])('by the days of %s: %s days ago is %s', (benchmark, days, expected) => {
    const policy = aPolicy({ benchmark, password: { maxUnusedDays: 365 } });
    expect(judgedOf(aPassword({ lastUsed: daysAgo(days) }), { policy })).toBe(`inUse, ${expected}`);
  });
});

describe('what spares a credential here is nothing to the letter', () => {
  const unused = aPassword({ lastUsed: daysAgo(60) });
  it.each<[string, Scene, string]>([
    ['nothing', {}, 'stale, fail'],
    [
      'an exemption',
      { policy: aPolicy({ exemptions: [anExemption({ match: { users: ['alice'] } })] }) },
      'exempt, fail',
    ],
    ['a longer limit', { policy: aPolicy({ password: { maxUnusedDays: 90 } }) }, 'inUse, fail'],
    ['a longer limit, nearly reached', { policy: aPolicy({ password: { maxUnusedDays: 65 } }) }, 'due, fail'],
    [
      'an override',
      {
        policy: aPolicy({
          overrides: [anOverride({ match: { users: ['alice'] }, password: { maxUnusedDays: 90 } })],
        }),
      },
      'inUse, fail',
    ],
    [
      'a fresh clock after a restore',
      { history: () => ({ restored: { at: daysAgo(1), times: 1 } }) },
      'held, fail',
    ],
    ['a doubt about the user', { lookedUp: () => ({ kind: 'gone' }) }, 'unclear, fail'],
  ])('%s', (_, scene, expected) => {
    expect(judgedOf(unused, scene)).toBe(expected);
  });

  it('with judge: user, a use of another credential', () => {
    const cells = { ...unused, ...aKey(1, { lastUsed: daysAgo(1) }) };
    expect(judgedOf(cells, { policy: aPolicy({ judge: 'user' }) })).toBe('inUse, fail');
  });

  it('a shorter limit makes nothing fail', () => {
    const policy = aPolicy({ password: { maxUnusedDays: 30 } });
    expect(judgedOf(aPassword({ lastUsed: daysAgo(31) }), { policy })).toBe('stale, pass');
  });
});

it('by a policy with the days of its benchmark, whatever is stale fails', () => {
  const days = fc.integer({ min: 0, max: 200 * DAY });
  const lastUsed = fc.option(days, { nil: undefined });
  const scene = fc.record({
    benchmark: fc.constantFrom<BenchmarkId[]>('cis-1.2', 'cis-1.4', 'cis-5.0', 'cis-7.0'),
    judge: fc.constantFrom<('credential' | 'user')[]>('credential', 'user'),
    noticeDays: fc.constantFrom(0, 7, 30),
    set: days,
    lastUsed,
    key: fc.record({ created: days, lastUsed }),
  });
  let stale = 0;
  fc.assert(
    fc.property(scene, ({ benchmark, judge, noticeDays, set, lastUsed: used, key }) => {
      const limit = { maxUnusedDays: benchmark === 'cis-1.2' ? 90 : 45 };
      const policy = aPolicy({ benchmark, judge, noticeDays, password: limit, accessKey: limit });
      const second = (ago: number) => Math.floor((NOW - ago) / 1000) * 1000;
      const row = aReportRow({
        ...aPassword({
          lastChanged: second(set),
          ...(used === undefined ? {} : { lastUsed: second(used) }),
        }),
        ...aKey(1, {
          lastRotated: second(key.created),
          // A key is not used before it is made.
          ...(key.lastUsed === undefined ? {} : { lastUsed: second(Math.min(key.lastUsed, key.created)) }),
        }),
      });
      for (const { verdict, strictCis } of anEvaluation([row], { policy }).judged) {
        if (verdict.kind !== 'stale') continue;
        stale += 1;
        expect(strictCis).toBe('fail');
      }
    }),
  );
  expect(stale).toBeGreaterThan(0);
});
