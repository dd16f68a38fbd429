import { OBJECTS, type ObjectKind } from './process/messages';
import { BUCKET } from '../sweeps';
import { count, fixed, table } from '../table';
import { isMet, type Target, verdictOf } from '../targets';
import { type Costs, costsOf, type Priced, scaled } from './costs';
import {
  callsTo,
  cpuSecondsEach,
  isSmall,
  type OrganizationRun,
  swept,
  takenBy,
  uncovered,
} from './measured';
import { IAM_CALLS, longestMail, organizationTargets } from './targets';

export interface OrganizationResults {
  readonly machine: string;
  readonly tookMs: number;
  readonly runs: readonly OrganizationRun[];
  readonly priced: Priced;
}

const MANY = 1_000;

/** What was estimated before there was anything to measure: dollars a month for 1,000 accounts. */
const MODEL: Readonly<Record<'small' | 'large', Costs>> = {
  small: {
    transitions: 1.58,
    lambda: 0.8,
    requests: 1.26,
    logs: 0.15,
    fixed: 4.7,
    together: 8.49,
    storage: 0.11,
  },
  large: {
    transitions: 1.58,
    lambda: 14,
    requests: 1.26,
    logs: 0.5,
    fixed: 4.7,
    together: 22.04,
    storage: 43,
  },
};

/** The costs of 1,000 accounts that are like those measured, when every day is like the enforcing one. */
export function costsOfMany(runs: readonly OrganizationRun[], priced: Priced): Costs {
  const run = runs.find(({ what }) => what === 'enforcing');
  if (!run) throw new Error('no enforcing run');
  return costsOf(scaled(takenBy(run), MANY / run.accounts), priced);
}

