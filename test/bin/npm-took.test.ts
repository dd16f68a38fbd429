import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadInput } from '../../bin/preview/errors';
import { OPTIONS as INVESTIGATE_OPTIONS } from '../../bin/investigate/options';
import { OPTIONS as LOCK_OPTIONS } from '../../bin/lock/options';
import { OPTIONS } from '../../bin/preview/options';
import { refuseTakenByNpm } from '../../bin/npm-took';
import { runPreview } from './preview/run-preview';

const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Env = Readonly<Record<string, string>>;
/** What npm 10 and 11 export to the script of `npm run preview`; npm 11 calls the command `run`. */
const RUN: Env = { npm_lifecycle_event: 'preview', npm_command: 'run-script' };
/** What they export to `npx iam-lapse` and to `npm exec iam-lapse`. */
const EXEC: Env = { npm_lifecycle_event: 'npx', npm_command: 'exec' };

/** The message, or undefined if the command is not refused. */
function refusal(args: readonly string[], env: Env): string | undefined {
  try {
    refuseTakenByNpm({ name: 'preview', options: OPTIONS }, args, env);
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  return undefined;
}

describe('npm run without -- is refused, with what to type', () => {
  // What npm exports, and which arguments it leaves, was observed with npm 10.9 and 11.21.
  const cases: readonly [typed: string, env: Env, args: readonly string[], names: string, instead: string][] =
    [
      ['--live', { npm_config_live: 'true' }, [], '--live', '--live'],
      ['--html=a.html', { npm_config_html: 'a.html' }, [], '--html', '--html a.html'],
      ['--html a.html', { npm_config_html: 'true' }, ['a.html'], '--html', '--html a.html'],
      ['--html "my page"', { npm_config_html: 'true' }, ['my page'], '--html', '--html "my page"'],
      ['--fail-on=stale', { npm_config_fail_on: 'stale' }, [], '--fail-on', '--fail-on stale'],
      ['--fail-on stale', { npm_config_fail_on: 'true' }, ['stale'], '--fail-on', '--fail-on stale'],
      ['--fail-on=', { npm_config_fail_on: '' }, [], '--fail-on', '--fail-on ""'],
      [
        '--fail-on=stale --fail-on=high',
        { npm_config_fail_on: 'stale\n\nhigh' },
        [],
        '--fail-on',
        '--fail-on stale --fail-on high',
      ],
      ['--days=14', { npm_config_all: 'true', npm_config_yes: 'true' }, ['14'], '--days', '--days 14'],
      [
        '--live --days 14',
        { npm_config_live: 'true', npm_config_all: 'true', npm_config_yes: 'true' },
        ['14'],
        '--live, --days',
        '--live --days 14',
      ],
      ['--policy=x.json', { npm_config_policy: 'x.json' }, [], '--policy', '--policy x.json'],
      [
        '--policy-from-ssm',
        { npm_config_policy_from_ssm: 'true' },
        [],
        '--policy-from-ssm',
        '--policy-from-ssm',
      ],
      ['--report=x.csv', { npm_config_report: 'x.csv' }, [], '--report', '--report x.csv'],
      ['--now=2026-11-20', { npm_config_now: '2026-11-20' }, [], '--now', '--now 2026-11-20'],
      [
        '--assume-announced',
        { npm_config_assume_announced: 'true' },
        [],
        '--assume-announced',
        '--assume-announced',
      ],
      ['--record=s3://b/1/', { npm_config_record: 's3://b/1/' }, [], '--record', '--record s3://b/1/'],
      ['--no-live', { npm_config_live: '' }, [], '--live', '--live=false'],
      [
        '--html a.html --fail-on stale: the order is lost',
        { npm_config_html: 'true', npm_config_fail_on: 'true' },
        ['a.html', 'stale'],
        '--html, --fail-on',
        '--html ... --fail-on ...',
      ],
      ['--live -- --days 3', { npm_config_live: 'true' }, ['--days', '3'], '--live', '--live --days 3'],
    ];
  it.each(cases)('%s', (_, env, args, names, instead) => {
    const sentence = `npm took ${names} for itself. Put -- before the options: npm run preview -- ${instead}`;
    expect(refusal(args, { ...RUN, ...env })).toBe(sentence);
    expect(refusal(args, { ...RUN, npm_command: 'run', ...env })).toBe(sentence);
  });

  it('--json, which is an option of npm, too: and the way past', () => {
    expect(refusal([], { ...RUN, npm_config_json: 'true' })).toBe(
      'npm took --json for itself. Put -- before the options: npm run preview -- --json (if your environment sets npm_config_json for npm: npx iam-lapse preview)',
    );
  });

  it('as one line and exit 2, before anything is judged', async () => {
    expect(await runPreview([], { ...RUN, npm_config_fail_on: 'a\u001B[2J' })).toStrictEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^npm took --fail-on for itself\. \P{C}+\n$/u),
    });
    expect(await runPreview(['stale'], RUN)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Unexpected argument 'stale'; .* npm run preview -- --live\n$/),
    });
  });
});

