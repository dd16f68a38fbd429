import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';
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

/** @throws BadInput */
export function parseOptions(args: readonly string[]): Options {
  const values = parse(args);
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

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        account: { type: 'string' },
        yes: { type: 'boolean' },
        'wait-for-events': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // `instanceof Error` is false under jest, which runs tests in another realm than Node's own errors.
    if (!isNativeError(error) || error.name !== 'TypeError') throw error;
    throw new BadInput(`${error.message.split('. ')[0]}; --help lists the options`, { cause: error });
  }
}
