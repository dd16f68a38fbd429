import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BadInput } from './errors';
import { isOptionName, type OptionName, OPTIONS } from './options';

// `npm run preview --live`, without `--` before the option, gives `--live` to npm. The script gets no arguments and
// would judge the sample. npm 10 and 11 export what they took as npm_config_live. npm 12 itself refuses options that it
// does not know, but it knows --json, and takes --days for short options of its own.

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether `npm run preview` started this process. */
export function isRunByNpm(env: Environment): boolean {
  return env['npm_lifecycle_event'] === 'preview';
}

/** `npm exec` takes options as `npm run` does; npx, which npm reports as `exec` too, does not. */
const isExecutedByNpm = (env: Environment) => env['npm_command'] === 'exec';

/**
 * Refuses a command whose options npm took.
 *
 * @throws BadInput that says what to type
 */
export function refuseTakenByNpm(args: readonly string[], env: Environment): void {
  if (!isRunByNpm(env) && !isExecutedByNpm(env)) return;
  const { taken, rest } = takenByNpm(args, env);
  if (taken.length === 0) return;
  const typed = [...withValues(taken, rest), ...rest.slice(firstOption(rest)).map(quoted)].join(' ');
  const names = taken.map(({ name }) => `--${name}`).join(', ');
  throw new BadInput(
    isRunByNpm(env)
      ? `npm took ${names} for itself. Put -- before the options: npm run preview -- ${typed}${wayPast(taken)}`
      : `npm took ${names} for itself. Use npx: npx iam-lapse preview ${typed}`,
  );
}

interface Taken {
  readonly name: OptionName;
  /** As npm understood it: `true` for an option without `=`. */
  readonly value: string;
}

function takenByNpm(
  args: readonly string[],
  env: Environment,
): { readonly taken: readonly Taken[]; readonly rest: readonly string[] } {
  const taken = Object.keys(OPTIONS)
    .filter(isOptionName)
    .flatMap((name) => {
      const value = env[variableOf(name)];
      const isMeantForNpm = name === 'json' && isExecutedByNpm(env);
      const isGiven = args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
      return value === undefined || isMeantForNpm || isGiven || isInNpmrc(name, env) ? [] : [{ name, value }];
    });
  const [days = '', ...others] = args;
  // npm reads --days as its own short options d, a, y and s, which leaves the number.
  return /^\d+$/.test(days) && env['npm_config_all'] === 'true' && env['npm_config_yes'] === 'true'
    ? { taken: [...taken, { name: 'days', value: days }], rest: others }
    : { taken, rest: args };
}

function variableOf(name: OptionName): string {
  return `npm_config_${name.replaceAll('-', '_')}`;
}

/** npm exports its settings from files alike. `json` is also an option of npm's own, which a file may set for npm. */
function isInNpmrc(name: OptionName, env: Environment): boolean {
  const { npm_config_userconfig: user, npm_config_globalconfig: global } = env;
  const { npm_config_local_prefix: project, npm_execpath: npm } = env;
  const files = [
    user,
    global,
    project && join(project, '.npmrc'),
    // npm's own file, two folders above bin/npm-cli.js.
    npm && join(dirname(dirname(npm)), 'npmrc'),
  ];
  const setting = new RegExp(String.raw`^[ \t]*${name}[ \t]*(?:=(?![ \t]*false\b)|$)`, 'm');
  return files.some((file) => file && setting.test(textOf(file)));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Most of the files do not exist, and npm has read the others.
    return '';
  }
}

/** The taken options as they should have been typed. */
function withValues(taken: readonly Taken[], rest: readonly string[]): string[] {
  const isApart = ({ name, value }: Taken) => OPTIONS[name].type === 'string' && value === 'true';
  // `--html page.html` leaves the value among the arguments. Of two such options, the order is not known.
  const [value] = taken.filter(isApart).length === 1 && firstOption(rest) > 0 ? rest : [];
  return taken.flatMap((one) => {
    if (isApart(one)) return [`--${one.name} ${value === undefined ? '...' : quoted(value)}`];
    if (OPTIONS[one.name].type === 'boolean')
      return [one.value === 'true' ? `--${one.name}` : `--${one.name}=false`];
    // npm joins the values of an option that was given twice.
    return one.value.split('\n\n').map((each) => `--${one.name} ${quoted(each)}`);
  });
}

/** Where the options begin that stood behind a `--`. */
function firstOption(rest: readonly string[]): number {
  const index = rest.findIndex((arg) => arg.startsWith('-'));
  return index === -1 ? rest.length : index;
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(arg) ? arg : JSON.stringify(arg);
}

function wayPast(taken: readonly Taken[]): string {
  return taken.some(({ name }) => name === 'json')
    ? ' (if your environment sets npm_config_json for npm: npx iam-lapse preview)'
    : '';
}
