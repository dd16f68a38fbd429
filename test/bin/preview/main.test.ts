import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { aKey, anExemption, aPassword, aReport, aReportRow, csvOf, policyText } from '../../support/builders';
import { runPreview } from './run-preview';

const directory = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const preview = (...args: readonly string[]) => runPreview(args);
/** Text without its line breaks, for a sentence that is wrapped. */
const unwrapped = (text: string) => text.replaceAll(/\s+/g, ' ');

/** What `--json` prints, as far as these tests look at it. */
const Json = z.object({
  accountId: z.string(),
  now: z.string(),
  notes: z.array(z.string()),
  counts: z.record(z.string(), z.number()),
  credentials: z.array(z.object({ user: z.string(), credential: z.string(), verdict: z.string() })),
});

describe('without options it judges the sample as of the day that the sample is from', () => {
  let stdout: string;
  beforeAll(async () => {
    ({ stdout } = await preview());
  });

  it('prints the digest and succeeds', async () => {
    const { code, stderr } = await preview();
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Subject: iam-lapse 123456789012 dry-run: 14 on notice, 6 high findings, 1 unclear\n\n/,
    );
    expect(unwrapped(stdout)).toContain(
      '50 active credentials of 43 users: 35 in use, 10 stale, 4 due within 7 days, 0 exempt, 0 held, 1 unclear.',
    );
    expect(stdout).toContain('2026-11-20 07:00 UTC');
  });

  it('says in its first lines that it is about the sample', () => {
    expect(stdout).toContain(
      '\nTHE SAMPLE in examples/, not your account.\nFor yours: npm run preview -- --live\nAccount 123456789012, ',
    );
    expect(stdout).toContain('  Credential report: the sample, examples/credential-report.csv.\n');
  });

  it('speaks as a preview, and not as a stack that is deployed', () => {
    expect(stdout).toContain('\nThis is a preview: it deploys nothing and can change nothing.\n');
    expect(stdout).toContain('deploy iam-lapse: README.md, "Deploy"');
    expect(stdout).not.toMatch(/put-parameter|result\.json|Mode dry-run|This run/);
  });

  it('is what the README shows of it', () => {
    const readme = readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8');
    const shown = /npm run preview\n```\s+```text\n(.*?)```/s.exec(readme)?.[1] ?? '';
    const parts = shown.split('...\n');
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(stdout).toContain(part);
  });

  it('without a ledger nothing counts as announced, so nothing would be disabled yet', () => {
    expect(stdout).toContain('ON NOTICE (14)');
    expect(stdout).not.toContain('WOULD BE DISABLED');
  });

  it('shows how the counts in the head come about', () => {
    expect(stdout).toContain('\n  Stale (10): already unused for 45 days.\n');
    expect(stdout).toContain('\n  Due (4): unused for 45 days by the date shown.\n');
  });

  it('promises no result.json, because a preview writes none', () => {
    expect(stdout).not.toContain('result.json');
  });

  it('says that no ledger is read, and that it knows a report alone', () => {
    expect(unwrapped(stdout)).toMatch(
      / A preview reads no ledger\. It assumes that notice periods start today, and it does not know of restores\. If iam-lapse is deployed, the dates in its latest mail count\. A credential report has no tags, .* called unclear if its exemption depends on a tag or a group\. $/,
    );
  });

  it('has bold titles at a terminal, unless NO_COLOR is set', async () => {
    const atTerminal = { isTTY: true };
    const [bold, usual] = ['\u001B[1m', '\u001B[22m'];
    const [subject, , ...body] = (await runPreview([], {}, atTerminal)).stdout.split('\n');
    expect(subject).toBe(`${bold}${stdout.split('\n')[0]}${usual}`);
    expect(body).toContain(`${bold}ON NOTICE (14)${usual}`);
    expect((await runPreview([], { NO_COLOR: '1' }, atTerminal)).stdout).toBe(stdout);
  });

  it('has no colours in a pipe, and no line over 72 columns', () => {
    expect(stdout).not.toContain('\u001B');
    const [, ...body] = stdout.split('\n');
    expect(body.filter((line) => line.length > 72)).toStrictEqual([]);
  });
});

describe('--json prints the verdicts for programs', () => {
  let json: z.infer<typeof Json>;
  beforeAll(async () => {
    const { stdout } = await preview('--json');
    json = Json.parse(JSON.parse(stdout));
  });
  const having = (verdict: string) =>
    json.credentials
      .filter((one) => one.verdict === verdict)
      .map(({ user, credential }) => `${user}, ${credential}`)
      .toSorted();

  it('names the account, the instant and how many have each verdict', () => {
    const { accountId, now, notes, counts, credentials } = json;
    expect({ accountId, now }).toStrictEqual({ accountId: '123456789012', now: '2026-11-20T07:00:00Z' });
    expect(counts).toMatchObject({ inUse: 35, due: 4, stale: 10, exempt: 0, held: 0, unclear: 1 });
    expect(credentials).toHaveLength(50);
    expect(notes).toStrictEqual([
      expect.stringMatching(/^A preview reads no ledger\. It assumes that notice periods start today/),
      expect.stringMatching(/^A credential report has no tags, groups or key ids/),
    ]);
  });

  it('finds the stale ones of the sample, svc-edi-gateway on the exact boundary included', () => {
    expect(having('stale')).toStrictEqual([
      'break-glass-1, password',
      'break-glass-2, password',
      'gareth.pugh, password',
      'isabel.duarte, password',
      'nils.aaberg, access key created 2024-09-16',
      'olivia.trent, access key created 2025-06-23',
      'olivia.trent, password',
      'svc-archiver, access key created 2025-11-24',
      'svc-edi-gateway, access key created 2025-10-13',
      'svc-geocode-poc, access key created 2026-03-09',
    ]);
  });

  it('finds the ones that are due, svc-edi-standby one second before the boundary included', () => {
    expect(having('due')).toStrictEqual([
      'jonas.keller, password',
      'ragnhild.moen, password',
      'svc-edi-standby, access key created 2025-10-13',
      'svc-inventory, access key created 2024-07-22',
    ]);
  });

  it('does not guess about the one with the odd token', () => {
    expect(having('unclear')).toStrictEqual(['uma.devries, access key created 2025-07-07']);
  });
});

describe('options', () => {
  it('--assume-announced shows what would be disabled if all notice had been given', async () => {
    const { code, stdout } = await preview('--assume-announced', '--days', '3');
    expect(code).toBe(0);
    expect(stdout).toContain('WOULD BE DISABLED TODAY (10)');
    expect(stdout).toContain('ON NOTICE (4)');
    // It is stale from 09:00 on, and today's run is at 07:00. The forecast below has the same day.
    expect(unwrapped(stdout)).toContain('From 2026-11-21 on: svc-edi-standby, access key');
    expect(unwrapped(stdout)).toContain('2026-11-21 1 disabled svc-edi-standby, access key');
    expect(unwrapped(stdout)).toContain(
      'It assumes that all notice has been given, the mode is enforce from the first day',
    );
    expect(unwrapped(stdout)).toContain(
      'A preview reads no ledger. It assumes that all notice has been given, and',
    );
    expect(stdout.split('\n').filter((line, index) => index > 0 && line.length > 72)).toStrictEqual([]);
  });

  it('--days adds the forecast above what every digest ends with', async () => {
    const { stdout } = await preview('--days', '3');
    const titles = [...stdout.matchAll(/^[A-Z]{2}[A-Z ]+/gm)].map(([title]) => title.trim());
    expect(titles.slice(-4)).toStrictEqual([
      'FORECAST',
      'WHAT IS NEVER DISABLED',
      'WHAT YOU CAN DO',
      'WHAT THIS RESTS ON',
    ]);
    expect(stdout).not.toContain('\n\n\n');
  });

  it('--report names the file and its newest date, first and last', async () => {
    const report = file('mine.csv', aReport([aReportRow(aPassword({ lastUsed: '2026-11-19T08:00:00Z' }))]));
    const { stdout } = await preview('--report', report, '--now', '2026-11-20');
    const named = `${report}, in which the newest date is 2026-11-19.`;
    expect(unwrapped(stdout)).toContain(`nobody uses From the file ${named} Account`);
    expect(unwrapped(stdout)).toContain(`Credential report: the file ${named}`);
    expect(stdout).not.toContain('THE SAMPLE');
  });

  const UNCLEAR = '(1 unclear could not be judged and does not count.)\n';

  it('--fail-on stale exits with 3, with the digest all the same', async () => {
    const { code, stdout, stderr } = await preview('--fail-on', 'stale');
    expect({ code, stderr }).toStrictEqual({ code: 3, stderr: `10 stale: exit 3. ${UNCLEAR}` });
    expect(stdout).toContain('ON NOTICE (14)');
  });

  it('--now before the dates of the report says why so much is unclear', async () => {
    const { code, stdout, stderr } = await preview('--now', '2026-01-01');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Subject: .* 50 unclear$/m);
    expect(stderr).toBe(
      'judged as of 2026-01-01T00:00:00Z, but the newest date in the report is 2026-11-20T06:45:00Z: credentials with dates after --now are unclear\n',
    );
  });

  it('--fail-on stale succeeds where nothing is stale', async () => {
    const patient = { password: { maxUnusedDays: 365 }, accessKey: { maxUnusedDays: 365 } };
    const policy = file('patient.json', policyText(patient));
    expect(await preview('--fail-on', 'stale', '--policy', policy)).toMatchObject({
      code: 0,
      stderr: `0 stale: exit 0. ${UNCLEAR}`,
    });
  });

  it('--policy takes the example by name and path, and no tag or group is missing in the sample', async () => {
    const args = ['--policy', join('examples', 'policy-by-name.json'), '--json'];
    const { code, stdout } = await preview(...args);
    expect(code).toBe(0);
    const { credentials } = Json.parse(JSON.parse(stdout));
    const judged = (verdict: string) =>
      credentials
        .filter((each) => each.verdict === verdict)
        .map(({ user, credential }) => `${user} ${credential}`);
    expect(judged('exempt')).toStrictEqual([
      'break-glass-1 password',
      'break-glass-2 password',
      expect.stringMatching(/^svc-geocode-poc /),
    ]);
    expect(judged('due')).toStrictEqual(['ragnhild.moen password']);
    expect(judged('stale')).toContain('jonas.keller password');
    expect(judged('stale').filter((name) => name.startsWith('svc-'))).toStrictEqual([]);
    // Its last use is no date, which no policy can change.
    expect(judged('unclear')).toStrictEqual([expect.stringMatching(/^uma\.devries /)]);
  });

  it('--policy takes the example by tag and group, and calls unclear what hangs on tags and groups', async () => {
    const { code, stdout } = await preview('--policy', join('examples', 'policy-with-exemptions.json'));
    expect(code).toBe(0);
    expect(stdout).toContain('EXEMPT (2)');
    expect(unwrapped(stdout)).toContain('emergency access, tested once a year in March');
    expect(unwrapped(stdout)).toContain(
      "8 credentials: an exemption asks for the user's tags or groups, and they are not known: a credential report has neither; --live reads them gareth.pugh, password isabel.duarte, password",
    );
  });

  it('--policy takes that of an organization: rules by account hold, and rules by OU leave it unclear', async () => {
    const judged = async (match: object) => {
      const policy = policyText({ exemptions: [{ ...anExemption(), match }] });
      const { stdout } = await preview('--policy', file('organization.json', policy), '--json');
      const { counts } = Json.parse(JSON.parse(stdout));
      return [counts['stale'], counts['exempt'], counts['unclear']];
    };
    const isabel = { users: ['isabel.duarte'] };
    expect(await judged({ accounts: ['123456789012'], ...isabel })).toStrictEqual([9, 1, 1]);
    expect(await judged({ accounts: ['999999999999'], ...isabel })).toStrictEqual([10, 0, 1]);
    expect(await judged({ ous: ['r-ab12'], ...isabel })).toStrictEqual([9, 0, 2]);
  });

  it('--report judges another report, --now as of another day', async () => {
    const user = aReportRow({ user: 'carol', ...aPassword({ lastUsed: '2026-03-01T00:00:00Z' }) });
    const report = file('report.csv', aReport([user]));
    const { stdout } = await preview('--report', report, '--now', '2026-04-15', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      now: '2026-04-15T00:00:00Z',
      credentials: [{ user: 'carol', credential: 'password', verdict: 'stale' }],
    });
  });

  it.each(['--help', '-h'])('%s explains itself', async (help) => {
    const { code, stdout } = await preview(help);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^usage: .*npm run preview -- --live.*--report FILE.*--fail-on LIST.*--policy FILE/s,
    );
    expect(stdout.split('\n').filter((line) => line.length > 90)).toStrictEqual([]);
  });

  it('--help names files that exist', async () => {
    const { stdout } = await preview('--help');
    const files = stdout.match(/[\w/]+\.(?:md|schema\.json)/g) ?? [];
    expect(files).toStrictEqual([join('docs', 'operating.md'), 'preview.schema.json']);
    expect(files.filter((name) => !existsSync(name))).toStrictEqual([]);
  });
});

describe('--as-enforced shows the mail of an enforcing run', () => {
  it('of the sample: an example that says so first, with the commands that undo it', async () => {
    const { code, stdout, stderr } = await preview('--as-enforced');
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Subject of the example: iam-lapse 123456789012 enforce: 10 disabled, 4 on notice/,
    );
    expect(unwrapped(stdout.split('\n\n')[1] ?? '')).toMatch(
      /nobody uses EXAMPLE: nothing was disabled\..* The key ids are invented\. THE SAMPLE/,
    );
    expect(stdout).toContain('DISABLED (10)');
    const ids = [...stdout.matchAll(/--access-key-id (\w+)/g)].map(([, id]) => id);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
    expect(ids.every((id) => /^AKIA\d{9}EXAMPLE$/.test(id ?? ''))).toBe(true);
    expect(stdout.match(/aws iam create-login-profile/g)).toHaveLength(5);
    expect(stdout).not.toMatch(/Run preview|WOULD BE DISABLED/);
  });

  it('of a file, by its name', async () => {
    const user = aReportRow({ user: 'carol', ...aPassword({ lastUsed: '2026-03-01T00:00:00Z' }) });
    const report = file('carol.csv', aReport([user]));
    const { stdout } = await preview('--as-enforced', '--report', report, '--now', '2026-04-15');
    expect(stdout).toMatch(/^Subject of the example: /);
    expect(stdout).toMatch(/\nEXAMPLE: nothing was disabled\.[^]*\nFrom the file /);
    expect(stdout).toContain('aws iam create-login-profile --user-name carol');
  });

  it('that the limits would have stopped disables nothing in it either', async () => {
    const limits = { maxDisabledPerDay: 2, maxDisabledPercent: 100, onExceed: 'stop' };
    const policy = file('stop.json', policyText({ limits }));
    const { code, stdout } = await preview('--as-enforced', '--policy', policy);
    expect(code).toBe(1);
    expect(stdout).toContain('EXAMPLE: nothing was disabled.');
    expect(stdout).toContain('HALTED (limits)');
    expect(stdout).not.toMatch(/^DISABLED/m);
  });
});

describe('bad input is one clear message on stderr, nothing on stdout, and exit 2', () => {
  const cases: readonly [string, readonly string[], RegExp][] = [
    ['a missing report', ['--report', 'no-such.csv'], /^no-such\.csv: there is no such file$/],
    ['a missing policy', ['--policy', 'no-such.json'], /^no-such\.json: there is no such file$/],
    ['a folder for a page', ['--html', 'examples'], /^examples: is a folder; name a file in it$/],
    ['no name for a page', ['--html', ''], /^--html "": give the name of a file$/],
    ['a folder', ['--report', 'examples'], /^examples: is a folder; name a file in it$/],
    [
      'an HTML page for a report',
      ['--report', file('page.html', '<!doctype html>\n<title>Sign in</title>\n')],
      /page\.html: it is HTML or XML, such as a sign-in page\nTo get a report.*\naws iam get-cred/,
    ],
    [
      'package.json for a report',
      ['--report', './package.json'],
      /^\.\/package\.json: it is JSON, but not the answer of get-credential-report\n/,
    ],
    ['an empty report', ['--report', file('empty.csv', '')], /empty\.csv: it is empty\n/],
    [
      'a report without any ARN',
      ['--report', file('no-arn.csv', 'user,arn\ncarol,\n')],
      /no-arn\.csv: it contains no ARN of an IAM user, so it is not a credential report\n/,
    ],
    [
      'a report that was cut short',
      ['--report', file('cut.csv', aReport([aReportRow()]).subarray(0, -20))],
      /cut\.csv: row 3 of the credential report has \d+ fields, the header 22/,
    ],
    [
      'a policy with a misspelt key',
      ['--policy', file('misspelt.json', policyText({ limits: { maxDisabledPerDai: 1 } }))],
      /misspelt\.json: limits: unknown key "maxDisabledPerDai"/,
    ],
    [
      'a policy with a number as text',
      ['--policy', file('text.json', policyText({ password: { maxUnusedDays: '45' } }))],
      /text\.json: password\.maxUnusedDays: /,
    ],
    [
      'an HTML page for a policy',
      ['--policy', file('policy.html', '<p>')],
      /: is an HTML or XML text, not a policy$/,
    ],
    [
      'an unknown option',
      ['--reprot', 'x.csv'],
      /^Unknown option '--reprot': did you mean --report\? --help lists the options$/,
    ],
    ['an option without its value', ['--report'], /'--report <value>' argument missing; --help/],
    [
      'an argument that belongs to nothing',
      ['x.csv'],
      /^Unexpected argument 'x\.csv'; to judge a file: --report x\.csv$/,
    ],
    ['a date in words', ['--now', 'tomorrow'], /^--now "tomorrow" is not a date; give 2026-11-20/],
    ['a day that does not exist', ['--now', '2026-02-30'], /^--now "2026-02-30" is not a date/],
    ['a --fail-on of its own', ['--fail-on', 'due'], /^--fail-on "due": give stale, unclear or high, /],
  ];

  it.each(cases)('%s', async (_, args, expected) => {
    const { code, stdout, stderr } = await preview(...args);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(expected);
    expect(stderr).not.toMatch(/^\s+at |Error:|\.ts:\d/m);
  });
});

describe('a report in an encoding that Windows writes', () => {
  const text = aReport([
    aReportRow({ user: 'Zoë', ...aPassword({ lastUsed: '2026-11-19T08:00:00Z' }) }),
  ]).toString();
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  const cases: readonly [string, Buffer][] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, as `>` of Windows PowerShell writes it', little],
    ['UTF-16, big endian', Buffer.from(little).swap16()],
    ['UTF-16 without a byte order mark', little.subarray(2)],
    ['UTF-16, big endian, without a byte order mark', Buffer.from(little).swap16().subarray(2)],
    [
      'UTF-16 with the line ends of Windows',
      Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le'),
    ],
  ];

  it.each(cases)('%s', async (name, content) => {
    const encoded = file('encoded.csv', content);
    const { code, stdout, stderr } = await preview('--json', '--now', '2026-11-20', '--report', encoded);
    const said = name.startsWith('UTF-8') ? '' : `${encoded}: read as UTF-16\n`;
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: said });
    expect(Json.parse(JSON.parse(stdout)).credentials).toMatchObject([{ user: 'Zoë', verdict: 'inUse' }]);
  });

  it('is still refused when it is cut short or no report', async () => {
    const cut = await preview('--report', file('cut16.csv', little.subarray(0, -41)));
    expect(cut.code).toBe(2);
    expect(cut.stderr).toMatch(/row 3 of the credential report has/);
    const page = await preview('--report', file('page16.csv', Buffer.from('\uFEFF<p>', 'utf16le')));
    expect(page.stderr).toMatch(/page16\.csv: it is HTML or XML/);
  });

  it('and a policy in UTF-16 is named as such', async () => {
    const { code, stderr } = await preview(
      '--policy',
      file('utf16.json', Buffer.from(policyText(), 'utf16le')),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/utf16\.json: it is UTF-16 text; save it as UTF-8/);
  });
});

it('a report with the root user alone is judged, and the preview says that there is no IAM user', async () => {
  const { code, stdout, stderr } = await preview(
    '--now',
    '2026-11-20',
    '--report',
    file('root.csv', aReport([])),
  );
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Subject: iam-lapse 123456789012 dry-run: /);
  expect(unwrapped(stdout)).toContain('The credential report lists no IAM user, so there is no credential');
});

describe('an old report', () => {
  const old = file('old.csv', aReport([aReportRow(aPassword({ lastUsed: '2026-03-01T08:00:00Z' }))]));

  it('is said to be old, in the digest, in the JSON and on stderr', async () => {
    const now = ['--now', '2026-11-20', '--report', old];
    const { code, stdout, stderr } = await preview(...now);
    expect(code).toBe(0);
    expect(unwrapped(stdout)).toContain(
      'THIS REPORT SEEMS VERY OLD. The newest date in this report is 2026-03-01, 263 days',
    );
    expect(stderr).toContain('the newest date in the report is 2026-03-01T08:00:00Z: it seems very old');
    const json = Json.parse(JSON.parse((await preview(...now, '--json')).stdout));
    expect(json.notes[0]).toMatch(/^THIS REPORT SEEMS VERY OLD/);
  });

  it('is not, as of its own day', async () => {
    const { stdout, stderr } = await preview('--now', '2026-03-02', '--report', old);
    expect(stdout).not.toContain('The newest date');
    expect(stderr).toBe('');
  });
});

describe('what strangers wrote does not reach the terminal as control characters', () => {
  // ESC and its one-character form, the marks that turn the direction of writing, a line break.
  const HOSTILE = 'eve\u001B[2J\u009B31m\u202Egnp.\u2066\r\nDISABLED (1)';
  const CONTROL = /[^\P{C}\n]/u;
  const NOW = ['--now', '2026-11-20T07:00:00Z'];

  const report = file('hostile.csv', aReport([aReportRow({ user: HOSTILE, ...aPassword(), ...aKey(1) })]));
  const exemption = { name: HOSTILE, reason: HOSTILE, match: { users: ['eve*'] }, until: '2026-11-21' };
  const policy = file('hostile.json', policyText({ exemptions: [anExemption(exemption)] }));
  const digests: readonly [string, ...string[]][] = [
    ['user names', '--report', report],
    ['names and reasons of exemptions', '--report', report, '--policy', policy],
    ['user names, to be disabled', '--report', report, '--assume-announced'],
    ['user names, as JSON', '--report', report, '--json'],
  ];

  it.each(digests)('%s', async (_, ...args) => {
    const { code, stdout } = await preview(...NOW, ...args);
    expect(code).toBe(0);
    expect(stdout).toContain('eve');
    expect(stdout).not.toMatch(CONTROL);
    expect(stdout).not.toMatch(/^DISABLED/m);
  });

  const quoted = JSON.stringify(HOSTILE);
  const untagged = anExemption({ match: { tags: { [HOSTILE]: '' } } });
  const messages: readonly [string, ...string[]][] = [
    ['a policy that is not JSON', '--policy', file('not.json', HOSTILE)],
    ['a key of the policy that nobody knows', '--policy', file('key.json', policyText({ [HOSTILE]: 1 }))],
    [
      'a key of the policy that is given twice',
      '--policy',
      file('twice.json', `{${quoted}: 1, ${quoted}: 2}`),
    ],
    [
      'a tag of the policy without a value',
      '--policy',
      file('tag.json', policyText({ exemptions: [untagged] })),
    ],
    [
      'a column of the report that comes twice',
      '--report',
      file(
        'columns.csv',
        csvOf([
          [HOSTILE, HOSTILE],
          ['arn:aws:iam::123456789012:root', ''],
        ]),
      ),
    ],
  ];

  it.each(messages)('in a message about %s', async (_, ...args) => {
    const { code, stderr } = await preview(...NOW, ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/eve|unexpected/);
    expect(stderr).not.toMatch(CONTROL);
  });
});
