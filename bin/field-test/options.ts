import { parseArguments } from '../arguments';
import { BadInput } from '../preview/errors';

export type Options = { readonly task: 'help' } | TryOptions;

export interface TryOptions {
  readonly task: 'try';
  /** Twelve digits. */
  readonly account: string;
  /** Do not ask. */
  readonly yes: boolean;
  readonly waitForEvents: boolean;
}

const OPTIONS = {
  account: { type: 'string' },
  yes: { type: 'boolean' },
  'wait-for-events': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** @throws BadInput */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArguments(args, { options: OPTIONS, allowPositionals: false });
  if (values.help) return { task: 'help' };
  const { account } = values;
  if (account === undefined) {
    throw new BadInput(
      'name the account that it may use, as in --account 123456789012; --help says what it does there',
    );
  }
  if (!/^\d{12}$/.test(account)) {
    throw new BadInput(`--account ${JSON.stringify(account)} is not an account id, which has 12 digits`);
  }
  return {
    task: 'try',
    account,
    yes: values.yes ?? false,
    waitForEvents: values['wait-for-events'] ?? false,
  };
}
