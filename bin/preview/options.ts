import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { Instant } from '../../lambda/domain/instant';
import { parseDate, parseDays } from './option-values';
import { BadInput } from './trouble';

/** What the user asked for. */
export type Options =
  | { readonly task: 'help' }
  /** A past run's record as a page: nothing is judged. */
  | { readonly task: 'draw'; readonly record: string; readonly html: string }
  | JudgeOptions;

export interface JudgeOptions {
  readonly task: 'judge';
  readonly what: { readonly kind: 'report'; readonly file: string } | { readonly kind: 'live' };
  readonly policy: PolicySource;
  readonly now: Instant;
  readonly assumeAnnounced: boolean;
  /** Undefined: no forecast was asked for. */
  readonly days: number | undefined;
  readonly json: boolean;
  readonly html: string | undefined;
  readonly failOnStale: boolean;
}

export type PolicySource = { readonly kind: 'file'; readonly file: string } | { readonly kind: 'ssm' };

const ROOT = join(__dirname, '..', '..');
/** Our own files, as seen from where the user is. */
const own = (...path: readonly string[]) => relative(process.cwd(), join(ROOT, ...path));
export const SAMPLE = own('examples', 'credential-report.csv');
/** The instant at which the sample's dates make sense. */
const SAMPLE_NOW = Date.UTC(2026, 10, 20, 7);

/** @throws BadInput */
export function parseOptions(args: readonly string[], clock: () => Instant): Options {
  const values = parse(args);
  if (values.help) return { task: 'help' };
  refuseTogether(values);
  refuseEmpty(values);
  if (values.record !== undefined) {
    if (values.html === undefined) throw new BadInput('--record draws a page: say where with --html FILE');
    return { task: 'draw', record: values.record, html: values.html };
  }
  const failOn = values['fail-on'];
  if (failOn !== undefined && failOn !== 'stale') {
    throw new BadInput(`--fail-on knows "stale" only, not ${JSON.stringify(failOn)}`);
  }
  const isSample = values.report === undefined && !values.live;
  return {
    task: 'judge',
    what: values.live ? { kind: 'live' } : { kind: 'report', file: values.report ?? SAMPLE },
    policy: values['policy-from-ssm']
      ? { kind: 'ssm' }
      : { kind: 'file', file: values.policy ?? own('policy.json') },
    now: values.now === undefined ? (isSample ? SAMPLE_NOW : clock()) : parseDate(values.now),
    assumeAnnounced: values['assume-announced'] ?? false,
    days: values.days === undefined ? undefined : parseDays(values.days),
    json: values.json ?? false,
    html: values.html,
    failOnStale: failOn !== undefined,
  };
}

type Values = ReturnType<typeof parse>;

const CONTRADICTIONS: readonly (readonly [keyof Values, keyof Values])[] = [
  ['live', 'report'],
  ['policy', 'policy-from-ssm'],
  // A record is of what was judged then, by the policy of then.
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

function refuseTogether(values: Values): void {
  const given = (option: keyof Values) => values[option] !== undefined;
  const pair = CONTRADICTIONS.find(([one, other]) => given(one) && given(other));
  if (pair) throw new BadInput(`--${pair[0]} and --${pair[1]} do not go together; --help lists the options`);
}

/** A variable of the shell that is not set: an empty name is no file, and a message could not name it. */
function refuseEmpty(values: Values): void {
  const empty = (['report', 'record', 'policy', 'html'] as const).find((option) => values[option] === '');
  if (empty) throw new BadInput(`--${empty} "": give the name of a file`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        report: { type: 'string' },
        live: { type: 'boolean' },
        record: { type: 'string' },
        policy: { type: 'string' },
        'policy-from-ssm': { type: 'boolean' },
        now: { type: 'string' },
        'assume-announced': { type: 'boolean' },
        days: { type: 'string' },
        json: { type: 'boolean' },
        html: { type: 'string' },
        'fail-on': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new BadInput(`${error.message.split('. ')[0]}; --help lists the options`, { cause: error });
  }
}
