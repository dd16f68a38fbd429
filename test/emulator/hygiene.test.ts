import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  EnableMFADeviceCommand,
  PutGroupPolicyCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ConfirmSubscriptionCommand } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { CHECKS } from '../../lambda/domain/account-checks/registry';
import { aPolicy, anExemption } from '../support/builders';
import { createUser } from './account';
import { deploy, type Outputs } from './deploy';
import type { Mail } from './digest-mail';
import { EmulatedAccount } from './emulated-account';
import { type DeployedFunction, fetchFunction } from './invoke';
import { MOTO_MISSING, pythonWithMoto } from './moto';

// The deployed function makes the account checks, first in an account without problems, then with all of them.

const python = pythonWithMoto();
if (python === undefined && process.env['CI']) throw new Error(MOTO_MISSING);
const describeIfPossible = python === undefined ? describe.skip : describe;

const GUARDS = readFileSync(join(__dirname, '..', '..', 'examples', 'guards', 'README.md'), 'utf8');
/** The command that the guards' README recommends, as printed. */
const BASELINE = /^aws iam update-account-password-policy (?:.*\\\n)*.*$/m.exec(GUARDS)?.[0] ?? '';
const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const SSH_KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDexample bob@example.com';

const Result = z.looseObject({
  hygiene: z.array(z.looseObject({ id: z.string(), result: z.string(), findings: z.array(z.unknown()) })),
});

describeIfPossible('the checks of the account', () => {
  let account: EmulatedAccount;
  let outputs: Outputs;
  let sweepFunction: DeployedFunction;

  beforeAll(async () => {
    account = await EmulatedAccount.start(python ?? '');
    outputs = await deploy(account.shell, account.folder);
    sweepFunction = await fetchFunction(account, outputs.SweepFunctionName, python ?? '');
    const { DigestTopicArn: TopicArn } = outputs;
    await account.clients.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'from-the-mail' }));
  });
  afterAll(async () => {
    await account?.stop();
  });

  async function setPolicy(policy: unknown): Promise<void> {
    writeFileSync(join(account.folder, 'policy.json'), JSON.stringify(policy));
    await account.shell.aws(
      'aws ssm put-parameter --name /iam-lapse/policy --type String --overwrite --value file://policy.json',
    );
  }

  async function surround(surroundings: unknown): Promise<void> {
    const body = JSON.stringify(surroundings);
    await account.moto.request('/emulator/surroundings', { method: 'POST', body });
  }

  /** The mail, and the number of findings of each check. */
  async function sweep(): Promise<{ readonly mail: Mail['body']; readonly found: Record<string, number> }> {
    const { outcome, writes, mails } = await account.run(sweepFunction);
    expect(outcome).toMatchObject({ kind: 'answered' });
    expect(writes).toEqual([]);
    const Key = (await account.records(outputs.RecordBucketName))
      .filter((key) => key.endsWith('result.json'))
      .at(-1);
    const { Body: body } = await account.clients.s3.send(
      new GetObjectCommand({ Bucket: outputs.RecordBucketName, Key }),
    );
    const { hygiene } = Result.parse(JSON.parse((await body?.transformToString()) ?? ''));
    expect(hygiene.filter(({ result }) => result === 'unreadable')).toEqual([]);
    const found = hygiene.filter(({ findings }) => findings.length > 0);
    return {
      mail: mails.map(({ body: text }) => text).join(),
      found: Object.fromEntries(found.map(({ id, findings }) => [id, findings.length])),
    };
  }

  test('an account with none of the flaws gives a line that says so', async () => {
    await createUser(account, {
      name: 'clean',
      password: { created: 60, used: 1 },
      keys: [{ created: 50, used: 1 }],
    });
    await account.clients.iam.send(
      new EnableMFADeviceCommand({
        UserName: 'clean',
        SerialNumber: 'arn:aws:iam::123456789012:mfa/clean',
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      }),
    );
    await account.shell.aws(BASELINE);
    await account.shell.aws('aws s3api create-bucket --bucket trails');
    await account.shell.aws(
      'aws cloudtrail create-trail --name audit --s3-bucket-name trails --is-multi-region-trail',
    );
    await account.shell.aws('aws cloudtrail start-logging --name audit');
    await setPolicy(aPolicy({ exemptions: [anExemption()] }));
    await surround({});
    const { mail, found } = await sweep();
    expect(found).toEqual({});
    // No user is in the plan, so no SSH keys are read.
    expect(mail).toContain(
      `${CHECKS.length} account checks: ${CHECKS.length - 1} passed, 1 had nothing to look at.`,
    );
  });

  test('an account with all of the flaws gives exactly those findings', async () => {
    const { iam } = account.clients;
    await account.shell.aws('aws iam delete-account-password-policy');
    await account.shell.aws('aws cloudtrail stop-logging --name audit');
    await setPolicy(aPolicy({ noticeDays: 0 }));
    await createUser(account, {
      name: 'flawed',
      password: { created: 60, used: 1 },
      keys: [
        // As old as its user, and without a use.
        { created: 400 },
        { created: 10, used: 1 },
      ],
      certificates: [true],
    });
    await createUser(account, { name: 'empty' });
    // An administrator by a group, a policy that is not by a group, and a user with a public key.
    await iam.send(new CreateGroupCommand({ GroupName: 'admins' }));
    await iam.send(
      new PutGroupPolicyCommand({ GroupName: 'admins', PolicyName: 'all', PolicyDocument: EVERYTHING }),
    );
    await iam.send(new AddUserToGroupCommand({ GroupName: 'admins', UserName: 'flawed' }));
    await iam.send(
      new AttachUserPolicyCommand({ UserName: 'empty', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    );
    await iam.send(
      new AttachUserPolicyCommand({
        UserName: 'flawed',
        PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
      }),
    );
    // This user is stale and has an SSH key. The password is in the plan.
    await createUser(account, { name: 'planned', password: { created: 200, used: 100 } });
    await iam.send(
      new EnableMFADeviceCommand({
        UserName: 'planned',
        SerialNumber: 'arn:aws:iam::123456789012:mfa/planned',
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      }),
    );
    await iam.send(new UploadSSHPublicKeyCommand({ UserName: 'planned', SSHPublicKeyBody: SSH_KEY }));
    const used = `${account.clock.daysAgo(2).slice(0, 19)}Z`;
    const credential = {
      UserName: 'flawed',
      Status: 'Active',
      CreateDate: used,
      ServiceName: 'bedrock.amazonaws.com',
      ServiceSpecificCredentialId: 'ACCAEXAMPLEEXAMPLE12',
    };
    await surround({ root: { mfa: false, key: true, used }, serviceCredentials: [credential] });
    const { mail, found } = await sweep();
    expect(found).toEqual({ ...Object.fromEntries(CHECKS.map(({ id }) => [id, 1])), passwordPolicy: 2 });
    expect(mail).toContain(`${CHECKS.length} account checks: ${CHECKS.length} failed (18 findings).`);
  });
});
