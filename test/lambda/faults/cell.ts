import { emptyLedger } from '../../../lambda/domain/ledger/schema';
import { HOUR } from '../../../lambda/domain/instant';
import { ACCOUNT, NOW } from '../../support/builders';
import { aDeployment, type Deployment, type Run, scheduledAt, writesOf } from '../../support/deployment';
import type { FakeUser } from '../../support/fake-aws';
import { AT_ONCE, theStaff } from '../../support/staff';
import { LEDGER_KEY, recordOf, storedLedger, storedObject, storeLedger } from '../../support/stored';
import { done } from '../../support/reported';
import { CALLS, type CallName, type Which } from './calls';
import { type Kind, KINDS } from './kinds';

/** What a run comes to, as the table tells it. */
export interface Outcome {
  readonly ended: string;
  readonly counts: Run['counts'];
  /** Files of the run's record. */
  readonly record: readonly string[];
  /** What was mailed, by the state and the numbers of its subject; `earlier` is the digest that was pending. */
  readonly mailed: readonly string[];
  readonly ledger: {
    /** Actions of the plan that stands open; undefined when none does. */
    readonly open: number | undefined;
    /** The digest that waits, likewise. */
    readonly pending: string | undefined;
    /** How often it was written. */
    readonly written: number;
  };
  /** What the run after it comes to, with nothing in its way. */
  readonly next: Run['counts'];
  /** Writes that IAM got, refused ones included, and what came of them; sorted. */
  readonly writes: readonly string[];
}

export interface Cell {
  readonly deployment: Deployment;
  /** As they were before. */
  readonly users: FakeUser[];
  /** How many calls the fault hit. */
  readonly struck: number;
  readonly outcome: Omit<Outcome, 'next'>;
}

/** The run that followed, with nothing in its way. */
export interface Sequel {
  readonly run: Run;
  /** What had been done before it. */
  readonly before: readonly string[];
  /** What it wrote. */
  readonly writes: readonly string[];
}

const RUN_ID = '20261120T070000Z';
const PENDING = { runId: '20261119T070000Z', subject: 'earlier', body: 'told late\n', announces: {} };

/** Three stale credentials, and a digest that waits; three attempts of the SDK, as deployed but for IAM's eight. */
async function aSweep(call: CallName): Promise<Deployment> {
  const staff = theStaff();
  const deployment = await aDeployment({
    // One user in one page is looked up with GetUser, more with one call for all.
    users: call === 'GetUser look-up' ? staff.slice(0, 1) : staff,
    mode: 'enforce',
    policy: AT_ONCE,
    // CloudTrail matters to a report that is not young.
    account: call === 'LookupEvents' ? { report: { ageMs: HOUR } } : {},
    maxAttempts: 3,
  });
  storeLedger(deployment.account, { ...emptyLedger(ACCOUNT.id), pendingDigest: PENDING });
  return deployment;
}

/** Runs a sweep in which one call goes wrong in one way. */
export async function cellOf(call: CallName, kind: Kind): Promise<Cell> {
  const deployment = await aSweep(call);
  const users = structuredClone(deployment.account.users);
  const which: Which = CALLS[call];
  let struck = 0;
  deployment.aws.faults.push({ ...which, ...KINDS[kind](which.service), run: () => (struck += 1) });
  const run = await deployment.run();
  const { open, pendingDigest } = storedLedger(deployment.account);
  return {
    deployment,
    users,
    struck,
    outcome: {
      ended: run.ended,
      counts: run.counts,
      record: Object.keys(recordOf(deployment.account, RUN_ID)).toSorted(),
      mailed: deployment.digests().map(({ subject = '' }) => short(subject)),
      ledger: {
        open: open?.planned.length,
        pending: pendingDigest ? short(pendingDigest.subject) : undefined,
        written: storedObject(deployment.account, LEDGER_KEY)?.versions.length ?? 0,
      },
      writes: deployment.writes(),
    },
  };
}

/** Some hours later: enough for a new report and for a run that was left open, and nothing more gets stale. */
export async function sequelOf({ deployment }: Cell): Promise<Sequel> {
  const { aws, account, clock } = deployment;
  const before = done(account);
  const written = aws.writes().length;
  aws.faults.splice(0);
  clock.advance(5 * HOUR);
  const run = await deployment.run(scheduledAt(NOW + 5 * HOUR));
  return { run, before, writes: writesOf({ writes: () => aws.writes().slice(written) }) };
}

function short(subject: string): string {
  return subject.replace(`iam-lapse ${ACCOUNT.id} `, '');
}
