import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ACCOUNT, PROJECT, REGION, type Shell } from './shell';

export const EMAIL = 'security@example.com';

const STACK = 'IamLapse';

/** Context of the CDK app, for the command line. */
export type Settings = Readonly<Record<string, string>>;
const SETTINGS: Settings = { email: EMAIL };

const Outputs = z.object({
  [STACK]: z.object({
    SweepFunctionName: z.string(),
    DigestTopicArn: z.string(),
    PolicyParameterName: z.string(),
    ModeParameterName: z.string(),
    RecordBucketName: z.string(),
  }),
});
export type Outputs = z.infer<typeof Outputs>[typeof STACK];

/** Runs `cdk bootstrap` and `cdk deploy` of this project with the CDK's own command line. */
export async function deploy(shell: Shell, folder: string): Promise<Outputs> {
  await bootstrap(shell);
  return deployStack(shell, folder);
}

export async function bootstrap(shell: Shell): Promise<void> {
  await shell.cdk('bootstrap', '--app', '', `aws://${ACCOUNT}/${REGION}`);
}

/** Runs `cdk deploy` for a new or an existing stack. */
export async function deployStack(
  shell: Shell,
  folder: string,
  settings = SETTINGS,
  checkout = PROJECT,
): Promise<Outputs> {
  return Outputs.parse(await cdkDeploy(shell, folder, settings, checkout))[STACK];
}

/** @returns the outputs by stack */
export async function cdkDeploy(
  shell: Shell,
  folder: string,
  settings: Settings,
  checkout = PROJECT,
): Promise<unknown> {
  const outputs = join(folder, 'outputs.json');
  const unattended = ['--require-approval', 'never', '--outputs-file', outputs];
  // With a change set, moto loses the outputs.
  const args = [...context(settings), ...synthInto(folder), ...unattended, '--method=direct'];
  await shell.cdkIn(checkout, 'deploy', ...args);
  return JSON.parse(readFileSync(outputs, 'utf8'));
}

export async function destroy(shell: Shell, folder: string, settings = SETTINGS): Promise<void> {
  await shell.cdk('destroy', '--force', ...context(settings), ...synthInto(folder));
}

function context(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

function synthInto(folder: string): string[] {
  return ['--output', join(folder, 'cdk.out')];
}
