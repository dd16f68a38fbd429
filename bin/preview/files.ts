import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { BadInput } from './errors';

// Messages name a file exactly as the user did.

const IS_A_FOLDER = 'is a folder; name a file in it';

/** By the code of Node's error. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: IS_A_FOLDER,
};

/** @throws BadInput */
export function readInput(file: string): Buffer {
  return orBadInput(file, 'read', () => readFileSync(file));
}

/**
 * The encoding of a text that begins with an ASCII character, as a credential report and a policy do. Windows PowerShell's
 * `>` and Out-File write UTF-16 with a byte order mark; in UTF-16, one byte of an ASCII character is 0.
 */
export function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || (first !== undefined && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined)) return 'utf-16be';
  return 'utf-8';
}

/** A text of any encoding as UTF-8. A UTF-8 text stays as it is; its parser reads it, and refuses what is none. */
export function asUtf8(content: Uint8Array): Uint8Array {
  const encoding = encodingOf(content);
  return encoding === 'utf-8' ? content : new TextEncoder().encode(new TextDecoder(encoding).decode(content));
}

/**
 * Writes a file, and replaces one that exists.
 *
 * @throws BadInput
 */
export function writeOutput(file: string, text: string): void {
  orBadInput(file, 'written', () => writeFileSync(file, text));
}

/**
 * Fails early if the output path is not writable, before minutes of reading the account.
 *
 * @throws BadInput
 */
export function assertWritable(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new BadInput(`${file}: ${IS_A_FOLDER}`);
  }
  const folder = dirname(file);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new BadInput(`${file}: there is no folder ${folder}`);
  }
}

function orBadInput<T>(file: string, what: 'read' | 'written', attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    // `instanceof Error` is false under jest, which runs tests in another realm than Node's own errors.
    const code = isNativeError(error) && 'code' in error ? String(error.code) : String(error);
    const reason = (what === 'read' && UNREADABLE[code]) || `it cannot be ${what} (${code})`;
    throw new BadInput(`${file}: ${reason}`, { cause: error });
  }
}