describe('npm run lock', () => {
  const lock = { name: 'lock', options: LOCK_OPTIONS, argument: 'USER' } as const;
  const LOCK: Env = { npm_lifecycle_event: 'lock', npm_command: 'run-script' };
  const env = { ...LOCK, npm_config_yes: 'true', npm_config_reason: 'INC-42' };

  it('without -- is refused, and the plan comes before --yes', () => {
    expect(() => refuseTakenByNpm(lock, ['bob'], env)).toThrow(
      /^npm took --reason for itself\. Put -- before USER: npm run lock -- USER --reason \.\.\.$/,
    );
  });

  it('is not refused for a yes that the environment has for npm', () => {
    expect(() =>
      refuseTakenByNpm(lock, ['bob', '--reason', 'INC-42'], { ...LOCK, npm_config_yes: '' }),
    ).not.toThrow();
  });
});

describe('npm exec without -- is refused, too', () => {
  it('with the command of npx', () => {
    expect(refusal([], { ...EXEC, npm_config_live: 'true' })).toBe(
      'npm took --live for itself. Use npx: npx iam-lapse preview --live',
    );
  });
  it('but not --json, which may be meant for npm', () => {
    expect(refusal([], { ...EXEC, npm_config_json: 'true' })).toBeUndefined();
  });
});

describe('what is right is not refused', () => {
  const TAKEN = { npm_config_live: 'true', npm_config_json: 'true' };
  const cases: readonly [string, readonly string[], Env][] = [
    ['npm run without options', [], RUN],
    ['options behind --', ['--live', '--json'], RUN],
    ['an option for npm and for the preview', ['--json', '--live'], { ...RUN, ...TAKEN }],
    ['the same with a value', ['--html=b.html'], { ...RUN, npm_config_html: 'a.html' }],
    ['npx', ['--live', '--json'], EXEC],
    ['no npm at all', [], TAKEN],
    [
      'another script of npm, such as npm test',
      [],
      { ...TAKEN, npm_lifecycle_event: 'test', npm_command: 'test' },
    ],
    ['a number, when npm has no days', ['14'], { ...RUN, npm_config_yes: 'true' }],
  ];
  it.each(cases)('%s', (_, args, env) => {
    expect(refusal(args, env)).toBeUndefined();
  });
});

describe('json=true in a file of npm is meant for npm', () => {
  const npmrc = (text: string, name = '.npmrc') => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const env = { ...RUN, npm_config_json: 'true' };
  it.each<[string, () => Env]>([
    ["the user's", () => ({ npm_config_userconfig: npmrc('audit=false\n json = true\n') })],
    ['the global one', () => ({ npm_config_globalconfig: npmrc('json') })],
    [
      "the project's",
      () => {
        npmrc('json=true\r\n');
        return { npm_config_local_prefix: folder };
      },
    ],
    [
      "npm's own",
      () => {
        npmrc('json=true', 'npmrc');
        return { npm_execpath: join(folder, 'bin', 'npm-cli.js') };
      },
    ],
  ])('%s', (_, files) => {
    expect(refusal([], { ...env, ...files() })).toBeUndefined();
  });

  it.each([['; json=true'], ['json=false'], ['json-x=true'], ['x=json=true'], ['']])('not so: %j', (text) => {
    expect(refusal([], { ...env, npm_config_userconfig: npmrc(text) })).toMatch(/^npm took --json/);
  });

  it('and a file that is not there sets nothing', () => {
    expect(refusal([], { ...env, npm_config_userconfig: join(folder, 'none') })).toMatch(/^npm took --json/);
  });
});

it('another command names its own options, and its argument first', () => {
  const command = { name: 'investigate', options: INVESTIGATE_OPTIONS, argument: 'USER' };
  const env = { npm_lifecycle_event: 'investigate', npm_config_hours: 'true', npm_config_json: 'true' };
  expect(() => refuseTakenByNpm(command, ['ada', '48'], env)).toThrow(
    'npm took --hours, --json for itself. Put -- before USER: npm run investigate -- USER --hours ... --json',
  );
  expect(() => refuseTakenByNpm(command, ['ada'], { npm_lifecycle_event: 'investigate' })).not.toThrow();
});
