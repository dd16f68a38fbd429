import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quoted } from './arguments';
import { BadInput } from './preview/errors';

// `npm run preview --live`, without `--` before the option, gives `--live` to npm. The script gets no arguments and
// would judge the sample; another command would do without the option. npm 10 and 11 export what they took as npm_config_live. npm 12 itself refuses options that it
// does not know, but it knows --json, and takes --days for short options of its own.

export type Environment = Readonly<Record<string, string | undefined>>;

/** A command of `npm run`, and the options that it knows, as `parseArgs` of Node describes them. */
export interface NpmCommand {
  readonly name: string;
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
  /** What its first argument is, `USER`; undefined if it takes options alone. */
  readonly argument?: string;
}

/** Whether `npm run NAME` started this process. */
export function isRunByNpm(name: string, env: Environment): boolean {
  return env['npm_lifecycle_event'] === name;
}

/** `npm exec` takes options as `npm run` does; npx, which npm reports as `exec` too, does not. */
const isExecutedByNpm = (env: Environment) => env['npm_command'] === 'exec';

/**
 * Refuses a command whose options npm took.
 *
 * @throws BadInput that says what to type
 */
export function refuseTakenByNpm(command: NpmCommand, args: readonly string[], env: Environment): void {
  const isRun = isRunByNpm(command.name, env);
  if (!isRun && !isExecutedByNpm(env)) return;
  const { taken, rest } = takenByNpm(command, args, env);
  if (taken.length === 0) return;
  const typed = command.argument
    ? [
        command.argument,
        ...taken.map(({ name, type }) => `--${name}${type === 'string' ? ' ...' : ''}`),
      ].join(' ')
    : [...withValues(taken, rest), ...rest.slice(firstOption(rest)).map(quoted)].join(' ');
  const names = taken.map(({ name }) => `--${name}`).join(', ');
  throw new BadInput(
    isRun
      ? `npm took ${names} for itself. Put -- before ${command.argument ?? 'the options'}: npm run ${command.name} -- ${typed}${wayPast(command, taken)}`
      : `npm took ${names} for itself. Use npx: npx iam-lapse ${command.name} ${typed}`,
  );
}

interface Taken {
  readonly name: string;
  readonly type: 'string' | 'boolean';
  /** As npm understood it: `true` for an option without `=`. */
  readonly value: string;
}

function takenByNpm(
  { options }: NpmCommand,
  args: readonly string[],
  env: Environment,
): { readonly taken: readonly Taken[]; readonly rest: readonly string[] } {
  const taken = Object.entries(options).flatMap(([name, { type }]): Taken[] => {
    const value = env[variableOf(name)];
    // npm 11 exports npm_config_yes, empty, when nobody gave it. A lock without --yes prints its plan and says what is missing.
    const isMeantForNpm = name === 'yes' || (name === 'json' && isExecutedByNpm(env));
    const isGiven = args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
    return value === undefined || isMeantForNpm || isGiven || isInNpmrc(name, env)
      ? []
      : [{ name, type, value }];
  });
  const [days = '', ...others] = args;
  // npm reads --days as its own short options d, a, y and s, which leaves the number.
  return 'days' in options &&
    /^\d+$/.test(days) &&
    env['npm_config_all'] === 'true' &&
    env['npm_config_yes'] === 'true'
    ? { taken: [...taken, { name: 'days', type: 'string', value: days }], rest: others }
    : { taken, rest: args };
}

function variableOf(name: string): string {
  return `npm_config_${name.replaceAll('-', '_')}`;
}

/** npm exports its settings from files alike. `json` is also an option of npm's own, which a file may set for npm. */
function isInNpmrc(name: string, env: Environment): boolean {
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
  const isApart = ({ type, value }: Taken) => type === 'string' && value === 'true';
  // `--html page.html` leaves the value among the arguments. Of two such options, the order is not known.
  const [value] = taken.filter(isApart).length === 1 && firstOption(rest) > 0 ? rest : [];
  return taken.flatMap((one) => {
    if (isApart(one)) return [`--${one.name} ${value === undefined ? '...' : quoted(value)}`];
    if (one.type === 'boolean') return [one.value === 'true' ? `--${one.name}` : `--${one.name}=false`];
    // npm joins the values of an option that was given twice.
    return one.value.split('\n\n').map((each) => `--${one.name} ${quoted(each)}`);
  });
}

/** Where the options begin that stood behind a `--`. */
function firstOption(rest: readonly string[]): number {
  const index = rest.findIndex((arg) => arg.startsWith('-'));
  return index === -1 ? rest.length : index;
}

function wayPast({ name: command }: NpmCommand, taken: readonly Taken[]): string {
  return taken.some(({ name }) => name === 'json')
    ? ` (if your environment sets npm_config_json for npm: npx iam-lapse ${command})`
    : '';
}
