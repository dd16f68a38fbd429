import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { printable } from '../lambda/domain/text';
import { ContextError, parseContext } from './context';
import { SettingsFileError } from './settings-files';
import { addStack } from './stacks';
import { userWideContext } from './unknown-context';

// The CDK app. It rejects a context or a settings file that cannot work, before it synthesizes anything.

try {
  const app = new App();
  addStack(app, parseContext(app.node.getAllContext(), userWideContext()), process.env['CDK_DEFAULT_REGION']);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ContextError || error instanceof SettingsFileError)) throw error;
  const lines = error instanceof SettingsFileError ? error.lines : error.message.split('\n').map(printable);
  console.error(['iam-lapse cannot be synthesized.', ...lines].join('\n'));
  process.exitCode = 1;
}
