import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { BadInput } from './errors';

// Messages name a file as the user did.

/** @throws BadInput */
export function readInput(file: string): Buffer {
  return orBadInput(file, 'read', () => readFileSync(file));
}

/** Over whatever was there. @throws BadInput */
export function writeOutput(file: string, text: string): void {
  orBadInput(file, 'written', () => writeFileSync(file, text));
}

/** What cannot become a file, before the account is read, which takes its time. @throws BadInput */
export function assertWritable(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new BadInput(`${file}: is a folder; name a file in it`);
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
    // Not `instanceof`: Node's own errors are of another realm where a test runs.
    const code = isNativeError(error) && 'code' in error ? String(error.code) : String(error);
    const missing = code === 'ENOENT' && what === 'read';
    const why = missing ? 'there is no such file' : `it cannot be ${what} (${code})`;
    throw new BadInput(`${file}: ${why}`, { cause: error });
  }
}
