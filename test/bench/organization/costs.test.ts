import { costsOf, type Priced, scaled, type Taken } from '../../../bench/organization/costs';

const NOTHING: Taken = {
  transitions: 0,
  accounts: 0,
  secondsEach: 0,
  writes: 0,
  reads: 0,
  logBytes: 0,
  storedBytes: 0,
};
const FREE: Priced = { keys: 0, alarms: 0, metrics: 0, dashboards: 0 };

describe('the costs of a month', () => {
  it.each<[string, Partial<Taken>, Partial<ReturnType<typeof costsOf>>]>([
    // 30 runs of 1,050 accounts, 2 transitions each, at $0.025 per 1,000.
    ['transitions', { transitions: 2_100 }, { transitions: 1.575 }],
    // 1,000 of 4 s at 0.5 GB, and the coordinator's 23 s at 1 GB.
    ['Lambda', { accounts: 1_000, secondsEach: 4 }, { lambda: 30 * (2_023 * 0.0000133334 + 0.0002) }],
    ['requests to S3', { writes: 8_000, reads: 5_000 }, { requests: 30 * (0.04 + 0.002) }],
    ['logs', { logBytes: 1e9 }, { logs: 15 }],
    ['records, at the end of a year', { storedBytes: 1e9 }, { storage: 365 * 0.023 }],
  ])('%s', (_, taken, costs) => {
    const found = costsOf({ ...NOTHING, ...taken }, FREE);
    for (const [name, dollars] of Object.entries(costs)) {
      expect(found).toHaveProperty(name, expect.closeTo(dollars, 9));
    }
  });

  it('have what the stack pays for whether it runs or not', () => {
    const { fixed } = costsOf(NOTHING, { keys: 1, alarms: 4, metrics: 1, dashboards: 1 });
    expect(fixed).toBeCloseTo(4.7, 9);
  });

  it('are summed without the records, which grow', () => {
    const all = costsOf(
      {
        transitions: 1e6,
        accounts: 1_000,
        secondsEach: 4,
        writes: 1e6,
        reads: 1e6,
        logBytes: 1e9,
        storedBytes: 1e9,
      },
      { ...FREE, keys: 1 },
    );
    const { transitions, lambda, requests, logs, fixed, together } = all;
    expect(together).toBeCloseTo(transitions + lambda + requests + logs + fixed, 9);
  });
});

it('twice the accounts take twice of everything, each as long as before', () => {
  const taken: Taken = {
    transitions: 1,
    accounts: 2,
    secondsEach: 3,
    writes: 4,
    reads: 5,
    logBytes: 6,
    storedBytes: 7,
  };
  expect(scaled(taken, 2)).toStrictEqual({
    transitions: 2,
    accounts: 4,
    secondsEach: 3,
    writes: 8,
    reads: 10,
    logBytes: 12,
    storedBytes: 14,
  });
});
