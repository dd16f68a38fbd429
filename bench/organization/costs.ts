// List prices of us-east-1, without free tiers, in dollars: https://aws.amazon.com/pricing/, 2026.

const PER_TRANSITION = 0.025 / 1_000;
const PER_GB_SECOND = 0.0000133334;
const PER_INVOCATION = 0.2 / 1_000_000;
const PER_WRITE = 0.005 / 1_000;
const PER_READ = 0.0004 / 1_000;
const PER_LOGGED_BYTE = 0.5 / 1e9;
const PER_STORED_BYTE_MONTH = 0.023 / 1e9;
const PER_MONTH = { keys: 1, alarms: 0.1, metrics: 0.3, dashboards: 3 };

const RUNS = 30;
const DAYS_OF_YEAR = 365;
const ACCOUNT_GB = 0.5;
const COORDINATOR_GB = 1;
/** Freeze, Allot and Tell of 1,000 accounts; together as in the model. */
const COORDINATOR_SECONDS = 23;

/** What of a stack has a price of its own, a month. */
export type Priced = Readonly<Record<keyof typeof PER_MONTH, number>>;

/** What one run takes. */
export interface Taken {
  readonly transitions: number;
  /** Invocations of the account function, and how long each takes. */
  readonly accounts: number;
  readonly secondsEach: number;
  /** PUT and LIST; GET. */
  readonly writes: number;
  readonly reads: number;
  readonly logBytes: number;
  readonly storedBytes: number;
}

/** Dollars a month, for a daily run. */
export interface Costs {
  readonly transitions: number;
  readonly lambda: number;
  readonly requests: number;
  readonly logs: number;
  readonly fixed: number;
  /** The sum of these. */
  readonly together: number;
  /** Of the records of a year. */
  readonly storage: number;
}

export function costsOf(taken: Taken, priced: Priced): Costs {
  const { accounts, secondsEach } = taken;
  const gbSeconds = accounts * secondsEach * ACCOUNT_GB + COORDINATOR_SECONDS * COORDINATOR_GB;
  const costs = {
    transitions: RUNS * taken.transitions * PER_TRANSITION,
    lambda: RUNS * (gbSeconds * PER_GB_SECOND + accounts * PER_INVOCATION),
    requests: RUNS * (taken.writes * PER_WRITE + taken.reads * PER_READ),
    logs: RUNS * taken.logBytes * PER_LOGGED_BYTE,
    fixed:
      priced.keys * PER_MONTH.keys +
      priced.alarms * PER_MONTH.alarms +
      priced.metrics * PER_MONTH.metrics +
      priced.dashboards * PER_MONTH.dashboards,
  };
  return {
    ...costs,
    together: Object.values(costs).reduce((all, some) => all + some, 0),
    storage: DAYS_OF_YEAR * taken.storedBytes * PER_STORED_BYTE_MONTH,
  };
}

/** What so many accounts take, each of them as those that were measured. */
export function scaled(taken: Taken, times: number): Taken {
  const { secondsEach, ...counts } = taken;
  return {
    secondsEach,
    transitions: counts.transitions * times,
    accounts: counts.accounts * times,
    writes: counts.writes * times,
    reads: counts.reads * times,
    logBytes: counts.logBytes * times,
    storedBytes: counts.storedBytes * times,
  };
}
