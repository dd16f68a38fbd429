import { printMemberTemplate } from '../../bin/member-template/main';
import { memberTemplate } from '../../lib/organization/member-stack';

const CENTRAL = '123456789012';

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const written = { stdout: '', stderr: '' };
  const writer = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const io = { stdout: writer('stdout'), stderr: writer('stderr'), env, now: () => Date.now() };
  return { code: printMemberTemplate(args, io), ...written };
}

describe('the template', () => {
  it('is the one of the StackSet', () => {
    expect(run([])).toStrictEqual({ code: 0, stdout: `${memberTemplate()}\n`, stderr: '' });
    expect(run(['--report-only']).stdout).toBe(`${memberTemplate({ reportOnly: true })}\n`);
  });

  it('has in itself what is given', () => {
    const { stdout } = run(['--central', CENTRAL, '--organization', 'o-ab12cd34ef']);
    expect(JSON.parse(stdout)).not.toHaveProperty('Parameters');
    expect(stdout).toContain(CENTRAL);
    expect(stdout).toContain('o-ab12cd34ef');
  });
});

describe('the delegation policy', () => {
  it.each([
    ['aws', []],
    ['aws-us-gov', ['--partition', 'aws-us-gov']],
  ])('lets the central account read the organization, and nothing else: %s', (partition, more) => {
    const { code, stdout } = run(['--delegation-policy', '--central', CENTRAL, ...more]);
    expect(code).toBe(0);
    const { Statement: statements } = Object(JSON.parse(stdout));
    expect(statements).toStrictEqual([
      {
        Sid: 'IamLapseReadsTheOrganization',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${CENTRAL}:root` },
        Action: expect.arrayContaining(['organizations:ListAccounts']) as unknown,
        Resource: '*',
      },
    ]);
    for (const action of statements[0].Action) expect(action).toMatch(/^organizations:(List|Describe)/);
  });
});

it.each([
  [['--central', '123'], '--central must be an account id, 12 digits: "123"'],
  [['--organization', 'x'], '--organization must be the id of an organization, such as o-ab12cd34ef: "x"'],
  [['--delegation-policy'], '--delegation-policy needs --central ID'],
  [
    ['--delegation-policy', '--central', CENTRAL, '--report-only'],
    '--delegation-policy has nothing of --organization or --report-only; leave them out',
  ],
  [['--partition', 'aws'], '--partition is for --delegation-policy alone'],
  [
    ['--delegation-policy', '--central', CENTRAL, '--partition', 'arn:\u001B[2J'],
    String.raw`--partition must be one such as aws or aws-us-gov: "arn:\u001b[2J"`,
  ],
  [['--centrel', CENTRAL], "Unknown option '--centrel': did you mean --central? --help lists the options"],
])('%j is refused in one line', (args, message) => {
  expect(run(args)).toStrictEqual({ code: 2, stdout: '', stderr: `${message}\n` });
});

it('is refused when npm took an option', () => {
  const env = { npm_lifecycle_event: 'member-template', npm_config_report_only: 'true' };
  expect(run([], env)).toStrictEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^npm took --report-only/),
  });
});

it('--help lists the options', () => {
  expect(run(['--help']).stdout).toMatch(/^usage: npm run --silent member-template/);
});
