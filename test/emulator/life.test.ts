import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfirmSubscriptionCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { createUser, type Credentials, credentialsOf } from './account';
import { deploy, destroy, EMAIL, type Outputs } from './deploy';
import { commandIn, type Mail, section } from './digest-mail';
import { EmulatedAccount } from './emulated-account';
import { type DeployedFunction, fetchFunction } from './invoke';
import { MOTO_MISSING, pythonWithMoto } from './moto';
import { iamRequestsDuring, writesAmong } from './request-log';
import { ACCOUNT } from './shell';

// The life of a deployment, as its users live it. Each step stands on those before it, and is checked against
// what the emulator holds afterwards, not against what our own code says it did.

const POLICY = readFileSync(join(__dirname, '..', '..', 'policy.json'), 'utf8');
/** A verdict as `--json` prints it. */
const Preview = z.object({
  counts: z.record(z.string(), z.number()),
  credentials: z.array(
    z.object({ user: z.string(), kind: z.string(), keyCreated: z.string().default(''), verdict: z.string() }),
  ),
});
const inWords = ({ user, kind, keyCreated, verdict }: z.infer<typeof Preview>['credentials'][number]) =>
  `${user} ${kind} ${keyCreated} ${verdict}`;
const NO_MAIL: Mail = { to: '', subject: '', body: '' };

const python = pythonWithMoto();
if (python === undefined && process.env['CI']) throw new Error(MOTO_MISSING);
// jest itself does not say why a test was skipped.
if (python === undefined) process.stderr.write(`Skipped. ${MOTO_MISSING}\n`);
const describeIfPossible = python === undefined ? describe.skip : describe;
describeIfPossible('the life of a deployment', () => {
  life(python ?? '');
});

