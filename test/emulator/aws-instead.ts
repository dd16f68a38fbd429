import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  CreateLoginProfileCommand,
  DeleteAccountPasswordPolicyCommand,
  IAMClient,
  UpdateAccessKeyCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';

// A replacement for the AWS CLI on machines that have none. It knows the calls that the README and the digest print. A
// shell parses the command line; endpoint and credentials come from the environment.

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const CALLS: Readonly<Record<string, (args: string[]) => Promise<unknown>>> = {
  'ssm put-parameter': async (args) => {
    const options = { name: text, value: text, type: text, overwrite: flag };
    const { name, value, type, overwrite } = z
      .object({
        name: z.string(),
        value: z.string(),
        type: z.literal('String').optional(),
        overwrite: z.boolean().optional(),
      })
      .parse(parseArgs({ args, options }).values);
    await new SSMClient().send(
      new PutParameterCommand({
        Name: name,
        Value: contentOf(value),
        ...(type && { Type: type }),
        ...(overwrite && { Overwrite: overwrite }),
      }),
    );
  },
  'iam update-access-key': async (args) => {
    const options = { 'user-name': text, 'access-key-id': text, status: text };
    const given = z
      .object({
        'user-name': z.string(),
        'access-key-id': z.string(),
        status: z.enum(['Active', 'Inactive']),
      })
      .parse(parseArgs({ args, options }).values);
    const { 'user-name': UserName, 'access-key-id': AccessKeyId, status: Status } = given;
    await new IAMClient().send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }));
  },
  'iam create-login-profile': async (args) => {
    const options = { 'user-name': text, password: text, 'password-reset-required': flag };
    const given = z
      .object({
        'user-name': z.string(),
        password: z.string(),
        'password-reset-required': z.boolean().optional(),
      })
      .parse(parseArgs({ args, options }).values);
    const { 'user-name': UserName, password: Password, 'password-reset-required': reset } = given;
    await new IAMClient().send(
      new CreateLoginProfileCommand({
        UserName,
        Password,
        ...(reset && { PasswordResetRequired: reset }),
      }),
    );
  },
  'iam update-account-password-policy': async (args) => {
    const options = {
      'minimum-password-length': text,
      'password-reuse-prevention': text,
      'require-symbols': flag,
      'require-numbers': flag,
      'require-uppercase-characters': flag,
      'require-lowercase-characters': flag,
      'allow-users-to-change-password': flag,
    };
    const number = z.string().regex(/^\d+$/).transform(Number);
    const given = z
      .looseObject({ 'minimum-password-length': number, 'password-reuse-prevention': number })
      .parse(parseArgs({ args, options }).values);
    await new IAMClient().send(
      new UpdateAccountPasswordPolicyCommand({
        MinimumPasswordLength: given['minimum-password-length'],
        PasswordReusePrevention: given['password-reuse-prevention'],
      }),
    );
  },
  'iam delete-account-password-policy': async () => {
    await new IAMClient().send(new DeleteAccountPasswordPolicyCommand({}));
  },
};

/** Resolves `file://` in the shell's working directory. */
function contentOf(value: string): string {
  const [, file] = /^file:\/\/(.+)$/.exec(value) ?? [];
  return file === undefined ? value : readFileSync(file, 'utf8');
}

async function main([service, verb, ...args]: readonly string[]): Promise<void> {
  const call = CALLS[`${service} ${verb}`];
  if (!call) throw new Error(`without the AWS CLI this test cannot run: aws ${service} ${verb}`);
  await call([...args]);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 255;
});
