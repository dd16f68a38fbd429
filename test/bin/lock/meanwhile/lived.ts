import { type Around, fakeAwsInProcess } from '../../../support/fake-aws/in-process';
import { isWrite } from '../../../support/fake-aws/iam';
import { aDeployedAccount, RECORD_BUCKET, TOPIC_ARN } from '../../../support/deployment';
import { type FakeAccount, type FakeUser, findUser } from '../../../support/fake-aws';
import type { Finished } from '../../command';
import { type LockProgram, runLock } from '../run-lock';
import { doTo } from './deeds';
import { faulted, planIn, recordsOfLocks, userNamed, wasApplied, workingOf } from './observe';
import { type Scene, typedName, usersOf } from './scene';

/** A write to IAM, and whom it hit. */
export interface Write {
  readonly action: string;
  readonly keyId: string | undefined;
  /** Who has the name at that moment. */
  readonly hit: FakeUser | undefined;
  readonly applied: boolean;
  /** `plan.json` as it stands in the bucket at that moment. */
  readonly plan: string | undefined;
}

/** What truly happened in a scene. The laws are judged by it. */
export interface Lived {
  readonly scene: Scene;
  readonly typed: string;
  readonly ended: Finished;
  readonly calls: readonly string[];
  readonly writes: readonly Write[];
  /** Whoever had the name when the lock first looked. */
  readonly chosen: FakeUser | undefined;
  /** What of the chosen user worked from the beginning of the lock's last look to the end. */
  readonly worksOn: readonly string[];
  readonly published: readonly { readonly subject?: string; readonly message: string }[];
  readonly records: readonly string[];
}

export const OUTPUTS = {
  RecordBucketName: RECORD_BUCKET,
  DigestTopicArn: TOPIC_ARN,
  ModeParameterName: '/iam-lapse/mode',
  PolicyParameterName: '/iam-lapse/policy',
};

/** In GovCloud one region has it all, so a lock makes fewer lookups in CloudTrail than elsewhere. */
export function anAccountOf(scene: Scene): FakeAccount {
  const account = aDeployedAccount({
    users: usersOf(scene),
    account: { partition: 'aws-us-gov', region: 'us-gov-west-1' },
  });
  if (scene.deployed) account.stacks['IamLapse'] = OUTPUTS;
  return account;
}

export function argumentsOf(scene: Scene): string[] {
  return [
    '--reason=INC-42',
    ...(scene.yes ? ['--yes'] : []),
    // A folder of this machine would have the records.
    ...(scene.deployed ? ['--'] : ['--no-record']),
    typedName(scene),
  ];
}

/** Runs the lock in the scene, and writes down what happens to the account. */
export async function live(scene: Scene, program?: LockProgram): Promise<Lived> {
  const account = anAccountOf(scene);
  const typed = typedName(scene);
  const writes: Write[] = [];
  const todo = scene.deeds.toSorted((one, other) => one.atCall - other.atCall);
  let chosen: FakeUser | undefined;
  let fromHere: readonly string[] = [];
  let worksOn: readonly string[] = [];
  let arrived = 0;

  const around: Around = async (request, answer) => {
    const { action, params } = request;
    const call = arrived;
    arrived += 1;
    const isIamWrite = request.service === 'iam' && isWrite(action);
    // IAM has no condition for a write: what changes between the last look and its write cannot be seen.
    const due = isIamWrite ? [] : todo.splice(0, todo.filter(({ atCall }) => atCall <= call).length);
    for (const { deed } of due) {
      const userId = (chosen ?? findUser(account, typed))?.userId;
      if (userId !== undefined) doTo(account, userId, deed);
    }
    if (action === 'GetUser') {
      chosen ??= userNamed(account, params['UserName']);
      fromHere = workingOf(account, chosen);
    }
    const works = workingOf(account, chosen);
    fromHere = fromHere.filter((credential) => works.includes(credential));
    // A look begins with the user, and goes on with the keys; or it ends at once, because the name is not the user's now.
    const isLook =
      action === 'ListAccessKeys' ||
      (action === 'GetUser' && findUser(account, params['UserName'] ?? '')?.userId !== chosen?.userId);
    worksOn = isLook ? fromHere : worksOn.filter((each) => works.includes(each));
    const hit = userNamed(account, params['UserName']);
    const plan = planIn(account);
    const answered = await faulted(scene.faults.find(({ atCall }) => atCall === call)?.kind, answer, aws);
    if (isIamWrite) {
      writes.push({ action, keyId: params['AccessKeyId'], hit, applied: wasApplied(aws, request), plan });
    }
    return answered;
  };
  const aws = fakeAwsInProcess(account, around);
  const ended = await runLock(argumentsOf(scene), aws, program && { program });
  const atEnd = workingOf(account, chosen);
  return {
    scene,
    typed,
    ended,
    calls: aws.calls.map(({ action }) => action),
    writes,
    chosen,
    worksOn: worksOn.filter((credential) => atEnd.includes(credential)),
    published: account.topics[TOPIC_ARN]?.published ?? [],
    records: recordsOfLocks(account),
  };
}