/** The part of RESULTS.md that `npm run bench -- organization` writes. */
export function organizationText({ machine, tookMs, runs, priced }: OrganizationResults): string {
  const small = costsOfMany(runs.filter(isSmall), priced);
  const large = costsOfMany(
    runs.filter((run) => !isSmall(run)),
    priced,
  );
  return `# What a run of an organization costs

Written by \`npm run bench -- organization\`, which took ${fixed(tookMs / 60_000, 1)} minutes: ${machine}.

The deployed bundles of both functions run in one Node process, with 20 accounts at once, on a fictitious organization
behind HTTP on loopback. The bench plays the state machine. Each user has a password and a key, and 10% of each
are stale. All accounts enforce from the first day. On the first day notice is given. On the enforcing day, eight days later,
it is over, and the shipped limits of the organization apply. On the day after that, every tenth account has lost its role.
IAM throttles each account at ${BUCKET.perSecond} calls a second and a burst of ${BUCKET.burst} for each action, and CloudTrail at 2.
Each day begins with cold functions. The management account and the central one are swept too, and have no users.

## Targets of an organization

${targetTable(organizationTargets(runs, small))}
## Runs

"Acting": accounts that stopped at their plan, and were swept again. "Missing": credentials within the limits that were not
disabled. An account with users that is not covered had lost its role. CPU time and peak memory are those of the whole
process, with its start. A MB is 1,048,576 bytes.

${table(
  ['', 'acting', 'disabled', 'wrong', 'missing', 'uncovered', 'throttled', 'digest', 'wall', 'CPU', 'memory'],
  runs.map((run) => [
    nameOf(run),
    count(run.acting),
    count(run.tally.disabled),
    count(run.tally.wrong),
    count(run.missing),
    `${count(uncovered(run))} of ${count(run.judged)}`,
    count(run.tally.throttled),
    `${count(longestMail(run))} bytes`,
    seconds(run.wallMs),
    seconds(run.usage.cpuMs),
    `${fixed(run.usage.rssBytes / 2 ** 20, 0)} MB`,
  ]),
)}

${table(
  ['wall', 'Freeze', 'Judge', 'Allot', 'Act', 'Tell', 'CPU a sweep at 512 MB'],
  runs.map((run) => [
    nameOf(run),
    ...[run.ms.freeze, run.ms.judge, run.ms.allot, run.ms.act, run.ms.tell].map(seconds),
    `${fixed(cpuSecondsEach(run))} s`,
  ]),
)}

## Calls of a run

IAM and CloudTrail an account that is swept, and the most that one account has made. "CloudTrail" counts three calls about the
trails, and the events that an enforcing run looks up. SNS: who receives the digest, twice, and the digest. On a quiet day a
small account takes ${IAM_CALLS.small} IAM calls and a large one ${IAM_CALLS.large}: two for a new report and one to get it, four for the account's checks and
its alias, and a page for each 1,000 users, groups and policies. As long as not everybody on notice has found room in a mail,
the keys of those who have not are listed again every day, one call for each user. "Beside keys" leaves these out.

${table(
  [
    '',
    'IAM',
    'most',
    'beside keys',
    'CloudTrail',
    'STS',
    'S3 PUT',
    'S3 GET',
    'S3 LIST',
    'SSM',
    'SNS',
    'Organizations',
    'transitions',
  ],
  runs.map((run) => [
    nameOf(run),
    fixed(callsTo(run, 'iam') / swept(run)),
    count(run.tally.mostIamCalls),
    count(run.tally.mostBesideKeys),
    fixed(callsTo(run, 'cloudtrail') / swept(run)),
    count(callsTo(run, 'sts')),
    count(callsTo(run, 's3', 'PutObject')),
    count(callsTo(run, 's3', 'GetObject')),
    count(callsTo(run, 's3', 'ListObjectsV2')),
    count(callsTo(run, 'ssm')),
    count(callsTo(run, 'sns')),
    count(callsTo(run, 'organizations')),
    count(run.transitions),
  ]),
)}

What the functions read from the record bucket: times and bytes together. Every sweep of an account reads the whole
roster, whose hash is pinned. At 10,000 accounts it would be ten times as long and be read ten times as often.

${table(
  ['', ...OBJECTS],
  runs.map((run) => [nameOf(run), ...OBJECTS.map((kind) => readOf(run, kind))]),
)}

## Costs of an organization

Dollars a month by list price in us-east-1, without free tiers, for 1,000 accounts when every day is like the enforcing one.
Large accounts: the measured ones, ${MANY / (runs.find((run) => !isSmall(run))?.accounts ?? MANY)} times. Model: the estimate before there was anything to measure. The seconds of Lambda are the
model's, because IAM answers at once here: 4 s for a small account, 70 s for a large one. A transition is a state that is
entered, or the start of an execution.

${table(
  ['', 'small accounts', 'model', 'large accounts', 'model'],
  costRows.map(([name, key]) => [
    name,
    ...[small, MODEL.small, large, MODEL.large].map((costs) => `$${fixed(costs[key])}`),
  ]),
)}
`;
}

const costRows: readonly (readonly [string, keyof Costs])[] = [
  ['state transitions', 'transitions'],
  ['Lambda', 'lambda'],
  ['requests to S3', 'requests'],
  ['logs', 'logs'],
  ['key, alarms, metric, dashboard', 'fixed'],
  ['together', 'together'],
  ['records of a year', 'storage'],
];

const seconds = (ms: number) => `${fixed(ms / 1_000, 1)} s`;

const nameOf = ({ accounts, usersEach, what }: OrganizationRun) =>
  `${count(accounts)} x ${count(usersEach)}, ${what}`;

function readOf({ tally }: OrganizationRun, kind: ObjectKind): string {
  const { reads, bytes } = tally.read[kind] ?? { reads: 0, bytes: 0 };
  return `${count(reads)}: ${fixed(bytes / 2 ** 20, 1)} MB`;
}

function targetTable(targets: readonly Target[]): string {
  const missed = targets.filter((target) => !isMet(target));
  const rows = targets.map((target) => [
    target.what,
    `${target.target === 0 ? '' : 'at most '}${target.text(target.target)}`,
    target.text(target.measured),
    verdictOf(target),
  ]);
  const why = missed.map(({ what, why: reason }) => `- ${what}: ${reason}`).join('\n');
  return `${table(['', 'target', 'measured', ''], rows)}\n${why === '' ? '' : `\nMissed:\n\n${why}\n`}`;
}
