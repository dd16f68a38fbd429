import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { printable } from '../lambda/domain/text';
import { parsePolicy, PolicyError } from '../lambda/domain/policy/parse';
import { IamLapseStack } from '../lib/iam-lapse-stack';
import { HOME_REGIONS, warnOutsideHomeRegions } from '../lib/new-credential-function';
import { ContextError, parseContext } from './context';
import { userWideContext } from './unknown-context';

// The CDK app. It rejects a context or policy that cannot work, before it synthesizes anything.

const POLICY_FILE = join(__dirname, '..', 'policy.json');

try {
  const app = new App();
  const settings = parseContext(app.node.getAllContext(), userWideContext());
  const policyText = readFileSync(POLICY_FILE, 'utf8');
  parsePolicy(policyText, Date.now());
  const stack = new IamLapseStack(app, 'IamLapse', { ...settings, policyText });
  // The template works in any region, so the stack cannot warn. CDK's command line says which region it deploys to.
  const region = process.env['CDK_DEFAULT_REGION'];
  if (stack.newCredentialFunction && region && !HOME_REGIONS.some((home) => home === region)) {
    warnOutsideHomeRegions(stack, region);
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ContextError || error instanceof PolicyError)) throw error;
  const lines =
    error instanceof PolicyError
      ? error.lines.map((line) => `policy.json: ${line}`)
      : error.message.split('\n').map(printable);
  console.error(['iam-lapse cannot be synthesized.', ...lines].join('\n'));
  process.exitCode = 1;
}
