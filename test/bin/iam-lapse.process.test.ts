import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { cdkJsonContext } from '../lib/cdk-json';
import { SourceMap } from '../support/bundle';
import { AWAY_FROM_AWS } from './away-from-aws';
import { command } from './command';

const directory = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** The app, given its context and a place for its output as the CDK's command line does. */
const app = (outdir: string, context: Readonly<Record<string, unknown>>) =>
  command('bin/iam-lapse.ts', [], {
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...cdkJsonContext(), ...context }),
  });

const ValidationReport = z.object({
  pluginReports: z.array(z.object({ pluginName: z.string(), violations: z.array(z.unknown()) })),
});

describe('the app, bundled and checked as `cdk synth` does', () => {
  const assembly = join(directory, 'assembly');
  const codeIn = (folder: string) => readFileSync(join(folder, 'index.js'), 'utf8');
  const bundles = () =>
    readdirSync(assembly)
      .filter((name) => name.startsWith('asset.'))
      .map((name) => join(assembly, name));
  /** The sweep's, which is the larger one; the notice function has tests of its own. */
  const bundle = () =>
    bundles().toSorted((one, other) => codeIn(other).length - codeIn(one).length)[0] ?? 'no asset';
  const code = () => codeIn(bundle());

  beforeAll(async () => {
    const { code: exitCode, stderr } = await app(assembly, { email: 'security@example.com' });
    if (exitCode !== 0) throw new Error(stderr);
  }, 60_000);

  it('passes cdk-nag and the checks of CloudFormation', () => {
    const text = readFileSync(join(assembly, 'validation-report.json'), 'utf8');
    const report = ValidationReport.parse(JSON.parse(text));
    expect(report.pluginReports.map(({ pluginName }) => pluginName)).toContain('AwsSolutions');
    expect(report.pluginReports.flatMap(({ violations }) => violations)).toStrictEqual([]);
  });

  it('ships one file of code, with its source map', () => {
    expect(readdirSync(bundle()).toSorted()).toStrictEqual(['index.js', 'index.js.map']);
  });

  it('requires nothing but Node itself, and parts of the SDK that it can do without', () => {
    const required = [...code().matchAll(/\b(?:require|import)\(\s*["'`]([^"'`]+)["'`]/g)].map(
      ([, name = '']) => name,
    );
    expect(required).toContain('node:crypto');
    const builtin = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
    const foreign = required.filter((name) => !builtin.has(name));
    expect(foreign.filter((name) => !name.startsWith('@aws-sdk/'))).toStrictEqual([]);
  });

  it('starts where there are no node_modules, and has the handler that the template names', () => {
    const script = `process.stdout.write(typeof require('./index.js').handler)`;
    expect(execFileSync(process.execPath, ['-e', script], { cwd: bundle(), encoding: 'utf8' })).toBe(
      'function',
    );
  });
});

describe('the app of an organization, bundled and checked as `cdk synth` does', () => {
  const assembly = join(directory, 'organization');
  const bundles = () =>
    readdirSync(assembly)
      .filter((name) => name.startsWith('asset.'))
      .map((name) => join(assembly, name));

  beforeAll(async () => {
    const { code: exitCode, stderr } = await app(assembly, {
      email: 'security@example.com',
      organization: 'o-ab12cd34ef',
      organizationalUnits: 'r-ab12',
    });
    if (exitCode !== 0) throw new Error(stderr);
  }, 60_000);

  it('has one stack, and passes cdk-nag and the checks of CloudFormation', () => {
    expect(readdirSync(assembly).filter((name) => name.endsWith('.template.json'))).toStrictEqual([
      'IamLapseOrganization.template.json',
    ]);
    const text = readFileSync(join(assembly, 'validation-report.json'), 'utf8');
    const report = ValidationReport.parse(JSON.parse(text));
    expect(report.pluginReports.map(({ pluginName }) => pluginName)).toContain('AwsSolutions');
    expect(report.pluginReports.flatMap(({ violations }) => violations)).toStrictEqual([]);
  });

  it('ships two bundles that start where there are no node_modules', () => {
    const script = `process.stdout.write(typeof require('./index.js').handler)`;
    const started = bundles().map((cwd) =>
      execFileSync(process.execPath, ['-e', script], { cwd, encoding: 'utf8' }),
    );
    expect(started).toStrictEqual(['function', 'function']);
  });

  /** The clients of the SDK in a bundle, by its source map. */
  const clientsIn = (folder: string) => {
    const { sources } = SourceMap.parse(JSON.parse(readFileSync(join(folder, 'index.js.map'), 'utf8')));
    const clients = sources.flatMap((source) => /@aws-sdk\/client-([a-z0-9]+)/.exec(source)?.[1] ?? []);
    return [...new Set(clients)].toSorted();
  };

  it('gives each function the clients of what its role may do, and no others', () => {
    expect(
      bundles()
        .map((folder) => clientsIn(folder).join(' '))
        .toSorted(),
    ).toStrictEqual(['cloudtrail iam s3 ssm sts', 'organizations s3 sfn sns ssm']);
  });

  it('ships at most 900,000 bytes of JavaScript each, 265,000 compressed', () => {
    for (const folder of bundles()) {
      const code = readFileSync(join(folder, 'index.js'));
      expect(code.length).toBeLessThanOrEqual(900_000);
      expect(gzipSync(code).length).toBeLessThanOrEqual(265_000);
    }
  });
});

describe('what cannot work is refused before anything is synthesized', () => {
  it.each([
    ['no email', {}, 'context email: is missing'],
    [
      'a misspelt email',
      { emial: 'a@example.com' },
      'context emial: is not a key of iam-lapse: did you mean',
    ],
    ['a key of the policy', { email: 'none', noticeDays: '30' }, 'noticeDays: belongs in policy.json'],
    ['a weekly schedule', { email: 'none', schedule: 'cron(0 7 ? * MON *)' }, 'MON *) is too seldom'],
    [
      'a schedule without ?',
      { email: 'none', schedule: 'cron(0 7 * * * *)' },
      'must have "?" either as the day',
    ],
    ['a switch that is neither true nor false', { email: 'none', kms: 'nope' }, 'context kms: must be'],
    [
      'an organization without its units',
      { email: 'none', organization: 'o-ab12cd34ef' },
      'context organizationalUnits: is missing',
    ],
  ])('%s: one clear error, no stack trace, no template', async (_, context, expected) => {
    const outdir = mkdtempSync(join(directory, 'refused-'));
    const { code, stdout, stderr } = await app(outdir, context);
    const [first, second, ...more] = stderr.trimEnd().split('\n');
    expect({ code, stdout, first, more }).toStrictEqual({
      code: 1,
      stdout: '',
      first: 'iam-lapse cannot be synthesized.',
      more: [],
    });
    expect(second).toContain(expected);
    expect(readdirSync(outdir)).not.toContain('IamLapse.template.json');
  });
});

describe("the CDK's command line, with all the context that it adds of its own accord", () => {
  const project = join(directory, 'project');
  const home = join(directory, 'home');
  const write = (folder: string, name: string, content: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(content));

  beforeAll(() => {
    mkdirSync(project);
    mkdirSync(home);
    const program = join(__dirname, '../../bin/iam-lapse.ts');
    write(project, 'cdk.json', {
      app: `"${process.execPath}" --import "${require.resolve('tsx')}" "${program}"`,
      context: { ...cdkJsonContext(), email: 'none' },
    });
    write(project, 'cdk.context.json', {
      'acknowledged-issue-numbers': [12345],
      'cli-telemetry': false,
      'availability-zones:account=123456789012:region=eu-west-1': ['eu-west-1a'],
    });
    write(home, '.cdk.json', { context: { team: 'data', limits: 3 } });
  });

  /** `cdk list` runs the app like `cdk synth`, but bundles nothing. */
  const list = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [require.resolve('aws-cdk/bin/cdk'), 'list', '--no-notices', ...args],
      { cwd: project, encoding: 'utf8', env: { ...process.env, ...AWAY_FROM_AWS, HOME: home } },
    );
    return { status, stdout, stderr };
  };

  it('is taken, and so are keys of other apps in ~/.cdk.json', () => {
    expect(list()).toMatchObject({ status: 0, stdout: 'IamLapse\n' });
  }, 60_000);

  it('is refused with a key that only ~/.cdk.json could excuse', () => {
    const { status, stdout, stderr } = list('-c', 'team=platform', '-c', 'mode=enforce');
    expect({ status, stdout }).toStrictEqual({ status: 1, stdout: '' });
    expect(stderr.split('\n').slice(0, 3)).toStrictEqual([
      'iam-lapse cannot be synthesized.',
      expect.stringMatching(/^context team: is not a key of iam-lapse\. The keys are: /),
      expect.stringMatching(/^context mode: .*--value enforce --overwrite$/),
    ]);
    expect(stderr).not.toMatch(/^\s+at /m);
  }, 60_000);
});
