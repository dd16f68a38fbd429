import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { pacedIamClient } from '../../lambda/aws/iam-client';
import { UserReader } from '../../lambda/aws/iam-user-reader';
import { IamWriter } from '../../lambda/aws/iam-writer';
import { describeFailure, isNoSuchEntity } from '../../lambda/aws/responses';
import { SnsDigestTopic } from '../../lambda/aws/sns-digest-topic';
import { printable } from '../../lambda/domain/text';
import type { Clock } from '../../lambda/ports';
import { caller, regionOrDefault } from '../preview/aws-session';
import { BadInput, toUserError, Unavailable } from '../preview/errors';
import type { PreviewIo } from '../preview/main';
import { investigateUser } from '../investigate/reading/investigate-user';
import { reportOf } from '../investigate/report/report';
import { textOf } from '../investigate/report/text';
import { aftercareText } from './aftercare';
import { type FoundDeployment, findDeployment } from './deployment';
import { type ExemptionFound, findExemption } from './exemption';
import { lockId } from './lock-id';
import { refuseTakenByNpm } from '../npm-took';
import { type LockOptions, OPTIONS, parseOptions } from './options';
import { isUserOf, type LockPlan, notTheSame, planLock } from './plan';
import { type LockOrder, type LockResult, planRecord, resultRecord } from './record';
import { type LockRecords, recordsInBucket, recordsInFolder } from './records';
import { stillActive, takeAway } from './take-away';
import { isWholeLock, mailText, planText, resultText, subjectOf } from './text';
import { USAGE } from './usage';

/** Where records go without a deployment, in the working directory. */
const LOCAL_FOLDER = 'iam-lapse-records';

/**
 * Runs the command line. It never throws.
 *
 * @returns the exit code: 0, 1 a call failed and nothing was locked, 2 bad input, 4 something was not locked
 */
export async function lock(
  args: readonly string[],
  io: PreviewIo,
  clock: Clock = clockOf(io),
): Promise<number> {
  try {
    refuseTakenByNpm({ name: 'lock', options: OPTIONS, argument: 'USER' }, args, io.env);
    const options = parseOptions(args);
    if (options.task === 'help') {
      io.stdout.write(`${USAGE}\n`);
      return 0;
    }
    return await lockUser(options, io, clock);
  } catch (error) {
    const isKnown = error instanceof BadInput || error instanceof Unavailable;
    io.stderr.write(`${isKnown ? error.message.split('\n').map(printable).join('\n') : inspect(error)}\n`);
    return error instanceof BadInput ? 2 : 1;
  }
}

/** A person waits: there is no deadline. */
function clockOf({ now }: PreviewIo): Clock {
  return { now, elapsed: () => performance.now(), remaining: () => Infinity, sleep: (ms) => sleep(ms) };
}

async function lockUser(options: LockOptions, io: PreviewIo, clock: Clock): Promise<number> {
  const region = await regionOrDefault();
  const { account, arn: by } = await caller(region);
  const iam = pacedIamClient(undefined, { region });
  const reader = new UserReader(iam);
  try {
    const first = await readPlan(options, reader);
    refuseOneself(first, by);
    const investigation = await investigateUser(
      { ...options, account, region, now: clock.now(), regions: [], pages: PAGES },
      io.stderr,
    );
    io.stdout.write(`${textOf(reportOf(investigation))}\n\n`);
    // Read again: whoever is at work in the account may have made a key meanwhile.
    const plan = await readPlan(options, reader);
    refuseAnother(first, plan);
    const deployment = await findDeployment(options.stack, region);
    const now = clock.now();
    const exemption = await exemptionFor(plan, deployment, { reader, region, now });
    const order: LockOrder = {
      id: lockId(now),
      account,
      by,
      reason: options.reason,
      at: now,
      plan,
      exemption,
      evidence: investigation,
    };
    const records = options.record ? recordsFor(deployment, order, region) : undefined;
    // Each run has an id of its own, so without --yes nothing will ever be in its folder.
    const place = options.yes ? records?.place : records?.root;
    io.stdout.write(`${planText(order, deployment, place)}\n`);
    if (plan.targets.length > 0 && options.yes) {
      refuseIfExempt(order, options);
      await writePlan(order, records);
      const results = await takeAway(plan, new IamWriter(iam), reader, clock);
      const left = await stillActive(plan, reader);
      const code = await tell(order, { results, left }, { records, deployment, region, clock }, io);
      // From now on: somebody may have begun a session while the keys were being taken away.
      io.stdout.write(`\n${aftercareText(plan.user.name, investigation.credentials, clock.now())}\n`);
      return code;
    }
    io.stdout.write(`\n${aftercareText(plan.user.name, investigation.credentials, now)}\n`);
    if (plan.targets.length > 0) {
      io.stdout.write('\nNothing was changed. To lock the user, give the same command with --yes.\n');
    }
    return 0;
  } finally {
    iam.destroy();
  }
}

