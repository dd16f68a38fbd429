import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';
import type { Instant } from '../../lambda/domain/instant';
import { POLICY_PARAMETER } from '../../lambda/domain/mode';
import { BadInput } from './errors';

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
    // Not `instanceof`: Node's own errors are of another realm where a test runs.
    if (!isNativeError(error) || error.name !== 'TypeError') throw error;
    throw new BadInput(`${error.message.split('. ')[0]}; --help lists the options`, { cause: error });
  }
}

const MAX_DAYS = 90;

/** Of `--now`. @throws BadInput */
export function parseDate(text: string): Instant {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(full) ? Date.parse(full) : NaN;
  // Date.parse lets 30 February pass as 2 March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(full.slice(0, 19))) {
    throw new BadInput(`--now ${JSON.stringify(text)} is no date; give 2026-11-20 or 2026-11-20T07:00:00Z`);
  }
  return at;
}

/** Of `--days`. @throws BadInput */
export function parseDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MAX_DAYS) return days;
  throw new BadInput(`--days ${JSON.stringify(text)}: give a whole number from 1 to ${MAX_DAYS}`);
}

export const USAGE = `usage: npm run preview -- [options]

Judges a credential report, or the account itself, and prints the digest of a
dry-run. Changes nothing in AWS. Without options: the sample in examples/.

What to judge
  --report FILE         your own report, as
                        aws iam get-credential-report --query Content --output text
                        prints it after base64 -d
  --live                the account behind your AWS credentials, read-only; the
                        permissions that it takes are in the README
  --record PLACE        nothing anew: a past run's record, s3://BUCKET/ACCOUNT/runs/
                        YYYY/MM/DD/RUN/ or a folder with its files; with --html

By what
  --policy FILE         default: policy.json of this project
  --policy-from-ssm     the deployed one, ${POLICY_PARAMETER} in your AWS_REGION
  --now DATE            judge as of 2026-11-20 or 2026-11-20T07:00:00Z (default:
                        now; the sample: 2026-11-20T07:00:00Z)
  --assume-announced    as if all notice had been given

What to show
  --days N              what would happen on each of N days (1 to 90), today first
  --json                the verdicts as JSON in place of the digest
  --html FILE           write a page for the browser, too
  --fail-on stale       exit with 3 when anything is stale; what is unclear was not
                        judged and does not count: a note on stderr says how many
  --help

Exit: 0, 3 as above, 2 bad input, 1 anything that broke or was halted.`;
