import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { DAY } from '../../../../lambda/domain/instant';
import { NOW, policyText } from '../../../support/builders';
import { closeAll, serve } from '../../../support/clients';
import { aDeployedAccount, aDeployment, type DeployedOptions } from '../../../support/deployment';
import { aKey, anAccount, aUser, type FakeAws, recordUserCall } from '../../../support/fake-aws';
import { AT_ONCE, BOB_OLD_KEY, PROTECT_CAROL, theStaff, WITHOUT_POLICIES } from '../../../support/staff';
import type { Finished } from '../../command';
import { runPreview } from '../run-preview';

const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
afterEach(closeAll);
afterAll(() => rmSync(folder, { recursive: true }));

const NOW_TEXT = '2026-11-20T07:00:00Z';

const live = (aws: Pick<FakeAws, 'env'>, ...args: readonly string[]): Promise<Finished> =>
  runPreview(['--live', '--now', NOW_TEXT, ...args], aws.env);

const anAws = (options: DeployedOptions) =>
  // With a report that is there, so that nobody waits for IAM to write one.
  serve(
    aDeployedAccount({ ...options, account: { now: () => NOW, report: { ageMs: 0 }, ...options.account } }),
  );

const NAMED = z.object({ user: z.string(), credential: z.string() });
const Json = z.object({
  accountId: z.string(),
  counts: z.record(z.string(), z.number()),
  halts: z.array(z.object({ reason: z.string() })).optional(),
  credentials: z.array(NAMED.extend({ verdict: z.string() })),
  forecast: z
    .array(
      z.object({
        date: z.string(),
        announced: z.array(NAMED),
        disabled: z.array(NAMED),
        waiting: z.number(),
      }),
    )
    .optional(),
});
const jsonOf = ({ stdout }: Finished) => Json.parse(JSON.parse(stdout));

