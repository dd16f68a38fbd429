import { join, relative } from 'node:path';
import type { ParseArgsConfig } from 'node:util';
import type { Instant } from '../../lambda/domain/instant';
import { parseArguments, quoted } from '../arguments';
import { BadInput } from './errors';

/** What the command line asks for. */
export type Options =
  | { readonly task: 'help' }
  /** Draws a past run's record as a page. Nothing is judged. */
  | { readonly task: 'draw'; readonly record: string; readonly html: string }
  | JudgeOptions;

export interface JudgeOptions {
  readonly task: 'judge';
  readonly what: { readonly kind: 'report'; readonly file: string } | { readonly kind: 'live' };
  readonly policy: PolicySource;
  readonly now: Instant;
  readonly assumeAnnounced: boolean;
  /** Show the digest as an enforcing run would send it. */
  readonly asEnforced: boolean;
  /** Days of the forecast. Undefined: no forecast. */
  readonly days: number | undefined;
  readonly json: boolean;
  readonly html: string | undefined;
  /** What makes the preview exit with 3. */
  readonly failOn: readonly FailOn[];
}

/** `high`: a finding of an account check with severity high or critical. */
export const FAIL_ON = ['stale', 'unclear', 'high'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export type PolicySource = { readonly kind: 'file'; readonly file: string } | { readonly kind: 'ssm' };

const ROOT = join(__dirname, '..', '..');
/** A path of this project, relative to the user's working directory. */
export const own = (...path: readonly string[]) => relative(process.cwd(), join(ROOT, ...path));
export const SAMPLE = own('examples', 'credential-report.csv');
/** The sample's dates are made for this instant. */
const SAMPLE_NOW = Date.UTC(2026, 10, 20, 7);

/** The options of `preview`, as `parseArgs` takes them. */
export const OPTIONS = {
  live: { type: 'boolean' },
  report: { type: 'string' },
  record: { type: 'string' },
  policy: { type: 'string' },
  'policy-from-ssm': { type: 'boolean' },
  now: { type: 'string' },
  'assume-announced': { type: 'boolean' },
  'as-enforced': { type: 'boolean' },
  days: { type: 'string' },
  json: { type: 'boolean' },
  html: { type: 'string' },
  'fail-on': { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;
/** @throws BadInput */
export function parseOptions(
  args: readonly string[],
  clock: () => Instant,
  { isRunByNpm = false }: { readonly isRunByNpm?: boolean } = {},
): Options {
  const values = parse(args, isRunByNpm);
  if (values.help) return { task: 'help' };
  refuseExclusive(values, helpHint(isRunByNpm));
  refuseEmpty(values);
  if (values.record !== undefined) {
    if (values.html === undefined) throw new BadInput('--record draws a page: say where with --html FILE');
    return { task: 'draw', record: values.record, html: values.html };
  }
  const isSample = values.report === undefined && !values.live;
  return {
    task: 'judge',
    what: values.live ? { kind: 'live' } : { kind: 'report', file: values.report ?? SAMPLE },
    policy: values['policy-from-ssm']
      ? { kind: 'ssm' }
      : { kind: 'file', file: values.policy ?? own('policy.json') },
    now: values.now === undefined ? (isSample ? SAMPLE_NOW : clock()) : parseDate(values.now),
    // Without notice, an enforcing run would disable nothing.
    assumeAnnounced: values['assume-announced'] ?? values['as-enforced'] ?? false,
    asEnforced: values['as-enforced'] ?? false,
    days: values.days === undefined ? undefined : parseDays(values.days),
    json: values.json ?? false,
    html: values.html,
    failOn: (values['fail-on'] ?? []).flatMap(parseFailOn),
  };
}

type Values = ReturnType<typeof parse>;

const EXCLUSIVE: readonly (readonly [keyof Values, keyof Values])[] = [
  ['live', 'report'],
  ['policy', 'policy-from-ssm'],
  // Such a digest names real credentials as disabled. It is an example on the terminal, and no data for programs.
  ...(['live', 'record', 'json', 'html'] as const).map((other) => ['as-enforced', other] as const),
  // A record shows what the run judged then, by its own policy.
  ...(
    [
      'live',
      'report',
      'policy',
      'policy-from-ssm',
      'now',
      'assume-announced',
      'days',
      'json',
      'fail-on',
    ] as const
  ).map((other) => ['record', other] as const),
];

function refuseExclusive(values: Values, hint: string): void {
  const given = (option: keyof Values) => values[option] !== undefined;
  const pair = EXCLUSIVE.find(([one, other]) => given(one) && given(other));
  if (pair) throw new BadInput(`--${pair[0]} and --${pair[1]} do not go together; ${hint}`);
}

/** An unset shell variable gives an empty name. It is no file, and a later message could not name it. */
function refuseEmpty(values: Values): void {
  const empty = (['report', 'record', 'policy', 'html'] as const).find((option) => values[option] === '');
  if (empty) throw new BadInput(`--${empty} "": give the name of a file`);
}

function parse(args: readonly string[], isRunByNpm: boolean) {
  const config = { options: OPTIONS, allowPositionals: false } as const;
  return parseArguments(args, config, {
    help: helpHint(isRunByNpm),
    otherNames: { 'as-of': 'now', date: 'now' },
    about: (argument) => {
      if (/[./\\]/.test(argument))
        return `to judge a file: ${commandOf(isRunByNpm)}--report ${quoted(argument)}`;
      return isRunByNpm ? STRAY_UNDER_NPM : undefined;
    },
  }).values;
}

/** A value of `--fail-on`: words, separated by commas. */
function parseFailOn(text: string): FailOn[] {
  return text.split(',').map((word) => {
    const known = FAIL_ON.find((each) => each === word.trim());
    if (known) return known;
    throw new BadInput(
      `--fail-on ${JSON.stringify(text)}: give stale, unclear or high, or several of them, such as stale,high`,
    );
  });
}

/** Without `--`, npm would print its own help. */
function helpHint(isRunByNpm: boolean): string {
  return `${commandOf(isRunByNpm)}--help lists the options`;
}

function commandOf(isRunByNpm: boolean): string {
  return isRunByNpm ? 'npm run preview -- ' : '';
}

const STRAY_UNDER_NPM =
  'if it belongs to an option, npm took the option for itself. Put -- before the options: npm run preview -- --live';

/** The value of `--now`. */
function parseDate(text: string): Instant {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(full) ? Date.parse(full) : NaN;
  // Date.parse accepts 30 February as 2 March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(full.slice(0, 19))) {
    throw new BadInput(
      `--now ${JSON.stringify(text)} is not a date; give 2026-11-20 or 2026-11-20T07:00:00Z`,
    );
  }
  return at;
}

const MAX_DAYS = 90;

/** The value of `--days`. */
function parseDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MAX_DAYS) return days;
  throw new BadInput(`--days ${JSON.stringify(text)}: give a whole number from 1 to ${MAX_DAYS}`);
}
