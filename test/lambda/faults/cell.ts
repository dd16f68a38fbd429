import { HOUR } from '../../../lambda/domain/instant';
import { ACCOUNT, NOW } from '../../support/builders';
import { aDeployment, type Deployment, type Run, scheduledAt, writesOf } from '../../support/deployment';
import type { FakeUser } from '../../support/fake-aws';
import {
  LEDGER_KEY,
  recordOf,
  storedLedger,
  storedObject,
  storeLedger,
  storeRecords,
} from '../../support/stored';
import { done } from '../../support/reported';
import { CALLS, type CallName, type Which } from './calls';
import { type Kind, KINDS } from './kinds';
import { sceneOf } from './scenes';

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
  /** The ledger's doubts about writes: it was sent and not seen to be done, or nobody knows. */
  readonly doubts: readonly ('tried' | 'unproven')[];
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

/** Three attempts of the SDK, as deployed but for IAM's eight. */
async function aSweep(call: CallName): Promise<Deployment> {
  const { ledger, records = {}, ...scene } = sceneOf(call);
  const deployment = await aDeployment({ ...scene, mode: 'enforce', maxAttempts: 3 });
  if (ledger) storeLedger(deployment.account, ledger);
  storeRecords(deployment.account, records);
  return deployment;
}

/** Runs a sweep in which one call goes wrong in one way. */
export async function cellOf(call: CallName, kind: Kind): Promise<Cell> {
  const deployment = await aSweep(call);
  const users = structuredClone(deployment.account.users);
  const textsBefore = ledgerTexts(deployment);
  const which: Which = CALLS[call];
  let struck = 0;
  deployment.aws.faults.push({ ...which, ...KINDS[kind](which.service), run: () => (struck += 1) });
  const run = await deployment.run();
  const { open, pendingDigest, credentials } = storedLedger(deployment.account);
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
        written: ledgerTexts(deployment) - textsBefore,
      },
      doubts: Object.values(credentials).flatMap(({ triedAt, unproven }) => [
        ...(triedAt === undefined ? [] : (['tried'] as const)),
        ...(unproven ? (['unproven'] as const) : []),
      ]),
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

/** How many texts the ledger has had. */
function ledgerTexts({ account }: Deployment): number {
  const object = storedObject(account, LEDGER_KEY);
  return object ? object.versions.length + 1 : 0;
}

/** Without the findings about the account, or the dots where they have no room: no fault changes what they are. */
function short(subject: string): string {
  return subject
    .replace(`iam-lapse ${ACCOUNT.id} `, '')
    .replaceAll(/, (?:\d+ (?:new )?(?:critical|high) findings?|\.\.\.)/g, '');
}
