import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { clientsAt } from './clients';

const PutParameter = z.strictObject({
  Name: z.string(),
  Value: z.string(),
  Type: z.literal('String').optional(),
  Overwrite: z.literal(true).optional(),
});
const UpdateAccessKey = z.strictObject({
  UserName: z.string(),
  AccessKeyId: z.string(),
  Status: z.enum(['Active', 'Inactive']),
});

/**
 * For machines without the AWS CLI: the calls of it that the life test makes, through the SDK.
 *
 * @param folder in which `file://` is looked for
 */
export async function awsInstead(printed: string, endpoint: string, folder: string): Promise<void> {
  const [program, service, verb, ...options] = printed.replaceAll('\\\n', ' ').trim().split(/\s+/);
  const { iam, ssm, close } = clientsAt(endpoint);
  try {
    switch (`${program} ${service} ${verb}`) {
      case 'aws ssm put-parameter': {
        const { Type, Overwrite, ...rest } = PutParameter.parse(parameters(options, folder));
        await ssm.send(
          new PutParameterCommand({ ...rest, ...(Type && { Type }), ...(Overwrite && { Overwrite }) }),
        );
        break;
      }
      case 'aws iam update-access-key':
        await iam.send(new UpdateAccessKeyCommand(UpdateAccessKey.parse(parameters(options, folder))));
        break;
      default:
        throw new Error(`without the AWS CLI this test cannot run: ${printed}`);
    }
  } finally {
    close();
  }
}

/** `--user-name bob --overwrite` is `{ UserName: 'bob', Overwrite: true }`. */
function parameters(options: readonly string[], folder: string): Record<string, string | true> {
  return Object.fromEntries(
    options.flatMap((option, index) => {
      if (!option.startsWith('--')) return [];
      const name = option.slice(1).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
      const value = options[index + 1];
      const given = value !== undefined && !value.startsWith('--');
      return [[name, given ? contentOf(value, folder) : (true as const)]];
    }),
  );
}

function contentOf(value: string, folder: string): string {
  const [, file] = /^file:\/\/(.+)$/.exec(value) ?? [];
  return file === undefined ? value : readFileSync(resolve(folder, file), 'utf8');
}
