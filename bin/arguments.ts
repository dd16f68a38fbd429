import { parseArgs, type ParseArgsConfig } from 'node:util';
import { isNativeError } from 'node:util/types';
import { nearest } from '../lambda/domain/text';
import { BadInput } from './preview/errors';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** What a mistake is answered with. */
interface Advice {
  /** Where the options are listed, if `--help` alone does not list them. */
  readonly help?: string;
  /** Options that other programs have, with the one of this command. */
  readonly otherNames?: Readonly<Record<string, string>>;
  /** What an argument that belongs to no option is probably meant to be. */
  readonly about?: (argument: string) => string | undefined;
}

/**
 * `parseArgs` of Node, with one line for a mistake that says what was probably meant.
 *
 * @throws BadInput
 */
export function parseArguments<T extends OptionsConfig, P extends boolean>(
  args: readonly string[],
  config: { readonly options: T; readonly allowPositionals: P },
  advice: Advice = {},
) {
  try {
    return parseArgs({ args: [...args], ...config });
  } catch (error) {
    // `instanceof Error` is false under jest, which runs tests in another realm than Node's own errors.
    if (!isNativeError(error) || error.name !== 'TypeError') throw error;
    throw new BadInput(explained(error.message, args, Object.keys(config.options), advice), { cause: error });
  }
}

/** Node's message with advice. Its second sentence is about options that begin with a dash, and seldom helps. */
function explained(
  message: string,
  args: readonly string[],
  known: readonly string[],
  { help = '--help lists the options', otherNames = {}, about }: Advice,
): string {
  const stray = /^Unexpected argument '(.*)'\. /s.exec(message)?.[1];
  if (stray !== undefined) return `Unexpected argument '${stray}'; ${about?.(stray) ?? help}`;
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return `${message.split('. ')[0]}; ${help}`;
  const typed = wholeOption(unknown, args);
  const name = typed.replace(/^-+/, '');
  const meant = (Object.hasOwn(otherNames, name) && otherNames[name]) || nearest(name, known);
  return meant
    ? `Unknown option '${typed}': did you mean --${meant}? ${help}`
    : `Unknown option '${typed}'; ${help}`;
}

/** Node takes `-live` for the short options l, i, v and e, and complains about the first that it does not know. */
function wholeOption(unknown: string, args: readonly string[]): string {
  const [, letter = ''] = unknown;
  const typed = letter === '-' ? undefined : args.find((arg) => /^-[^-]/.test(arg) && arg.includes(letter));
  return typed?.split('=')[0] ?? unknown;
}

/** An argument as you would type it. */
export function quoted(arg: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(arg) ? arg : JSON.stringify(arg);
}
