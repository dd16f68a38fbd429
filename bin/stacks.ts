import type { App } from 'aws-cdk-lib';
import { IamLapseStack } from '../lib/iam-lapse-stack';
import { HOME_REGIONS, warnOutsideHomeRegions } from '../lib/new-credential-function';
import { MemberStack } from '../lib/organization/member-stack';
import { OrganizationStack } from '../lib/organization/organization-stack';
import { ContextError, type Deployment } from './context';
import { regionProblem } from './opt-in-regions';
import { organizationText, policyText } from './settings-files';

/**
 * Adds the one stack of a deployment: one account's, an organization's, or that of a member which no StackSet reaches. One
 * alone, so that `cdk deploy` needs no name.
 *
 * @param region the one that the CDK's command line deploys to, if it knows it
 * @throws ContextError, SettingsFileError
 */
export function addStack(app: App, deployment: Deployment, region: string | undefined): void {
  const { organization, organizationalUnits, members, accountsAtOnce, central, ...choices } = deployment;
  if (organization === undefined) {
    addSingleAccount(app, choices, region);
    return;
  }
  const problem = region === undefined ? undefined : regionProblem(region);
  if (problem !== undefined) throw new ContextError(problem);
  if (central !== undefined) {
    new MemberStack(app, 'IamLapseMember', {
      centralAccountId: central,
      organizationId: organization,
      reportOnly: choices.reportOnly ?? false,
    });
    return;
  }
  const { newCredentialNotices: _, ...stackChoices } = choices;
  new OrganizationStack(app, 'IamLapseOrganization', {
    ...stackChoices,
    organizationId: organization,
    organizationalUnits: members === 'none' ? undefined : organizationalUnits,
    ...(accountsAtOnce !== undefined && { accountsAtOnce }),
    policyText: policyText('organization'),
    organizationText: organizationText(),
  });
}

function addSingleAccount(app: App, choices: Deployment, region: string | undefined): void {
  const stack = new IamLapseStack(app, 'IamLapse', { ...choices, policyText: policyText('singleAccount') });
  // The template works in any region, so the stack cannot warn. CDK's command line says which region it deploys to.
  if (stack.newCredentialFunction && region && !HOME_REGIONS.some((home) => home === region)) {
    warnOutsideHomeRegions(stack, region);
  }
}
