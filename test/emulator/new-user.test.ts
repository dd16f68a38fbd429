import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { ConfirmSubscriptionCommand } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { batchOf, cloudTrailEvent } from '../support/cloudtrail';
import { createUser } from './account';
import { deploy } from './deploy';
import { NO_MAIL } from './digest-mail';
import { EmulatedAccount } from './emulated-account';
import { type DeployedFunction, fetchFunction } from './invoke';
import { MOTO_MISSING, pythonWithMoto } from './moto';

// The deployed notice function tells what a new user may do.

const python = pythonWithMoto();
if (python === undefined && process.env['CI']) throw new Error(MOTO_MISSING);
const describeIfPossible = python === undefined ? describe.skip : describe;

const Functions = z.object({
  Functions: z.array(z.object({ FunctionName: z.string(), Description: z.string() })),
});
const allowing = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

describeIfPossible('the mail about a new user', () => {
  let account: EmulatedAccount;
  let notice: DeployedFunction;

  beforeAll(async () => {
    account = await EmulatedAccount.start(python ?? '');
    const { DigestTopicArn: TopicArn } = await deploy(account.shell, account.folder);
    await account.clients.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'from-the-mail' }));
    const answer = await account.moto.request('/2015-03-31/functions/', { service: 'lambda' });
    const { Functions: functions } = Functions.parse(await answer.json());
    const ours = functions.find(({ Description: description }) =>
      description.includes('tells of new IAM users'),
    );
    notice = await fetchFunction(account, ours?.FunctionName ?? 'no notice function', python ?? '');
  });
  afterAll(async () => {
    await account?.stop();
  });

  async function mailAbout(userName: string) {
    const event = cloudTrailEvent('CreateUser', {
      requestParameters: { userName },
      eventID: userName,
      eventTime: new Date(account.clock.now()).toISOString(),
    });
    const { outcome, writes, mails } = await account.runByHand(notice, batchOf(event));
    expect(outcome).toEqual({ kind: 'answered', answer: { batchItemFailures: [] } });
    expect(writes).toEqual([]);
    const { subject, body } = mails[0] ?? NO_MAIL;
    return { subject, text: body.replaceAll(/\s+/g, ' ') };
  }

  test('with a policy of each kind', async () => {
    const { iam } = account.clients;
    await createUser(account, { name: 'bob' });
    await iam.send(new CreateGroupCommand({ GroupName: 'team' }));
    await iam.send(new AddUserToGroupCommand({ UserName: 'bob', GroupName: 'team' }));
    const own = { PolicyName: 'own', PolicyDocument: allowing('sqs:*') };
    const PolicyArn = (await iam.send(new CreatePolicyCommand(own))).Policy?.Arn ?? '';
    await iam.send(new AttachUserPolicyCommand({ UserName: 'bob', PolicyArn }));
    const mine = { UserName: 'bob', PolicyName: 'mine', PolicyDocument: allowing('s3:*') };
    await iam.send(new PutUserPolicyCommand(mine));
    const ours = { GroupName: 'team', PolicyName: 'ours', PolicyDocument: allowing('ec2:*') };
    await iam.send(new PutGroupPolicyCommand(ours));

    const { subject, text } = await mailAbout('bob');
    expect(subject).toBe('iam-lapse 123456789012: new user bob');
    expect(text).toContain(
      'Permissions of bob as this mail was written: none of its policies allows everything. Policies: own, mine (inline), ours (inline, group team). MFA of bob: NO device',
    );
  });

  test('with a policy whose newest version allows everything', async () => {
    const { iam } = account.clients;
    await createUser(account, { name: 'carol' });
    const big = { PolicyName: 'big', PolicyDocument: allowing('sqs:*') };
    const PolicyArn = (await iam.send(new CreatePolicyCommand(big))).Policy?.Arn ?? '';
    const version = { PolicyArn, PolicyDocument: allowing('*'), SetAsDefault: true };
    await iam.send(new CreatePolicyVersionCommand(version));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'carol', PolicyArn }));

    const { subject, text } = await mailAbout('carol');
    expect(subject).toBe('iam-lapse 123456789012: ADMINISTRATOR: new user carol');
    expect(text).toContain('AN ADMINISTRATOR, by big. Policies: big.');
  });

  test("with AWS's AdministratorAccess by a group, and without any policy", async () => {
    const { iam } = account.clients;
    await createUser(account, { name: 'dave' });
    await createUser(account, { name: 'erin' });
    await iam.send(new CreateGroupCommand({ GroupName: 'admins' }));
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'admins', PolicyArn }));
    await iam.send(new AddUserToGroupCommand({ UserName: 'dave', GroupName: 'admins' }));

    expect((await mailAbout('dave')).text).toContain(
      'AN ADMINISTRATOR, by AdministratorAccess (group admins). ',
    );
    expect((await mailAbout('erin')).text).toContain('written: no policy, and none by a group. MFA');
  });
});
