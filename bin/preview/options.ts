import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Instant } from '../../lambda/domain/instant';

export const USAGE = `usage: npm run preview -- [options]

Judges a credential report against the policy and prints the digest. Nothing is
read from or written to AWS. Without --report: the sample in examples/.

  --report FILE         your own report, as
                        aws iam get-credential-report --query Content --output text
                        prints it after base64 -d
  --policy FILE         default: policy.json of this project
  --now DATE            judge as of 2026-11-20 or 2026-11-20T07:00:00Z (default: now)
  --assume-announced    as if all notice had been given
  --json                the verdicts as JSON in place of the digest
  --fail-on stale       exit with 3 when anything is stale
  --help

Exit: 0, 3 as above, 2 bad input, 1 anything that broke.`;

/** What is wrong is the user's input: one line that says what, where and what next. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

export interface PreviewOptions {
  readonly reportFile: string;
  readonly policyFile: string;
  readonly now: Instant;
  readonly assumeAnnounced: boolean;
  readonly json: boolean;
  readonly failOnStale: boolean;
}

const ROOT = join(__dirname, '..', '..');
const SAMPLE = join(ROOT, 'examples', 'credential-report.csv');
/** The instant at which the sample's dates make sense. */
const SAMPLE_NOW = Date.UTC(2026, 10, 20, 7);

/** @throws BadInput; `help` when that was asked for */
export function parseOptions(args: readonly string[], clock: () => Instant): PreviewOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const failOn = values['fail-on'];
  if (failOn !== undefined && failOn !== 'stale') {
    throw new BadInput(`--fail-on knows "stale" only, not ${JSON.stringify(failOn)}`);
  }
  const fallback = values.report === undefined ? SAMPLE_NOW : clock();
  return {
    reportFile: values.report ?? SAMPLE,
    policyFile: values.policy ?? join(ROOT, 'policy.json'),
    now: values.now === undefined ? fallback : parseDate(values.now),
    assumeAnnounced: values['assume-announced'],
    json: values.json,
    failOnStale: failOn !== undefined,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        report: { type: 'string' },
        policy: { type: 'string' },
        now: { type: 'string' },
        'assume-announced': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'fail-on': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new BadInput(`${error.message.split('. ')[0]}; --help lists the options`, { cause: error });
  }
}

function parseDate(text: string): Instant {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(full) ? Date.parse(full) : NaN;
  // Date.parse lets 30 February pass as 2 March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(full.slice(0, 19))) {
    throw new BadInput(`--now ${JSON.stringify(text)} is no date; give 2026-11-20 or 2026-11-20T07:00:00Z`);
  }
  return at;
}
