import type { CheckSettings } from '../account-checks/run-checks';
import { type Instant, MINUTE, utcMinute } from '../instant';
import { type Mode, MODE_PARAMETER, POLICY_PARAMETER } from '../mode';
import { BENCHMARKS } from '../benchmark';
import { thresholdsOf } from '../policy/parse';
import type { Policy } from '../policy/schema';
import type { PolicyInForce } from '../policy/in-force';
import type { RunReport } from '../run-report';
import { count, wrap } from '../text';

const SCOPE = [
  'WHAT IS NEVER DISABLED',
  '  The root user, roles, SSH keys, certificates and service API keys.',
  '  Sessions and tokens outlive the credential, for up to 36 hours.',
];

/** The scope, and what all of it rests on: policy, report, run and records. */
export function footerOf(run: RunReport): string[] {
  const { report, settings, subscribers, now, runId, trigger, records } = run;
  return [
    '',
    ...SCOPE,
    '',
    ...whatToDo(run),
    '',
    'WHAT THIS RESTS ON',
    ...(settings ? policyLines(settings.policy) : []),
    ...(report ? wrap(reportLine(report.generatedAt, now), 2, 4) : []),
    ...(trigger === 'preview'
      ? []
      : [
          ...wrap(`Run ${runId}; confirmed subscribers of this mail: ${subscribers ?? 'not known'}.`, 2, 4),
          ...(records ? recordLines(records) : []),
        ]),
  ];
}

/** The other mode, and who goes free; with the contract's names, to be pasted. */
function whatToDo({ settings }: RunReport): string[] {
  const mode = settings?.mode;
  return [
    'WHAT YOU CAN DO',
    ...(mode === undefined ? [] : OTHER_MODE[mode]),
    ...wrap(`To spare somebody: an exemption in the parameter ${POLICY_PARAMETER}.`, 2, 4),
  ];
}

const OTHER_MODE: Readonly<Record<Mode, readonly string[]>> = {
  enforce: ['  To stop it, from the next run on:', ...setMode('dry-run')],
  'dry-run': ['  To enforce it, from the next run on:', ...setMode('enforce')],
};

function setMode(mode: Mode): string[] {
  return [`    aws ssm put-parameter --name ${MODE_PARAMETER} --value ${mode} \\`, '      --overwrite'];
}

/** Each whole on a line of its own, the link however long it is: broken, neither could be copied or followed. */
function recordLines({ location, consoleUrl }: NonNullable<RunReport['records']>): string[] {
  const [, bucket, folder] = /^(s3:\/\/[^/]+\/)(.*)$/.exec(location) ?? [];
  return bucket && folder
    ? [`  Records: ${bucket}`, `    ${folder}`, ...(consoleUrl === undefined ? [] : [consoleUrl])]
    : [];
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
    ...wrap(limitsLine(policy), 2, 4),
    ...wrap(
      `${benchmark.title}, ${benchmark.unusedCredentials}: disable what is unused for ${benchmark.unusedDays} days.`,
      2,
      4,
    ),
    ...above.flatMap(({ place, maxUnusedDays }) =>
      wrap(`Above that benchmark: ${place} is ${maxUnusedDays}.`, 2, 4),
    ),
    ...checksLines(policy.checks),
  ];
}

/** Whether a figure is laxer than the benchmark's is for the reader to see; that it is another, for us to say. */
function checksLines(settings: CheckSettings = {}): string[] {
  const off = Object.keys(settings).filter((id) => settings[id] === false);
  const own = Object.entries(settings).flatMap(([id, setting]) =>
    typeof setting === 'object' && setting !== null
      ? [
          `${id} ${Object.entries(setting)
            .map((figure) => figure.join(' '))
            .join(', ')}`,
        ]
      : [],
  );
  return [
    ...(off.length > 0 ? wrap(`Checks of the account that it turns off: ${off.join(', ')}.`, 2, 4) : []),
    ...(own.length > 0 ? wrap(`Checks by its own figures: ${own.join('; ')}.`, 2, 4) : []),
  ];
}

/** What applies where no override says otherwise. */
function limitsLine({ password, accessKey, noticeDays, limits }: Policy): string {
  const { maxDisabledPerDay, maxDisabledPercent } = limits;
  return `Unused: passwords ${password.maxUnusedDays} days, access keys ${accessKey.maxUnusedDays} days; notice ${noticeDays} days; at most ${maxDisabledPerDay} a day, and ${maxDisabledPercent}% of the active ones, rounded up.`;
}

function reportLine(generatedAt: Instant | undefined, now: Instant): string {
  if (generatedAt === undefined) return 'Credential report: a file, which does not say how old it is.';
  const minutes = Math.max(0, Math.floor((now - generatedAt) / MINUTE));
  const age = minutes < 120 ? count(minutes, 'minute') : count(Math.floor(minutes / 60), 'hour');
  return `Credential report of ${utcMinute(generatedAt)} UTC, ${age} old.`;
}
