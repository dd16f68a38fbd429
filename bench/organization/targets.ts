import { MAX_BYTES } from '../../lambda/domain/digest/layout';
import { count, fixed } from '../table';
import type { Target } from '../targets';
import type { Costs } from './costs';
import { callsTo, cpuSecondsEach, isSmall, MODEL_SECONDS, type OrganizationRun, uncovered } from './measured';

const seconds = (value: number) => `${fixed(value, 0)} s`;
const most = (runs: readonly OrganizationRun[], of: (run: OrganizationRun) => number) =>
  Math.max(0, ...runs.map(of));

/**
 * IAM calls of an account on a quiet day. Two for a new report and one to get it, four for the account's checks and its
 * alias, and a page of GetAccountAuthorizationDetails for each 1,000 users, groups and policies: one, or six.
 */
export const IAM_CALLS = { small: 8, large: 13 };
/** Of an account: is a trail on, and does it log what the sweep relies on? */
const CLOUDTRAIL_CALLS = 3;
const QUIET_BYTES = 100_000;

/** The targets of a run of an organization, for `runs` of both sizes. A miss is reported, and fails nothing. */
export function organizationTargets(runs: readonly OrganizationRun[], costs: Costs): Target[] {
  const small = runs.filter(isSmall);
  const large = runs.filter((run) => !isSmall(run));
  const quiet = (of: readonly OrganizationRun[]) => of.filter(({ what }) => what === 'quiet day');
  return [
    {
      what: 'quiet day: IAM calls of a small account, beside keys of users',
      target: IAM_CALLS.small,
      measured: most(quiet(small), ({ tally }) => tally.mostBesideKeys),
      text: count,
      why: 'docs/design.md §7 lists them; more calls are a defect.',
    },
    {
      what: 'quiet day: IAM calls of a large account, beside keys of users',
      target: IAM_CALLS.large,
      measured: most(quiet(large), ({ tally }) => tally.mostBesideKeys),
      text: count,
      why: 'docs/design.md §7 lists them; more calls are a defect.',
    },
    {
      what: 'quiet day: CloudTrail calls an account',
      target: CLOUDTRAIL_CALLS,
      measured: most(quiet(runs), (run) => callsTo(run, 'cloudtrail') / run.judged),
      text: (value) => fixed(value, 2),
      why: 'one call each for the trails, their state and their selectors.',
    },
    {
      what: 'throttled calls',
      target: 0,
      measured: most(runs, ({ tally }) => tally.throttled),
      text: count,
      why: 'each member has a pace and a limit of its own, but 20 sweeps share one thread here: what it holds up goes out at once.',
    },
    {
      what: 'SSM calls of a run beside one for each acting account',
      target: 2,
      measured: most(runs, (run) => callsTo(run, 'ssm') - run.acting),
      text: count,
      why: 'Freeze reads the settings, Allot the master switch.',
    },
    {
      what: 'mails of a run',
      target: 1,
      measured: most(runs, ({ tally }) => tally.mails.length),
      text: count,
      why: 'an organization has one mail.',
    },
    {
      what: 'digest of a quiet day, small accounts',
      target: QUIET_BYTES,
      measured: most(quiet(small), longestMail),
      text: (value) => `${count(value)} bytes`,
      why: 'a quiet day has no list of what is new.',
    },
    {
      what: 'longest digest',
      target: MAX_BYTES,
      measured: most(runs, longestMail),
      text: (value) => `${count(value)} bytes`,
      why: 'SNS takes no more.',
    },
    {
      what: 'state transitions for each account that is swept',
      target: 2.1,
      measured: most(small, (run) => run.transitions / (run.judged + run.acting)),
      text: (value) => fixed(value, 3),
      why: 'a child has one state; the machine has ten.',
    },
    {
      what: 'wall time of a run, small accounts',
      target: 240,
      measured: most(small, ({ wallMs }) => wallMs / 1_000),
      text: seconds,
      why: '20 accounts at once share the processors of this machine; on AWS each has its own.',
    },
    {
      what: 'processor of a small account at 512 MB',
      target: MODEL_SECONDS.small,
      measured: most(small, cpuSecondsEach),
      text: (value) => `${fixed(value)} s`,
      why: 'the costs assume so many seconds for the whole invocation.',
    },
    {
      what: 'processor of a large account at 512 MB',
      target: MODEL_SECONDS.large,
      measured: most(large, cpuSecondsEach),
      text: (value) => `${fixed(value)} s`,
      why: 'the costs assume so many seconds for the whole invocation.',
    },
    {
      what: 'costs a month, small accounts, every day enforcing',
      target: 10,
      measured: costs.together,
      text: (value) => `$${fixed(value)}`,
      why: 'the table below has what they are made of.',
    },
  ];
}

/** Faults that are wrong on any machine, however slow; one sentence each. */
export function organizationBroken(runs: readonly OrganizationRun[]): string[] {
  const faults: string[] = [];
  for (const run of runs) {
    const { what, accounts, usersEach, tally, missing, without, lost } = run;
    const fault = (text: string) =>
      faults.push(`${count(accounts)} accounts of ${count(usersEach)} users, ${what}: ${text}`);
    if (tally.wrong > 0) fault(`${tally.wrong} wrong credentials disabled`);
    if (missing > 0) fault(`${missing} due credentials left enabled`);
    if (tally.mutations !== tally.disabled)
      fault(`${tally.mutations} changes made, ${tally.disabled} credentials disabled`);
    if (lost > 0) fault(`${lost} invocations failed`);
    if (uncovered(run) !== without) fault(`${uncovered(run)} accounts not covered, not ${without}`);
    if (tally.mails.length !== 1) fault(`${tally.mails.length} mails, not one`);
    if (longestMail(run) > MAX_BYTES) fault(`a digest of ${count(longestMail(run))} bytes`);
    const allowed = isSmall(run) ? IAM_CALLS.small : IAM_CALLS.large;
    if (what === 'quiet day' && tally.mostBesideKeys > allowed)
      fault(`an account judged with ${tally.mostBesideKeys} IAM calls, not ${allowed}`);
  }
  return faults;
}

export const longestMail = ({ tally }: OrganizationRun) =>
  Math.max(0, ...tally.mails.map(({ bytes }) => bytes));
