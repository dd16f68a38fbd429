import { countsOf } from '../counts';
import type { Credential } from '../credential';
import { type Instant, MINUTE, utcSecond } from '../instant';
import { BENCHMARKS } from '../policy/benchmark';
import { thresholdsOf } from '../policy/parse';
import type { PolicyInForce, Sweep } from '../sweep';
import { doneSections } from './done';
import { confirmedSection, reconciledSection, restoredSection } from './earlier';
import { endingSection } from './exemptions';
import { haltLines } from './halts';
import { layOut, MAX_BYTES } from './section';
import { exemptSection, heldSection, onNoticeSection, unclearSection, waitingSection } from './standing';
import { subjectOf } from './subject';
import { count, wrap } from './text';

/** One mail: what happened, what will, and to whom. */
export interface Digest {
  /** ASCII, at most 99 characters. */
  readonly subject: string;
  /** Plain text, at most 72 columns wide and 262,144 bytes of UTF-8 long. */
  readonly body: string;
  /** The credentials whose notice stands in it: what was left out for want of room is not announced. */
  readonly announced: readonly Credential[];
}

/** Renders a sweep, in the order of what the reader must do. Pure: what happened is one thing, telling it another. */
export function digestOf(sweep: Sweep, maxBytes = MAX_BYTES): Digest {
  const ending = sweep.policy ? [endingSection(sweep.policy.policy, sweep.now)] : [];
  const [failed, ...done] = doneSections(sweep);
  const sections = [
    ...(failed ? [failed] : []),
    reconciledSection(sweep),
    ...done,
    waitingSection(sweep),
    restoredSection(sweep),
    onNoticeSection(sweep),
    ...ending,
    exemptSection(sweep),
    heldSection(sweep),
    unclearSection(sweep),
    confirmedSection(sweep),
  ];
  const { text, announced } = layOut(headOf(sweep), sections, footOf(sweep), maxBytes);
  return { subject: subjectOf(sweep), body: text, announced };
}

function headOf(sweep: Sweep): string[] {
  const { account, now, trigger } = sweep;
  return [
    'iam-lapse: IAM credentials that nobody uses',
    ...wrap(`Account ${account.id}, ${minute(now)} UTC, ${TRIGGER_WORDS[trigger]}`),
    ...haltLines(sweep),
    ...(sweep.reconciled
      ? [
          '',
          ...wrap(
            `Run ${sweep.reconciled.runId} was stopped before its end. What it did stands below, if it did anything.`,
          ),
        ]
      : []),
    '',
    ...modeLines(sweep),
    ...summaryLines(sweep),
  ];
}

const TRIGGER_WORDS: Readonly<Record<Sweep['trigger'], string>> = {
  scheduled: 'scheduled run',
  manual: 'manual run',
  preview: 'preview of a credential report',
};

function modeLines({ mode, halts, results }: Sweep): string[] {
  if (halts.some(({ effect }) => effect === 'halted')) return [];
  const disabled = results.filter(({ outcome }) => outcome.kind === 'disabled').length;
  if (halts.length > 0) return wrap('Mode enforce, ran as dry-run: nothing was changed.');
  return mode === 'enforce'
    ? wrap(`Mode enforce: ${count(disabled, 'credential')} disabled.`)
    : wrap('Mode dry-run: nothing was changed, and nothing will be until the mode is enforce.');
}

function summaryLines(sweep: Sweep): string[] {
  const { evaluation, report } = sweep;
  if (!evaluation || !report) return wrap('No credential was judged.');
  const c = countsOf(sweep);
  return [
    ...wrap(
      `${count(evaluation.activeCredentials, 'active credential')} of ${count(report.users, 'user')}: ${c.inUse} in use, ${c.due} due, ${c.stale} stale, ${c.exempt} exempt, ${c.held} held, ${c.unclear} unclear.`,
    ),
  ];
}

const SCOPE = [
  'WHAT THIS DOES NOT COVER',
  '  The root user, roles, SSH keys, certificates and service API keys.',
  '  Sessions and tokens outlive the credential, for up to 36 hours.',
];

function footOf(sweep: Sweep): string[] {
  const { report, policy, subscribers, now, runId, trigger, record } = sweep;
  return [
    '',
    ...SCOPE,
    '',
    'WHAT THIS RESTS ON',
    ...(policy ? policyLines(policy) : []),
    ...(report ? wrap(reportLine(report.generatedAt, now), 2, 4) : []),
    ...(trigger === 'preview'
      ? []
      : [
          ...wrap(`Run ${runId}; confirmed subscribers of this mail: ${subscribers ?? 'not known'}.`, 2, 4),
          ...recordLines(record),
        ]),
  ];
}

/** On two lines, each whole: a broken name cannot be copied. */
function recordLines(record: string | undefined): string[] {
  const [, bucket, folder] = /^(s3:\/\/[^/]+\/)(.*)$/.exec(record ?? '') ?? [];
  return bucket && folder ? [`  Records: ${bucket}`, `    ${folder}`] : [];
}

function policyLines({ policy, version, sha256, asDeployed }: PolicyInForce): string[] {
  const benchmark = BENCHMARKS[policy.benchmark];
  const above = thresholdsOf(policy).filter(({ maxUnusedDays }) => maxUnusedDays > benchmark.unusedDays);
  const source = version === undefined ? 'from a file' : `version ${version} of the parameter`;
  const drift =
    asDeployed === undefined
      ? ''
      : asDeployed
        ? ', as deployed'
        : ', NOT the one that was deployed: it has been edited since';
  return [
    ...wrap(`Policy: ${source}, sha256 ${sha256.slice(0, 12)}${drift}.`, 2, 4),
    ...wrap(
      `${benchmark.title}, ${benchmark.unusedCredentials}: disable what is unused for ${benchmark.unusedDays} days.`,
      2,
      4,
    ),
    ...above.flatMap(({ place, maxUnusedDays }) =>
      wrap(`Above that benchmark: ${place} is ${maxUnusedDays}.`, 2, 4),
    ),
  ];
}

/** `2026-11-20 07:00` */
function minute(at: Instant): string {
  return utcSecond(at).slice(0, 16).replace('T', ' ');
}

function reportLine(generatedAt: Instant | undefined, now: Instant): string {
  if (generatedAt === undefined) return 'Credential report: a file, which does not say how old it is.';
  const minutes = Math.max(0, Math.floor((now - generatedAt) / MINUTE));
  const age = minutes < 120 ? count(minutes, 'minute') : count(Math.floor(minutes / 60), 'hour');
  return `Credential report of ${minute(generatedAt)} UTC, ${age} old.`;
}
