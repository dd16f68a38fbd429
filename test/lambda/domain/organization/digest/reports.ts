import { coverageOf, type CoverageInput } from '../../../../../lambda/domain/organization/coverage';
import { type Answer, answerText } from '../../../../../lambda/domain/organization/answer';
import type { Roster } from '../../../../../lambda/domain/organization/roster';
import type { OrganizationReport } from '../../../../../lambda/domain/organization/run-report';
import { NOW } from '../../../../support/builders';
import { aPolicyInForce } from '../../digest/run-reports';
import { anAnswer, anOrganizationPolicy, aRoster, ORGANIZATION_ID, RUN } from '../an-organization';

/** Boring by default: a scheduled run of one account, in which nothing happens. */
export function aReport(
  parts: Partial<OrganizationReport> & {
    readonly roster?: Roster;
    readonly answers?: readonly Answer[];
    readonly act?: Pick<CoverageInput, 'allotted' | 'plans'>;
  } = {},
): OrganizationReport {
  const { roster = aRoster(), answers = [anAnswer()], act, ...rest } = parts;
  return {
    organizationId: ORGANIZATION_ID,
    runId: RUN,
    trigger: 'scheduled',
    preview: false,
    now: NOW,
    halts: [],
    settings: {
      mode: 'enforce',
      organization: { policy: anOrganizationPolicy(), version: 2, sha256: 'cd'.repeat(32), asDeployed: true },
      policy: aPolicyInForce(),
    },
    policyChanges: [],
    subscribers: 1,
    deliveredLate: [],
    coverage: coverageOf({
      roster,
      stored: answers.map((answer) => ({ accountId: answer.accountId, text: answerText(answer) })),
      allotted: new Set(),
      plans: [],
      ...act,
    }),
    uncoveredSince: {},
    changes: undefined,
    allotment: undefined,
    inFlight: [],
    records: { location: `s3://records/organization/runs/2026/11/20/${RUN}/`, consoleUrl: undefined },
    stateMachineArn: 'arn:aws:states:us-east-1:111111111111:stateMachine:IamLapseOrganization',
    ...rest,
  };
}