function life(pythonPath: string): void {
  let account: EmulatedAccount;
  let outputs: Outputs;
  let sweepFunction: DeployedFunction;
  let seeded: Record<string, Credentials>;
  let staleKey: string;
  let digest: Mail;
  let broken = false;

  beforeAll(async () => {
    account = await EmulatedAccount.start(pythonPath);
  });

  afterAll(async () => {
    await account?.stop();
  });

  /** After one step failed, those that stand on it would only fail for its sake. */
  function inOrder(step: () => Promise<void>): () => Promise<void> {
    return async () => {
      if (broken) throw new Error('not tried, because a step before this one failed');
      broken = true;
      await step();
      broken = false;
    };
  }

  /** The account as it was seeded, but for the two credentials that are to go. */
  function withoutTheStale(): Record<string, Credentials> {
    return {
      ...seeded,
      'stale.console': { password: false, keys: {} },
      'two-keys': { password: false, keys: { ...seeded['two-keys']?.keys, [staleKey]: 'Inactive' } },
    };
  }

  test(
    'cdk deploy leaves the mode dry-run, the policy and a subscription to confirm',
    inOrder(async () => {
      outputs = await deploy(account.shell, account.folder);
      sweepFunction = await fetchFunction(account, outputs.SweepFunctionName, pythonPath);
      expect(await account.parameter(outputs.ModeParameterName)).toBe('dry-run');
      expect(await account.parameter(outputs.PolicyParameterName)).toBe(POLICY);
      const { DigestTopicArn: TopicArn } = outputs;
      expect(await account.subscribers(TopicArn)).toEqual({ pending: '1', confirmed: '0' });
      await account.clients.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'from-the-mail' }));
      expect(await account.subscribers(TopicArn)).toEqual({ pending: '0', confirmed: '1' });
    }),
  );

  test(
    'the policy is edited in place',
    inOrder(async () => {
      const exemption = { name: 'drill', match: { tags: { lapse: 'never' } }, reason: 'tested once a year' };
      const policy = { ...JSON.parse(POLICY), noticeDays: 0, exemptions: [exemption] };
      writeFileSync(join(account.folder, 'policy.json'), JSON.stringify(policy));
      await account.shell.aws(
        'aws ssm put-parameter --name /iam-lapse/policy --type String --overwrite --value file://policy.json',
      );
      expect(JSON.parse((await account.parameter(outputs.PolicyParameterName)) ?? '')).toEqual(policy);
    }),
  );

  test(
    'dry-run: one digest says what would be disabled, and IAM is asked to change nothing',
    inOrder(async () => {
      await createUser(account, { name: 'stale.console', password: { created: 300, used: 120 } });
      await createUser(account, {
        name: 'active',
        password: { created: 300, used: 1 },
        keys: [{ created: 300, used: 2 }],
      });
      [staleKey = ''] = await createUser(account, {
        name: 'two-keys',
        keys: [
          { created: 200, used: 90 },
          { created: 60, used: 3 },
        ],
      });
      await createUser(account, {
        name: 'break-glass',
        tags: { lapse: 'never' },
        password: { created: 350 },
        keys: [{ created: 350, used: 340 }],
      });
      seeded = await credentialsOf(account.clients.iam);
      expect(Object.keys(seeded)).toHaveLength(4);

      const { outcome, writes, mails } = await account.run(sweepFunction);
      expect(outcome).toMatchObject({
        kind: 'answered',
        answer: {
          mode: 'dry-run',
          status: 'completed',
          counts: { inUse: 3, stale: 2, exempt: 2, unclear: 0, wouldDisable: 2, disabled: 0 },
        },
      });
      expect(writes).toEqual([]);
      expect(await credentialsOf(account.clients.iam)).toEqual(seeded);
      expect(mails).toMatchObject([
        { to: EMAIL, subject: `iam-lapse ${ACCOUNT} dry-run: 2 would be disabled` },
      ]);
      const planned = section(mails[0] ?? NO_MAIL, 'WOULD BE DISABLED TODAY (2)');
      expect(planned).toContain('stale.console, password');
      expect(planned).toContain('two-keys, access key');
    }),
  );

  test(
    'npm run preview -- --live: the same verdicts and the same plan, and IAM is asked to change nothing',
    inOrder(async () => {
      const { result: printed, requests } = await iamRequestsDuring(account.moto, () =>
        account.shell.preview('--live', '--policy-from-ssm', '--json'),
      );
      const { counts, credentials } = Preview.parse(JSON.parse(printed));
      expect(counts).toMatchObject({ inUse: 3, stale: 2, exempt: 2, unclear: 0, wouldDisable: 2 });
      const bucket = outputs.RecordBucketName;
      const [findings = ''] = (await account.records(bucket)).filter((key) => key.endsWith('/findings.csv'));
      const rows = Preview.shape.credentials.parse(
        parse(await account.record(bucket, findings), {
          // What the table calls the credential is the kind here.
          columns: (header: string[]) => header.map((name) => (name === 'credential' ? 'kind' : name)),
        }),
      );
      expect(rows).toHaveLength(7);
      expect(credentials.map(inWords).toSorted()).toEqual(rows.map(inWords).toSorted());
      expect(requests.length).toBeGreaterThan(0);
      expect(writesAmong(requests)).toEqual([]);

      const page = join(account.folder, 'page.html');
      const run = `s3://${bucket}/${findings.slice(0, -'findings.csv'.length)}`;
      expect(await account.shell.preview('--record', run, '--html', page)).toBe('');
      expect(readFileSync(page, 'utf8')).toContain('stale.console');
    }),
  );

  test(
    'enforce: exactly the stale password and the stale key are disabled',
    inOrder(async () => {
      await account.shell.aws('aws ssm put-parameter --name /iam-lapse/mode --value enforce --overwrite');
      expect(await account.parameter(outputs.ModeParameterName)).toBe('enforce');

      const { outcome, writes, mails } = await account.run(sweepFunction);
      expect(outcome).toMatchObject({
        kind: 'answered',
        answer: { mode: 'enforce', counts: { disabled: 2 } },
      });
      expect(await credentialsOf(account.clients.iam)).toEqual(withoutTheStale());
      expect(writes).toHaveLength(2);
      expect(writes).toContainEqual({ Action: 'DeleteLoginProfile', UserName: 'stale.console' });
      expect(writes).toContainEqual({
        Action: 'UpdateAccessKey',
        UserName: 'two-keys',
        AccessKeyId: staleKey,
        Status: 'Inactive',
      });
      expect(mails).toMatchObject([{ to: EMAIL, subject: `iam-lapse ${ACCOUNT} enforce: 2 disabled` }]);
      [digest = NO_MAIL] = mails;
      const done = section(digest, 'DISABLED (2)');
      expect(done).toContain('stale.console, password');
      expect(done).toContain('two-keys, access key');
    }),
  );

  test(
    'once more: IAM serves the report from before, and nothing is left to do',
    inOrder(async () => {
      const { outcome, writes } = await account.run(sweepFunction);
      expect(outcome).toMatchObject({ kind: 'answered', answer: { counts: { disabled: 0, failed: 0 } } });
      expect(writes).toEqual([]);
      expect(await credentialsOf(account.clients.iam)).toEqual(withoutTheStale());
    }),
  );

  test(
    'the restore command of the digest, run as it is printed, brings the key back',
    inOrder(async () => {
      await account.shell.aws(commandIn(digest, 'aws iam update-access-key'));
      const { 'two-keys': restored } = await credentialsOf(account.clients.iam);
      expect(restored).toEqual(seeded['two-keys']);
    }),
  );

  test(
    'cdk destroy takes the deployment away, touches no credential and leaves the records',
    inOrder(async () => {
      const before = await credentialsOf(account.clients.iam);
      const records = await account.records(outputs.RecordBucketName);
      expect(records).toContain(`${ACCOUNT}/ledger.json`);
      expect(records.filter((key) => key.endsWith('/plan.json'))).toHaveLength(3);
      await destroy(account.shell, account.folder);
      expect(await account.parameter(outputs.ModeParameterName)).toBeUndefined();
      expect(await account.parameter(outputs.PolicyParameterName)).toBeUndefined();
      expect((await account.clients.sns.send(new ListTopicsCommand({}))).Topics ?? []).toEqual([]);
      expect(await credentialsOf(account.clients.iam)).toEqual(before);
      // The audit trail stays.
      expect(await account.records(outputs.RecordBucketName)).toEqual(records);
    }),
  );
}
