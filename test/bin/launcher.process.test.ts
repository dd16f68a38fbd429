import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AWAY_FROM_AWS } from './away-from-aws';
import { execute } from './command';

// How people start the preview: with the npm and npx that came with this Node. npm 10 comes with Node 20 and 22, npm 11
// with Node 24. npm 12 itself refuses options that it does not know.

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iam-lapse-')));
afterAll(() => rmSync(folder, { recursive: true }));

/** The environment without what the npm that runs these tests has put into it, and without files of npm. */
const ENV = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
  ...AWAY_FROM_AWS,
  npm_config_cache: join(folder, 'cache'),
  npm_config_userconfig: join(folder, 'npmrc'),
  npm_config_update_notifier: 'false',
};
const run = (...args: readonly string[]) => execute(args, { env: ENV });

const npmMajor = async () => Number.parseInt((await run('npm', '--version')).stdout, 10);
const refusedByUs = (message: RegExp) => ({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
/** With `--silent`, without a word. */
const REFUSED_BY_NPM = { code: 1, stdout: '', stderr: expect.any(String) };

describe('npm run preview', () => {
  const npm = (...args: readonly string[]) => run('npm', 'run', '--silent', 'preview', ...args);
  const cases: readonly [readonly string[], RegExp][] = [
    [['--live'], /^npm took --live for itself\. Put -- before .*: npm run preview -- --live$/m],
    [
      [
        '--report=r',
        '--record=s3://b',
        '--policy=p',
        '--policy-from-ssm',
        '--now=2026-11-20',
        '--assume-announced',
        '--html=a.html',
        '--fail-on=stale',
      ],
      / preview -- --report r --record s3:\/\/b --policy p --policy-from-ssm --now 2026-11-20 --assume-announced --html a\.html --fail-on stale$/m,
    ],
    [['--fail-on', 'stale'], /: npm run preview -- --fail-on stale$/m],
    [['--days=14'], /: npm run preview -- --days 14$/m],
    [['stale'], /^Unexpected argument 'stale'; .*: npm run preview -- --live$/m],
  ];
  it.each(cases)(
    '%j without --: nothing is judged, and the message says what to type',
    async (args, message) => {
      const isKnownToNpm = args.every((arg) => !arg.startsWith('--') || arg.startsWith('--days'));
      expect(await npm(...args)).toStrictEqual(
        isKnownToNpm || (await npmMajor()) < 12 ? refusedByUs(message) : REFUSED_BY_NPM,
      );
    },
  );

  it('--json without --: the same, and npm prints an error of its own in JSON', async () => {
    const { code, stdout, stderr } = await npm('--json');
    expect(code).toBe(2);
    expect(stdout).not.toContain('Subject');
    expect(stderr).toMatch(
      /^npm took --json for itself\. Put -- before .*: npm run preview -- --json \(if /m,
    );
  });

  it('with --', async () => {
    const { code, stdout } = await npm('--', '--json', '--fail-on', 'stale');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, source: { kind: 'sample' } });
  });

  it('with json=true for npm, in its own file', async () => {
    writeFileSync(join(folder, 'json-npmrc'), 'json=true\n');
    const env = { ...ENV, npm_config_userconfig: join(folder, 'json-npmrc') };
    const { code, stdout } = await execute(['npm', 'run', '--silent', 'preview'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Subject: iam-lapse /);
  });
});

describe('npx iam-lapse', () => {
  it('takes options without --', async () => {
    const { code, stdout } = await run('npx', 'iam-lapse', 'preview', '--json', '--fail-on=stale');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
  });

  it('lists its commands when it does not know one', async () => {
    const { code, stderr } = await run('npx', 'iam-lapse', 'prevew');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Unknown command "prevew"\.\nusage: npx iam-lapse COMMAND/m);
  });

  it('is what npm exec without -- has to be', async () => {
    const message = /^npm took --live for itself\. Use npx: npx iam-lapse preview --live$/m;
    expect(await run('npm', 'exec', 'iam-lapse', 'preview', '--live')).toStrictEqual(
      (await npmMajor()) < 12 ? refusedByUs(message) : REFUSED_BY_NPM,
    );
  });
});

describe('the launcher', () => {
  const LAUNCHER = join('bin', 'launcher.cjs');

  it('starts from any folder, whatever project is there', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'tsconfig.json'), '{ broken');
    const launcher = join(__dirname, '..', '..', LAUNCHER);
    const options = { env: ENV, cwd: elsewhere };
    const { code, stdout } = await execute([process.execPath, launcher, 'preview'], options);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Subject: iam-lapse 123456789012 /);
  });

  it('says what to do before npm ci', async () => {
    const clone = join(folder, 'clone');
    cpSync(join(__dirname, '..', '..', LAUNCHER), join(clone, LAUNCHER));
    expect(await run(process.execPath, join(clone, LAUNCHER), 'preview')).toStrictEqual({
      code: 2,
      stdout: '',
      stderr: `iam-lapse is not installed yet. Run: npm ci --prefix ${JSON.stringify(clone)}\n`,
    });
  });
});
