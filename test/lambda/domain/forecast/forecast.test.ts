import { type Credential, nameOf } from '../../../../lambda/domain/credential';
import { type ForecastDay, forecast } from '../../../../lambda/domain/forecast/forecast';
import { evaluate } from '../../../../lambda/domain/evaluation/evaluate';
import { HOUR } from '../../../../lambda/domain/instant';
import type { Policy } from '../../../../lambda/domain/policy/schema';
import {
  aKey,
  aLookUp,
  anExemption,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  LONG_AGO,
  NOW,
  parsedReport,
  type ReportRow,
} from '../../../support/builders';

const called = (credential: Credential) => `${credential.user.name} ${nameOf(credential).split(' ')[0]}`;

type Input = Partial<Parameters<typeof forecast>[0]>;
function days(rows: readonly ReportRow[], { days: number = 30, ...input }: Input = {}): ForecastDay[] {
  return forecast({
    report: parsedReport(...rows),
    policy: aPolicy(),
    lookedUp: aLookUp,
    history: () => ({}),
    now: NOW,
    days: number,
    ...input,
  });
}

/** Only the days on which something happens, counted from today, with names. */
function events(forecasted: readonly ForecastDay[]): Record<number, Record<string, unknown>> {
  return Object.fromEntries(
    forecasted.flatMap(({ announced, disabled, waiting }, day) =>
      announced.length + disabled.length + waiting.length === 0
        ? []
        : [
            [
              day,
              {
                ...(announced.length > 0 ? { announced: announced.map(called) } : {}),
                ...(disabled.length > 0 ? { disabled: disabled.map(called) } : {}),
                ...(waiting.length > 0 ? { waiting: waiting.map(called) } : {}),
              },
            ],
          ],
    ),
  );
}

const user = (name: string, days_: number) =>
  aReportRow({ user: name, ...aPassword({ lastUsed: daysAgo(days_) }) });

describe('one credential, 45 days and a week of notice', () => {
  const cases: readonly [string, number, Record<number, unknown>][] = [
    ['stale already', 60, { 0: { announced: ['u password'] }, 7: { disabled: ['u password'] } }],
    ['stale today', 45, { 0: { announced: ['u password'] }, 7: { disabled: ['u password'] } }],
    ['due today', 38, { 0: { announced: ['u password'] }, 7: { disabled: ['u password'] } }],
    ['due tomorrow', 37, { 1: { announced: ['u password'] }, 8: { disabled: ['u password'] } }],
    ['used today', 0, {}],
    ['due on the last day', 38 - 29, { 29: { announced: ['u password'] } }],
    ['due after the last day', 38 - 30, {}],
  ];
  it.each(cases)('%s', (_, unused, expected) => {
    expect(events(days([user('u', unused)]))).toStrictEqual(expected);
  });

  it('names every day by its UTC date, today first', () => {
    const dates = days([], { days: 3 }).map(({ date }) => date);
    expect(dates).toStrictEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  });

  it('what was announced long ago goes today', () => {
    const history = () => ({ announced: { at: LONG_AGO, reference: daysAgo(60) } });
    expect(events(days([user('u', 60)], { history }))).toStrictEqual({ 0: { disabled: ['u password'] } });
  });

  it('without notice it goes on the first day on which it is stale', () => {
    expect(events(days([user('u', 43)], { policy: aPolicy({ noticeDays: 0 }) }))).toStrictEqual({
      2: { disabled: ['u password'] },
    });
  });
});

it('the longest unused comes first, announced or disabled, whatever its name', () => {
  const rows = [user('a', 50), user('b', 70), user('c', 60)];
  const policy = aPolicy({ limits: { maxDisabledPerDay: 9, maxDisabledPercent: 100, onExceed: 'stop' } });
  const order = ['b password', 'c password', 'a password'];
  expect(events(days(rows, { policy }))).toStrictEqual({ 0: { announced: order }, 7: { disabled: order } });
});

it('what is announced goes on the day that is announced for it, if runs are daily', () => {
  const rows = Array.from({ length: 24 }, (_, hour) =>
    aReportRow({ user: `u${hour}`, ...aPassword({ lastUsed: daysAgo(41) + hour * HOUR }) }),
  );
  const policy = aPolicy({ limits: { maxDisabledPerDay: 99, maxDisabledPercent: 100, onExceed: 'stop' } });
  const history = ({ user: { name } }: Credential) => ({
    announced: { at: LONG_AGO, reference: daysAgo(41) + Number(name.slice(1)) * HOUR },
  });
  const input = { report: parsedReport(...rows), policy, lookedUp: aLookUp, history, now: NOW };
  const told = evaluate({ ...input, daily: true }).judged.map(({ credential, verdict }) => [
    credential.user.name,
    'actOn' in verdict ? verdict.actOn : '',
  ]);
  const done = forecast({ ...input, days: 30 }).flatMap(({ date, disabled }) =>
    disabled.map((credential) => [credential.user.name, date]),
  );
  expect(Object.fromEntries(done)).toStrictEqual(Object.fromEntries(told));
});

