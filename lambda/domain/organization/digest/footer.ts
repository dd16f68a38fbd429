import { commandLines } from '../../digest/commands';
import { POLICY_PARAMETER, type PolicyInForce } from '../../settings';
import { clean, count, wrap } from '../../text';
import { ORGANIZATION_PARAMETER } from '../policy/parse';
import type { OrganizationReport } from '../run-report';

/** A command with more accounts is longer than anybody pastes: the next run has them all. */
const MAX_ACCOUNTS = 20;
const ON_A_LINE = 4;

/** What you can do, what the mail rests on, and where the records are. */
export function footerOf(report: OrganizationReport): string[] {
  const { settings, runId, records } = report;
  return [
    '',
    'WHAT IS NEVER DISABLED',
    '  The root user, roles, SSH keys, certificates and service API keys.',
    '  Open sessions and issued tokens stay valid, for up to 36 hours.',
    '',
    'WHAT YOU CAN DO',
    ...againLines(report),
    ...wrap(`To protect a user, exempt it in the parameter ${POLICY_PARAMETER}.`, 2, 4),
    ...wrap(
      `To exclude an account or an OU, or to let it enforce, name its id in the parameter ${ORGANIZATION_PARAMETER}.`,
      2,
      4,
    ),
    '',
    'WHAT THIS RESTS ON',
    ...(settings
      ? [...parameterLine('Organization', settings.organization), ...parameterLine('Policy', settings.policy)]
      : []),
    ...wrap(`Run ${clean(runId, 40)}.`, 2, 4),
    ...(records ? recordLines(records) : []),
  ];
}

/** Sweeps the accounts that were not covered once more. Account ids are digits, which need no quoting. */
function againLines({ coverage, stateMachineArn }: OrganizationReport): string[] {
  const ids = (coverage?.accounts ?? [])
    .filter((each) => each.class === 'halted' || each.class === 'unreachable')
    .map(({ account }) => account.id);
  if (ids.length === 0 || stateMachineArn === undefined || !/^arn:[\w:/.-]{1,250}$/.test(stateMachineArn)) {
    return [];
  }
  if (ids.length > MAX_ACCOUNTS) {
    return wrap(
      `To sweep the ${count(ids.length, 'account')} that were not covered again, start the state machine; accounts.csv lists them.`,
      2,
      4,
    );
  }
  return [
    '  To sweep the accounts that were not covered again:',
    ...commandLines('aws stepfunctions start-execution', [
      '--state-machine-arn',
      stateMachineArn,
      `--input '{"accounts":[`,
    ]),
    ...listLines(ids),
  ];
}

/** Within single quotes a shell keeps line breaks, and JSON allows them between values. */
function listLines(ids: readonly string[]): string[] {
  return Array.from({ length: Math.ceil(ids.length / ON_A_LINE) }, (_, line) => {
    const part = ids.slice(line * ON_A_LINE, (line + 1) * ON_A_LINE).map((id) => `"${id}"`);
    return `      ${part.join(',')}${(line + 1) * ON_A_LINE < ids.length ? ',' : "]}'"}`;
  });
}

function parameterLine(
  name: string,
  { version, sha256, asDeployed }: Pick<PolicyInForce, 'version' | 'sha256' | 'asDeployed'>,
): string[] {
  const drift =
    asDeployed === undefined
      ? ''
      : asDeployed
        ? ', as deployed'
        : ', NOT the one that was deployed: it has been edited since';
  const source = version === undefined ? 'from a file' : `version ${version} of the parameter`;
  return wrap(`${name}: ${source}, sha256 ${sha256.slice(0, 12)}${drift}.`, 2, 4);
}

/** Place and link are not wrapped, so that you can copy the one and follow the other. */
function recordLines({ location, consoleUrl }: NonNullable<OrganizationReport['records']>): string[] {
  return [`  Records: ${clean(location)}`, ...(consoleUrl === undefined ? [] : [clean(consoleUrl, 1000)])];
}
