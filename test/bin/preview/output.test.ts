import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { PreviewOutput } from '../../../bin/preview/output';
import { aKey, anExemption, aPassword, aReport, aReportRow, NOW, policyText } from '../../support/builders';
import { closeAll, serve } from '../../support/clients';
import { aDeployedAccount } from '../../support/deployment';
import { aUser } from '../../support/fake-aws';
import { PROTECT_CAROL, theStaff } from '../../support/staff';
import { runPreview } from './run-preview';

const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
afterEach(closeAll);
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What `--json` prints. It is valid, and the schema describes every field of it. */
async function outputOf(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { stdout } = await runPreview([...args, '--json'], env);
  const printed: unknown = JSON.parse(stdout);
  const output = PreviewOutput.parse(printed);
  // zod drops what a schema does not mention.
  expect(output).toStrictEqual(printed);
  return output;
}

const AS_OF = ['--now', '2026-11-20T07:00:00Z'];

it('preview.schema.json is generated from the schema in the code', () => {
  const shipped = readFileSync(join(__dirname, '../../../preview.schema.json'), 'utf8');
  expect(z.toJSONSchema(PreviewOutput, { io: 'input' })).toEqual(JSON.parse(shipped));
});

describe('the schema describes the whole output', () => {
  it('of the sample, with a forecast', async () => {
    const { version, source, forecast } = await outputOf(['--days', '10']);
    expect({ version, source }).toStrictEqual({
      version: 1,
      source: { kind: 'sample', newestDate: '2026-11-20T06:45:00Z' },
    });
    expect(forecast).toHaveLength(10);
  });

  it('of a file, with each verdict that a file can have', async () => {
    const long = '2026-06-01T00:00:00Z';
    const report = file(
      'report.csv',
      aReport([
        aReportRow({ user: 'exempted', ...aPassword({ lastUsed: long }) }),
        aReportRow({ user: 'odd', ...aPassword({ lastUsed: 'soon' }) }),
        aReportRow({
          user: 'stale',
          ...aKey(1, { lastUsed: long }),
          ...aPassword({ lastUsed: '2026-11-19T08:00:00Z' }),
        }),
      ]),
    );
    const policy = file(
      'policy.json',
      policyText({ exemptions: [anExemption({ match: { users: ['exempted'] } })] }),
    );
    const { source, counts } = await outputOf([...AS_OF, '--report', report, '--policy', policy]);
    expect(source).toStrictEqual({ kind: 'file', file: report, newestDate: '2026-11-19T08:00:00Z' });
    expect(counts).toMatchObject({ exempt: 1, unclear: 1, stale: 1, inUse: 1 });
  });

  it('of a report that lists nobody', async () => {
    const { source, credentials } = await outputOf([...AS_OF, '--report', file('root.csv', aReport([]))]);
    expect({ newest: source.newestDate, credentials }).toStrictEqual({ newest: null, credentials: [] });
  });

  it('of a run that the limits halted', async () => {
    const policy = file(
      'stop.json',
      policyText({ limits: { maxDisabledPerDay: 1, maxDisabledPercent: 100, onExceed: 'stop' } }),
    );
    const { halts, accountChecks } = await outputOf(['--assume-announced', '--policy', policy]);
    expect(halts).toMatchObject([{ effect: 'halted', reason: 'limits' }]);
    expect(accountChecks).not.toBeNull();
  });

  const anAws = () =>
    serve(
      aDeployedAccount({
        users: theStaff(),
        policy: { exemptions: [PROTECT_CAROL] },
        account: { now: () => NOW, report: { ageMs: 0 } },
      }),
    );

  it('of the live account', async () => {
    const { env } = await anAws();
    const { source, accountChecks } = await outputOf(
      ['--live', ...AS_OF, '--policy-from-ssm', '--assume-announced', '--days', '30'],
      env,
    );
    expect(source).toMatchObject({ kind: 'live' });
    expect(source.newestDate).not.toBeNull();
    expect(accountChecks?.map(({ status }) => status)).toContain('compliant');
  });

  it('of a live run that halted before it judged anything', async () => {
    const aws = await anAws();
    aws.account.report.override = 'not a report';
    const { source, halts, credentials, accountChecks } = await outputOf(['--live', ...AS_OF], aws.env);
    expect({ source, credentials, accountChecks }).toStrictEqual({
      source: { kind: 'live', newestDate: null },
      credentials: [],
      accountChecks: null,
    });
    expect(halts).toMatchObject([{ reason: 'report' }]);
  });
});

