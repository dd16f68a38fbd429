import { IF_DENIED } from '../../digest/halt-advice';
import { MODE_PARAMETER, POLICY_PARAMETER } from '../../settings';
import { asSentence, clean, wrap } from '../../text';
import { ORGANIZATION_PARAMETER } from '../policy/parse';
import type { OrganizationHalt, OrganizationHaltReason, OrganizationReport } from '../run-report';

/** What you can do about a halt. */
const ADVICE: Readonly<Record<OrganizationHaltReason, string>> = {
  policy: `Correct the parameter ${POLICY_PARAMETER}. If SSM did not answer, the next run usually succeeds.`,
  'organization-policy': `Correct the parameter ${ORGANIZATION_PARAMETER}; organization.schema.json describes it. If SSM did not answer, the next run usually succeeds.`,
  mode: `Set the parameter ${MODE_PARAMETER} to dry-run or enforce.`,
  roster:
    'Check that the account of this deployment is a delegated administrator of the organization. What a bad list leaves out would not be swept, and nobody would see it.',
  ledger:
    'Check organization/ledger.json in the record bucket. If it is missing or unreadable, restore an older version of it: aws s3api list-object-versions shows them.',
  busy: 'If another execution is in progress, do nothing. Otherwise the next run takes over from it.',
  coverage:
    'Look at NOT COVERED below. When enough accounts are covered again, or coverage.maxUncoveredPercent is higher, the next run acts.',
  subscribers:
    'Subscribe an address to the digest topic, without a filter policy, and confirm the mail that SNS sends it.',
  delivery: 'Check the digest topic, its key and its policy. Earlier mails go out first.',
  limits: `Check the list below. Then raise the limits in ${ORGANIZATION_PARAMETER}, or set onExceed to oldest-first.`,
  'report-only': 'Set the mode to dry-run, or deploy without reportOnly.',
  time: 'The run was too old when its turn came. The next run starts afresh; if this comes back, raise accountsAtOnce.',
  permissions: `AWS denied a call: ${IF_DENIED}`,
  internal: "This is a bug in iam-lapse. Please report it with the last lines of the function's log.",
};

/** Why the run did less than it was asked to. This comes first in the mail. */
export function haltLines({ halts }: OrganizationReport): string[] {
  return halts.flatMap((halt) => ['', ...haltLine(halt), ...wrap(ADVICE[halt.reason], 2)]);
}

function haltLine({ effect, reason, message }: OrganizationHalt): string[] {
  const what = effect === 'halted' ? 'HALTED' : 'NOT ENFORCED, ran as dry-run';
  return wrap(`${what} (${reason}): ${asSentence(clean(message, 1000))}`, 0, 2);
}
