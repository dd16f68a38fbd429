import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { type OrganizationProps, OrganizationStack } from '../../../lib/organization/organization-stack';
import { ORGANIZATION } from '../../support/organization';
import { anApp, POLICY_TEXT, readable, resourcesOf } from '../synth';

/** The text that the organization's parameter is deployed with. */
export const ORGANIZATION_TEXT = readFileSync(join(__dirname, '../../../organization.json'), 'utf8');
export const ROOT_UNIT = 'r-ab12';

/** The stack as a deployment has it that chooses nothing but the organization; not synthesized yet; nothing is bundled. */
export function buildOrganization(props: Partial<OrganizationProps> = {}): {
  app: App;
  stack: OrganizationStack;
} {
  const app = anApp();
  const stack = new OrganizationStack(app, 'IamLapseOrganization', {
    emails: [],
    schedule: 'cron(0 7 * * ? *)',
    policyText: POLICY_TEXT,
    organizationText: ORGANIZATION_TEXT,
    organizationId: ORGANIZATION,
    organizationalUnits: [ROOT_UNIT],
    ...props,
  });
  return { app, stack };
}

/** Its template. */
export function synthOrganization(props: Partial<OrganizationProps> = {}): Template {
  return Template.fromStack(buildOrganization(props).stack);
}

const State = z.looseObject({ Type: z.string() });
export type State = z.infer<typeof State>;
const Definition = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), State) });

/** The machine's definition, with `<logical id.Arn>` in place of ARNs. */
export function definitionOf(template: Template) {
  const [machine] = Object.values(resourcesOf(template, 'AWS::StepFunctions::StateMachine'));
  return Definition.parse(JSON.parse(readable(machine?.Properties['DefinitionString'])));
}

/** One state. */
export function stateOf(template: Template, name: string): State {
  const state = definitionOf(template).States[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  return state;
}