describe('account checks', () => {
  it('that fail have their findings, with subject, severity, controls, fact, fix and ARN', async () => {
    const { accountChecks } = await outputOf([]);
    const mfa = accountChecks?.find(({ id }) => id === 'consoleMfa');
    expect(mfa).toMatchObject({
      title: 'console users without MFA',
      status: 'failing',
      severity: 'high',
      controls: ['CIS 1.9', 'Security Hub IAM.5'],
      unreadable: [],
    });
    expect(mfa?.findings).toHaveLength(6);
    expect(mfa?.findings[0]).toMatchObject({
      severity: 'high',
      controls: ['CIS 1.9', 'Security Hub IAM.5'],
      fact: 'password enabled, no MFA device',
      fix: expect.stringMatching(/MFA device/),
    });
    for (const { subject, resources } of mfa?.findings ?? []) {
      expect(subject.kind).toBe('user');
      expect(resources).toStrictEqual([expect.stringMatching(new RegExp(`:user/(.*/)?${subject.name}$`))]);
    }
  });

  it('about root have the ARN of root, and what a file does not have is unreadable', async () => {
    const { accountChecks } = await outputOf([]);
    const byId = new Map(accountChecks?.map((check) => [check.id, check]));
    expect(byId.get('passwordPolicy')).toStrictEqual({
      id: 'passwordPolicy',
      title: expect.any(String),
      status: 'unreadable',
      severity: null,
      controls: [],
      findings: [],
      unreadable: [{ subject: { kind: 'account' }, cause: expect.stringMatching(/--live/) }],
    });
    const ofRoot = accountChecks
      ?.flatMap(({ findings }) => findings)
      .filter(({ subject }) => subject.kind === 'account');
    expect(ofRoot?.map(({ resources }) => resources)).toContainEqual(['arn:aws:iam::123456789012:root']);
  });

  it('find the ARN of a user without any credential, too', async () => {
    const users = [...theStaff(), aUser({ name: 'idle', path: '/team/' })];
    const { env } = await serve(
      aDeployedAccount({ users, account: { now: () => NOW, report: { ageMs: 0 } } }),
    );
    const { accountChecks } = await outputOf(['--live', ...AS_OF], env);
    expect(accountChecks?.find(({ id }) => id === 'noCredentials')?.findings).toContainEqual(
      expect.objectContaining({
        subject: { kind: 'user', name: 'idle' },
        resources: ['arn:aws:iam::123456789012:user/team/idle'],
      }),
    );
  });
});

describe('last use, last change and creation stand beside the reference', () => {
  it('of a password that was set after its last use', async () => {
    const { credentials } = await outputOf([]);
    expect(
      credentials.find(({ user, kind }) => user === 'break-glass-1' && kind === 'password'),
    ).toMatchObject({
      reference: '2026-03-12T09:12:49Z',
      referenceBy: 'lastChanged',
      lastChanged: '2026-03-12T09:12:49Z',
      lastUsed: '2026-03-12T09:06:33Z',
    });
  });

  it('of keys: one that was used, and one that never was', async () => {
    const created = '2026-01-02T03:04:05Z';
    const used = '2026-11-01T08:00:00Z';
    const rows = [
      aReportRow({
        user: 'a',
        user_creation_time: created,
        ...aKey(1, { lastRotated: created, lastUsed: used }),
      }),
      aReportRow({
        user: 'b',
        user_creation_time: created,
        ...aKey(1, { lastRotated: created, lastUsed: 'N/A' }),
      }),
    ];
    const { credentials } = await outputOf([...AS_OF, '--report', file('keys.csv', aReport(rows))]);
    expect(credentials).toMatchObject([
      { user: 'a', created, lastUsed: used, reference: used },
      { user: 'b', created, reference: created },
    ]);
    expect(credentials[1]).not.toHaveProperty('lastUsed');
  });

  it('of nothing where the facts are unclear', async () => {
    const { credentials } = await outputOf([]);
    const unclear = credentials.find(({ verdict }) => verdict === 'unclear');
    expect(Object.keys(unclear ?? {})).toStrictEqual(
      expect.not.arrayContaining(['lastUsed', 'lastChanged', 'created', 'reference']),
    );
  });
});