/** Of each lookup in CloudTrail. Whoever needs more investigates first. */
const PAGES = 4;

async function readPlan({ user }: LockOptions, reader: UserReader): Promise<LockPlan> {
  try {
    return await planLock(user, reader);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    // A list of a name that nobody has any more.
    if (isNoSuchEntity(error)) throw notTheSame(user);
    throw toUserError('the user', error, 'iam:GetUser, iam:ListAccessKeys and iam:GetLoginProfile');
  }
}

function refuseOneself({ user }: LockPlan, by: string): void {
  if (by !== user.arn) return;
  throw new BadInput(
    'these are the credentials of the user that you want to lock: nobody could see what came of it. Use another identity',
  );
}

function refuseAnother(before: LockPlan, now: LockPlan): void {
  if (isUserOf(before, { ...now, identity: now.user })) return;
  throw notTheSame(now.user.name);
}

async function exemptionFor(
  plan: LockPlan,
  deployment: FoundDeployment,
  { reader, region, now }: { readonly reader: UserReader; readonly region: string; readonly now: number },
): Promise<ExemptionFound> {
  // Without a deployment there is no policy in force. Where that is not known, an exemption is not known either.
  if (deployment.kind !== 'found') return deployment.kind === 'none' ? { kind: 'none' } : deployment;
  const ssm = new SSMClient({ region });
  try {
    return await findExemption(plan, deployment, { ssm, reader, now });
  } finally {
    ssm.destroy();
  }
}

function recordsFor(deployment: FoundDeployment, { account, id }: LockOrder, region: string): LockRecords {
  return deployment.kind === 'found'
    ? recordsInBucket(new S3Client({ region }), deployment.bucket, account, id)
    : recordsInFolder(LOCAL_FOLDER, account, id);
}

function refuseIfExempt({ exemption }: LockOrder, { evenIfExempt }: LockOptions): void {
  if (exemption.kind === 'none' || evenIfExempt) return;
  throw new BadInput(
    'nothing was locked: the policy exempts this user, or may do so. If you mean it, add --even-if-exempt',
  );
}

/** The plan is on record before the first write, so that a killed lock is known. */
async function writePlan(order: LockOrder, records: LockRecords | undefined): Promise<void> {
  try {
    await records?.write('plan.json', planRecord(order));
  } catch (error) {
    throw new Unavailable(
      `nothing was locked: the plan could not be recorded in ${records?.place ?? ''}: ${describeFailure('the record', error)}. To lock without a record, add --no-record`,
      { cause: error },
    );
  }
}

/** Records and mail. What was done is done: from here on nothing may hide it. */
async function tell(
  order: LockOrder,
  done: LockResult,
  to: {
    readonly records: LockRecords | undefined;
    readonly deployment: FoundDeployment;
    readonly region: string;
    readonly clock: Clock;
  },
  { stdout, stderr }: PreviewIo,
): Promise<number> {
  const { records, deployment, region, clock } = to;
  const text = resultText(order, done, records?.place);
  stdout.write(`\n${text}\n`);
  try {
    await records?.write('result.json', resultRecord(order, done, clock.now()));
  } catch (error) {
    stderr.write(`the result could not be recorded: ${describeFailure('the record', error)}\n`);
  }
  if (deployment.kind === 'found') {
    const sns = new SNSClient({ region });
    try {
      await new SnsDigestTopic(sns, deployment.topicArn).publish({
        subject: subjectOf(order, done),
        body: mailText(text),
      });
    } catch (error) {
      stderr.write(`no mail was sent: ${describeFailure('Publish', error)}\n`);
    } finally {
      sns.destroy();
    }
  }
  return isWholeLock(done) ? 0 : 4;
}
