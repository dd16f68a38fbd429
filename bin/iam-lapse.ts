import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { printable } from '../lambda/domain/printable';
import { parsePolicy, PolicyError } from '../lambda/domain/policy/parse';
import { IamLapseStack } from '../lib/iam-lapse-stack';
import { ContextError, parseContext } from './context';

// The CDK app. What cannot work is refused here, before anything is synthesized.

const POLICY_FILE = join(__dirname, '..', 'policy.json');

try {
  const app = new App();
  const settings = parseContext(app.node.getAllContext());
  const policyText = readFileSync(POLICY_FILE, 'utf8');
  parsePolicy(policyText, Date.now());
  new IamLapseStack(app, 'IamLapse', { ...settings, policyText });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ContextError || error instanceof PolicyError)) throw error;
  const where = error instanceof PolicyError ? 'policy.json: ' : '';
  console.error(
    `iam-lapse cannot be synthesized.\n${where}${error.message.split('\n').map(printable).join('\n')}`,
  );
  process.exitCode = 1;
}