describe('limits', () => {
  const backlog = Array.from({ length: 5 }, (_, index) => user(`u${index}`, 100 + index));
  const limited = (limits: Partial<Policy['limits']>) =>
    aPolicy({
      limits: { maxDisabledPerDay: 20, maxDisabledPercent: 100, onExceed: 'oldest-first', ...limits },
    });

  it('oldest-first drains a backlog, each day its own allowance, the longest unused first', () => {
    const found = events(days(backlog, { policy: limited({ maxDisabledPerDay: 2 }) }));
    expect(found).toMatchObject({
      7: { disabled: ['u4 password', 'u3 password'], waiting: ['u2 password', 'u1 password', 'u0 password'] },
      8: { disabled: ['u2 password', 'u1 password'], waiting: ['u0 password'] },
      9: { disabled: ['u0 password'] },
    });
    expect(Object.keys(found)).toStrictEqual(['0', '7', '8', '9']);
  });

  it('the percentage is of what is still active that day', () => {
    // ceil of 30% of 5, 3, 2 and 1.
    expect(events(days(backlog, { policy: limited({ maxDisabledPercent: 30 }) }))).toMatchObject({
      7: { disabled: ['u4 password', 'u3 password'], waiting: ['u2 password', 'u1 password', 'u0 password'] },
      8: { disabled: ['u2 password'], waiting: ['u1 password', 'u0 password'] },
      9: { disabled: ['u1 password'], waiting: ['u0 password'] },
      10: { disabled: ['u0 password'] },
    });
  });

  it('stop disables nothing for as long as there are too many', () => {
    const policy = limited({ maxDisabledPerDay: 4, onExceed: 'stop' });
    const found = days(backlog, { policy });
    expect(found.flatMap(({ disabled }) => disabled)).toStrictEqual([]);
    expect(found[29]?.waiting.map(called)).toHaveLength(5);
  });
});

describe('two credentials of one user', () => {
  const both = (password: number, key: number) => [
    aReportRow({
      user: 'u',
      ...aPassword({ lastUsed: daysAgo(password) }),
      ...aKey(1, { lastUsed: daysAgo(key) }),
    }),
  ];

  const upTo = (maxDisabledPerDay: number) =>
    aPolicy({ limits: { maxDisabledPerDay, maxDisabledPercent: 100, onExceed: 'oldest-first' } });

  it.each<[string, number, Record<number, unknown>]>([
    [
      'on the same days',
      60,
      { 0: { announced: ['u password', 'u access'] }, 7: { disabled: ['u password', 'u access'] } },
    ],
    [
      'the key is announced while the password has notice',
      35,
      {
        0: { announced: ['u password'] },
        3: { announced: ['u access'] },
        7: { disabled: ['u password'] },
        10: { disabled: ['u access'] },
      },
    ],
    [
      'the key is announced when the password is gone',
      30,
      {
        0: { announced: ['u password'] },
        7: { disabled: ['u password'] },
        8: { announced: ['u access'] },
        15: { disabled: ['u access'] },
      },
    ],
  ])('each once: %s', (_, key, expected) => {
    expect(events(days(both(60, key), { policy: upTo(2) }))).toStrictEqual(expected);
  });

  it('who waits for its turn waits once, whatever comes of the other', () => {
    const waiting = days(both(60, 30), { policy: upTo(0), days: 17 }).map((day) => day.waiting.length);
    expect(waiting).toStrictEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
  });
});

describe('exemptions and overrides in the days to come', () => {
  it('an exemption that ends starts a notice on the day after', () => {
    const exemption = anExemption({ match: { users: ['u'] }, until: '2026-11-24' });
    expect(events(days([user('u', 60)], { policy: aPolicy({ exemptions: [exemption] }) }))).toStrictEqual({
      5: { announced: ['u password'] },
      12: { disabled: ['u password'] },
    });
  });

  it('one by tag protects whoever comes to be due within the horizon', () => {
    const policy = aPolicy({ exemptions: [anExemption({ match: { tags: { keep: '*' } } })] });
    const lookedUp: Input['lookedUp'] = (one) => aLookUp(one, { tags: { keep: '' } });
    expect(events(days([user('u', 30)], { policy, lookedUp }))).toStrictEqual({});
  });

  it('tags that are not known make it unclear: nothing happens to it', () => {
    const policy = aPolicy({ exemptions: [anExemption({ match: { tags: { keep: '*' } } })] });
    expect(events(days([user('u', 60)], { policy, lookedUp: () => undefined }))).toStrictEqual({});
  });
});
