import type { ParseArgsConfig } from 'node:util';
import { parseArguments } from '../arguments';
import { BadInput } from '../preview/errors';

export type Options =
  | { readonly task: 'help' }
  | { readonly task: 'delegationPolicy'; readonly central: string; readonly partition: string }
  | {
      readonly task: 'template';
      readonly central?: string;
      readonly organization?: string;
      readonly reportOnly: boolean;
    };

export const OPTIONS = {
  central: { type: 'string' },
  organization: { type: 'string' },
  'report-only': { type: 'boolean' },
  'delegation-policy': { type: 'boolean' },
  partition: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** @throws BadInput */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArguments(args, { options: OPTIONS, allowPositionals: false });
  if (values.help) return { task: 'help' };
  const { central, organization, partition = 'aws' } = values;
  if (central !== undefined && !/^\d{12}$/.test(central)) {
    throw new BadInput(`--central must be an account id, 12 digits: ${JSON.stringify(central)}`);
  }
  if (organization !== undefined && !/^o-[a-z0-9]{10,32}$/.test(organization)) {
    throw new BadInput(
      `--organization must be the id of an organization, such as o-ab12cd34ef: ${JSON.stringify(organization)}`,
    );
  }
  if (!/^aws(-[a-z]+)*$/.test(partition)) {
    throw new BadInput(`--partition must be one such as aws or aws-us-gov: ${JSON.stringify(partition)}`);
  }
  const reportOnly = values['report-only'] ?? false;
  if (values['delegation-policy']) {
    if (central === undefined) throw new BadInput('--delegation-policy needs --central ID');
    if (reportOnly || organization !== undefined) {
      throw new BadInput(
        '--delegation-policy has nothing of --organization or --report-only; leave them out',
      );
    }
    return { task: 'delegationPolicy', central, partition };
  }
  if (values.partition !== undefined) throw new BadInput('--partition is for --delegation-policy alone');
  return {
    task: 'template',
    ...(central !== undefined && { central }),
    ...(organization !== undefined && { organization }),
    reportOnly,
  };
}