describe('the dry-run of the deployed function', () => {
  /** A preview speaks of no mails. */
  const FIRST_MAIL = / No earlier mail is on record, so every notice period starts with this one\./;
  /** Only a deployed run writes findings.csv; the preview has the same field in its JSON. */
  const RECORD = 'column strictCis of findings.csv';

  /**
   * What the run found and would do. The first lines and the last ones name the run itself and what you can do about it.
   */
  function findingsIn(body: string): string {
    const lines = body.split('\n');
    const from = lines.findIndex((line) => line.includes('active credentials'));
    const to = lines.findIndex((line) => line === 'WHAT YOU CAN DO');
    expect({ from, to }).toStrictEqual({ from: expect.any(Number), to: expect.any(Number) });
    expect(Math.min(from, to)).toBeGreaterThan(0);
    return lines
      .slice(from, to)
      .join(' ')
      .replaceAll(/\s+/g, ' ')
      .replace(FIRST_MAIL, '')
      .replace(RECORD, 'field strictCis of --json');
  }

  const policies: readonly [string, Readonly<Record<string, unknown>>][] = [
    ['with the shipped policy', {}],
    ['without notice, with an exemption by tag', AT_ONCE],
    ['as users rather than credentials', { ...AT_ONCE, judge: 'user' }],
    ['with a limit that is reached', { ...AT_ONCE, limits: { ...AT_ONCE.limits, maxDisabledPerDay: 1 } }],
  ];
  it.each(policies)('finds and says the same on an empty ledger, %s', async (_, policy) => {
    const deployment = await aDeployment({ users: theStaff(), policy });
    const { aws, account } = deployment;
    const before = structuredClone(account.users);
    const lambda = await deployment.run();
    const [digest] = deployment.digests();
    expect(lambda.ended).toBe('completed');

    const text = await live(aws, '--policy-from-ssm');
    const json = await live(aws, '--policy-from-ssm', '--json');
    expect({ code: text.code, stderr: text.stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(text.stdout).toContain(`Subject: ${digest?.subject}\n`);
    expect(findingsIn(text.stdout)).toBe(findingsIn(digest?.message ?? ''));
    expect(text.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      / A preview reads no ledger\. It assumes that notice periods start today, and it does not know of restores\. If iam-lapse is deployed, the dates in its latest mail count\. $/,
    );
    expect(jsonOf(json).counts).toStrictEqual(lambda.answer?.counts);
    expect({ writes: aws.writes(), users: account.users }).toStrictEqual({ writes: [], users: before });
    expect(deployment.digests()).toHaveLength(1);
  });

  it('asks the event history if the policy says so, and says what it may not ask', async () => {
    const aws = await anAws({ users: theStaff(), policy: { ...AT_ONCE, evidence: true } });
    recordUserCall(aws.account, 'bob', { at: NOW - DAY, keyId: BOB_OLD_KEY });
    const asked = await live(aws, '--policy-from-ssm');
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    expect(asked.stdout).toContain('event history: no event in 90 days in us-east-1, eu-west-1');
    expect(asked.stdout).toContain('CloudTrail shows a use since then: 2026-11-19 07:00Z by');
    const error = { code: 'AccessDeniedException', status: 400 };
    aws.faults.push({ service: 'cloudtrail', action: 'LookupEvents', error });
    const denied = await live(aws, '--policy-from-ssm');
    expect(denied).toMatchObject({ code: 0, stderr: '' });
    expect(denied.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'event history of us-east-1, eu-west-1 not read: LookupEvents failed: AccessDenied',
    );
    expect(aws.writes()).toStrictEqual([]);
  });

  it('reads nothing but IAM, the trails and who is asking, when the policy is a file', async () => {
    const aws = await anAws({ users: theStaff() });
    expect(await live(aws)).toMatchObject({ code: 0 });
    expect(new Set(aws.calls.map(({ service }) => service))).toStrictEqual(
      new Set(['sts', 'iam', 'cloudtrail']),
    );
  });

  it('says that it is live, and names the account by its alias', async () => {
    const aws = await anAws({ users: theStaff() });
    aws.account.alias = 'acme-prod';
    const { stdout } = await live(aws);
    expect(stdout).toContain(
      '\nRead live from the account of your AWS credentials.\nAccount acme-prod (123456789012)\n',
    );
    expect(stdout).toContain('\nThis is a preview: it deploys nothing and can change nothing.\n');
    expect(stdout).toContain('deploy iam-lapse: README.md, "Deploy"');
  });

  it('by the deployed policy it does not tell you to deploy, and names no parameter but that one', async () => {
    const aws = await anAws({ users: theStaff() });
    const { stdout } = await live(aws, '--policy-from-ssm');
    expect(stdout).not.toMatch(/README|put-parameter|result\.json/);
    expect(stdout).toContain('exempt it in the parameter /iam-lapse/policy.');
  });

  it('needs no region for IAM, which is global', async () => {
    const aws = await anAws({ users: theStaff() });
    expect(await live({ env: { ...aws.env, AWS_REGION: '' } })).toMatchObject({ code: 0, stderr: '' });
  });

  it('--assume-announced takes the last look and shows what would go today', async () => {
    const aws = await anAws({ users: theStaff(), policy: { exemptions: [PROTECT_CAROL] } });
    const { counts } = jsonOf(await live(aws, '--policy-from-ssm', '--assume-announced', '--json'));
    expect(counts).toMatchObject({ stale: 3, exempt: 1, wouldDisable: 2 });
    expect(aws.calls.map(({ action }) => action)).toContain('GetLoginProfile');
    // The report is asked for once.
    expect(aws.calls.filter(({ action }) => action === 'GetCredentialReport')).toHaveLength(1);
  });

  it('--fail-on stale exits with 3, and says why', async () => {
    const aws = await anAws({ users: theStaff() });
    expect(await live(aws, '--fail-on', 'stale')).toMatchObject({ code: 3, stderr: '4 stale: exit 3.\n' });
  });
});

describe('--days', () => {
  it('knows the tags of those who come to matter within its horizon', async () => {
    const unused = (days: number) => [
      aKey({ lastUsed: { at: NOW - days * DAY, region: 'eu-west-1', service: 's3' } }),
    ];
    const aws = await anAws({
      users: [
        aUser({ name: 'later', keys: unused(20) }),
        aUser({ name: 'spared', tags: { 'on-leave': '' }, keys: unused(20) }),
      ],
      policy: { exemptions: [PROTECT_CAROL] },
    });
    const { forecast = [] } = jsonOf(await live(aws, '--policy-from-ssm', '--days', '40', '--json'));
    expect(forecast).toHaveLength(40);
    expect(
      forecast.flatMap(({ date, announced }) => announced.map(({ user }) => `${date} ${user}`)),
    ).toStrictEqual(['2026-12-08 later']);
    expect(
      forecast.flatMap(({ date, disabled }) => disabled.map(({ user }) => `${date} ${user}`)),
    ).toStrictEqual(['2026-12-15 later']);
  });
});

describe('what goes wrong is one clear line', () => {
  const DENIED = { error: { code: 'AccessDenied', status: 403, message: 'User: x is not authorized' } };

  it('no credentials: bad input', async () => {
    const { code, stdout, stderr } = await runPreview(['--live']);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^no AWS credentials: .*Set AWS_PROFILE and sign in.*\n$/);
  });

  it('a profile that does not exist is named', async () => {
    const { code, stdout, stderr } = await runPreview(['--live'], { AWS_PROFILE: 'nope' });
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^no AWS credentials: .*AWS_PROFILE is "nope": either there is no such profile .*\n$/,
    );
  });

  it('a page that cannot be written is told before AWS is asked', async () => {
    const aws = await anAws({});
    expect(await live(aws, '--html', folder)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/is a folder; name a file in it\n$/),
    });
    expect(aws.calls).toStrictEqual([]);
  });

  it.each([
    ['ExpiredToken', /^the AWS credentials have expired; sign in again.*ExpiredToken.*\n$/],
    [
      'InvalidClientTokenId',
      /^AWS does not accept these credentials; .*AWS_REGION.*InvalidClientTokenId.*\n$/,
    ],
  ])('%s: bad input', async (errorCode, expected) => {
    const aws = await anAws({});
    aws.faults.push({ service: 'sts', error: { code: errorCode, status: 403, message: 'no' } });
    const { code, stdout, stderr } = await live(aws);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });

  it.each(['GenerateCredentialReport', 'GetCredentialReport'])(
    '%s denied: the digest says so, and the permissions are listed',
    async (action) => {
      const aws = await anAws({ users: theStaff().slice(0, 1) });
      aws.faults.push({ action, ...DENIED });
      const { code, stdout, stderr } = await live(aws);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^Subject: iam-lapse 123456789012 HALTED \(report\)/);
      expect(stdout).toContain(action);
      expect(stderr).toMatch(
        /^AWS denied a call to your credentials\. .*iam:ListSSHPublicKeys, .*cloudtrail:GetTrailStatus\. examples\/preview-live\.json .*\n$/,
      );
      expect(stderr).toContain(`iam:${action}`);
    },
  );

  it('GetUser denied, and an exemption depends on a tag: it is unclear, and the permissions are listed', async () => {
    const policy = { exemptions: [PROTECT_CAROL], checks: WITHOUT_POLICIES };
    const aws = await anAws({ users: theStaff().slice(0, 1), policy });
    aws.faults.push({ action: 'GetUser', ...DENIED });
    const { code, stdout, stderr } = await live(aws, '--policy-from-ssm');
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/UNCLEAR.*GetUser/);
    expect(stderr).toMatch(/^AWS denied a call to your credentials\. .*iam:GetUser/);
  });

  it.each(['GetAccountPasswordPolicy', 'ListServiceSpecificCredentials'])(
    '%s denied: one check fewer, and the permissions are listed',
    async (action) => {
      const aws = await anAws({ users: theStaff().slice(0, 1) });
      aws.faults.push({ action, ...DENIED });
      const { code, stdout, stderr } = await live(aws);
      expect(code).toBe(0);
      expect(stdout).toContain('CHECKS THAT COULD NOT BE MADE');
      expect(stderr).toMatch(/^AWS denied a call to your credentials\. /);
      expect(stderr).toContain(`iam:${action}`);
    },
  );

  it('the alias denied: one sentence in the digest', async () => {
    const aws = await anAws({ users: theStaff() });
    aws.faults.push({ action: 'ListAccountAliases', ...DENIED });
    const { code, stdout, stderr } = await live(aws);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      "The account's alias could not be read: ListAccountAliases failed: AccessDenied",
    );
  });

  it('a last look denied: exit 1, and the permissions', async () => {
    const aws = await anAws({ users: theStaff(), policy: { ...AT_ONCE, exemptions: [] } });
    aws.faults.push({ action: 'GetLoginProfile', ...DENIED });
    const { code, stderr } = await live(aws, '--policy-from-ssm');
    expect(code).toBe(1);
    expect(stderr).toContain('iam:GetLoginProfile');
  });

  it('a halted sweep is told to programs, too, and has no forecast', async () => {
    const aws = await anAws({});
    aws.account.report.override = 'not a report';
    const finished = await live(aws, '--json', '--days', '3');
    expect(finished.code).toBe(1);
    expect(jsonOf(finished)).toMatchObject({ halts: [{ reason: 'report' }], credentials: [], forecast: [] });
  });

  it('a policy in SSM that is none: bad input that names the place', async () => {
    const aws = await anAws({ policy: policyText({ limits: { maxDisabledPerDai: 1 } }) });
    const { code, stderr } = await live(aws, '--policy-from-ssm');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^\/iam-lapse\/policy: limits: unknown key "maxDisabledPerDai"/m);
  });

  it('no policy in SSM, no region, no permission', async () => {
    const aws = await serve(anAccount());
    const asked = ['--policy-from-ssm'] as const;
    expect(await live(aws, ...asked)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^there is no SSM parameter \/iam-lapse\/policy in us-east-1: set AWS_REGION/,
      ),
    });
    expect(await live({ env: { ...aws.env, AWS_REGION: '' } }, ...asked)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^no AWS region is set, but \/iam-lapse\/policy is in the stack's region: set AWS_REGION/,
      ),
    });
    aws.faults.push({ service: 'ssm', error: { code: 'AccessDeniedException', status: 400, message: 'no' } });
    expect(await live(aws, ...asked)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^GetParameters failed: AccessDenied.* You need ssm:GetParameters on /),
    });
  });
});

describe('--policy-from-ssm judges a report by the deployed policy', () => {
  it('and says which version it was', async () => {
    const aws = await anAws({
      policy: { password: { maxUnusedDays: 365 }, accessKey: { maxUnusedDays: 365 } },
    });
    const { code, stdout } = await runPreview(['--policy-from-ssm'], aws.env);
    expect(code).toBe(0);
    expect(stdout).toContain('version 1');
    expect(stdout).toContain('password.maxUnusedDays is 365');
  });
});

it('a policy file that is broken is told before AWS is asked', async () => {
  const aws = await anAws({});
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{');
  expect(await live(aws, '--policy', file)).toMatchObject({ code: 2 });
  expect(aws.calls).toStrictEqual([]);
});
