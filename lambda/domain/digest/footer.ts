import type { CheckSettings } from '../account-checks/run-checks';
import { type Instant, MINUTE, utcMinute } from '../instant';
import { type Mode, MODE_PARAMETER, POLICY_PARAMETER, type PolicyInForce } from '../settings';
import { BENCHMARKS, UNUSED_CREDENTIALS_CONTROLS } from '../account-checks/controls';
import { thresholdsOf } from '../policy/parse';
import type { Policy } from '../policy/schema';
import type { RunReport } from '../run-report';
import { clean, count, wrap } from '../text';
import { fileAndNewest } from './header';

const SCOPE = [
  'WHAT IS NEVER DISABLED',
  '  The root user, roles, SSH keys, certificates and service API keys.',
  '  Open sessions and issued tokens stay valid, for up to 36 hours.',
];

/** What iam-lapse never disables, what you can do, and the sources: policy, report, run and records. */
export function footerOf(run: RunReport): string[] {
  const { settings, runId, trigger, records, source, aliasUnreadable, useHistories } = run;
  return [
    '',
    ...SCOPE,
    '',
    ...whatToDo(run),
    'WHAT THIS RESTS ON',
    ...(settings ? policyLines(settings.policy) : []),
    ...(useHistories
      ? wrap(
          'Event history: CloudTrail, 90 days, in the regions that are named. It has no data events, such as reads of objects in S3.',
          2,
          4,
        )
      : []),
    ...reportLines(run),
    ...(aliasUnreadable === undefined
      ? []
      : wrap(`The account's alias could not be read: ${clean(aliasUnreadable, 500)}.`, 2, 4)),
    ...(trigger === 'preview' || source
      ? []
      : [...wrap(`Run ${runId}.`, 2, 4), ...(records ? recordLines(records) : [])]),
  ];
}

/** The next step: for a preview to deploy, for a run the other mode. And where to add an exemption. */
function whatToDo({ settings, trigger }: RunReport): string[] {
  // While the policy cannot be read or is wrong, an exemption in it protects nobody, and the halt says what to do.
  if (!settings) return [];
  const { mode } = settings;
  // A preview by the policy of the parameter is by a policy that is deployed.
  const fromFile = trigger === 'preview' && settings.policy.version === undefined;
  return [
    'WHAT YOU CAN DO',
    ...(fromFile ? wrap('To get this mail every day, deploy iam-lapse: README.md, "Deploy".', 2, 4) : []),
    ...(mode === undefined || trigger === 'preview' ? [] : OTHER_MODE[mode]),
    ...wrap(
      `To protect a user, exempt it in the ${fromFile ? 'policy: docs/policy.md' : `parameter ${POLICY_PARAMETER}`}.`,
      2,
      4,
    ),
    '',
  ];
}

const OTHER_MODE: Readonly<Record<Mode, readonly string[]>> = {
  enforce: ['  To stop enforcement, from the next run on:', ...setMode('dry-run')],
  'dry-run': ['  To start enforcement, from the next run on:', ...setMode('enforce')],
};

function setMode(mode: Mode): string[] {
  return [`    aws ssm put-parameter --name ${MODE_PARAMETER} --value ${mode} \\`, '      --overwrite'];
}

/** Place and link are not wrapped, so that you can copy the one and follow the other. */
function recordLines({ location, consoleUrl }: NonNullable<RunReport['records']>): string[] {
  const [, bucket, folder] = /^(s3:\/\/[^/]+\/)(.*)$/.exec(location) ?? [];
  return bucket && folder
    ? [`  Records: ${bucket}`, `    ${folder}`, ...(consoleUrl === undefined ? [] : [consoleUrl])]
    : [];
}

function policyLines({ policy, version, sha256, asDeployed }: PolicyInForce): string[] {
  const benchmark = BENCHMARKS[policy.benchmark];
  const aboveBenchmark = thresholdsOf(policy).filter(
    ({ maxUnusedDays }) => maxUnusedDays > benchmark.unusedDays,
  );
  const source = version === undefined ? 'from a file' : `version ${version} of the parameter`;
  const drift =
    asDeployed === undefined
      ? ''
      : asDeployed
        ? ', as deployed'
        : ', NOT the one that was deployed: it has been edited since';
  return [
    ...wrap(`Policy: ${source}, sha256 ${sha256.slice(0, 12)}${drift}.`, 2, 4),
    ...limitLines(policy),
    ...wrap(
      `Benchmark: ${benchmark.title}, ${benchmark.unusedCredentials} (unused for ${benchmark.unusedDays} days); Security Hub ${UNUSED_CREDENTIALS_CONTROLS[benchmark.unusedDays]}.`,
      2,
      4,
    ),
    ...aboveBenchmark.flatMap(({ place, maxUnusedDays }) =>
      wrap(`Above that benchmark: ${place} is ${maxUnusedDays}.`, 2, 4),
    ),
    ...(policy.hearers
      ? wrap(`Subscriptions that count as hearing: ${policy.hearers.join(', ')}.`, 2, 4)
      : []),
    ...checksLines(policy.checks),
  ];
}

/** Lists the checks that are off or have figures of their own. The reader judges whether a figure is laxer. */
function checksLines(settings: CheckSettings = {}): string[] {
  const off = Object.keys(settings).filter((id) => settings[id] === false);
  const ownFigures = Object.entries(settings).flatMap(([id, setting]) =>
    typeof setting === 'object' && setting !== null
      ? [
          `${id} ${Object.entries(setting)
            .map((figure) => figure.join(' '))
            .join(', ')}`,
        ]
      : [],
  );
  return [
    ...(off.length > 0 ? wrap(`Account checks that the policy turns off: ${off.join(', ')}.`, 2, 4) : []),
    ...(ownFigures.length > 0
      ? wrap(`Account checks with the policy's figures: ${ownFigures.join('; ')}.`, 2, 4)
      : []),
  ];
}

/** The general limits; an override may set others. */
function limitLines({ password, accessKey, noticeDays, limits }: Policy): string[] {
  const { maxDisabledPerDay, maxDisabledPercent } = limits;
  const unused = `passwords ${count(password.maxUnusedDays, 'day')}, access keys ${count(accessKey.maxUnusedDays, 'day')}`;
  return [
    ...wrap(`Unused: ${unused}. Notice: ${count(noticeDays, 'day')}.`, 2, 4),
    ...wrap(
      `Limits: at most ${count(maxDisabledPerDay, 'credential')} in 20 hours, and at most ${maxDisabledPercent}% of the active ones, rounded up.`,
      2,
      4,
    ),
  ];
}

function reportLines({ report, source, now }: RunReport): string[] {
  if (!report) return [];
  if (source?.kind === 'sample')
    return wrap('Credential report: the sample, examples/credential-report.csv.', 2, 4);
  return source?.kind === 'file'
    ? wrap(`Credential report: the file ${fileAndNewest(source)}.`, 2, 4)
    : wrap(reportAge(report.generatedAt, now), 2, 4);
}

function reportAge(generatedAt: Instant | undefined, now: Instant): string {
  if (generatedAt === undefined) return 'Credential report: from a file; its age is not known.';
  const minutes = Math.max(0, Math.floor((now - generatedAt) / MINUTE));
  const age = minutes < 120 ? count(minutes, 'minute') : count(Math.floor(minutes / 60), 'hour');
  return `Credential report of ${utcMinute(generatedAt)} UTC, ${age} old.`;
}
