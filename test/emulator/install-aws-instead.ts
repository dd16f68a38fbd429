import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts a program `aws` into a folder below this one.
 *
 * @returns that folder, for the PATH
 */
export function installAwsInstead(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const command = [process.execPath, require.resolve('tsx/cli'), join(__dirname, 'aws-instead.ts')];
  const script = `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(' ')} "$@"\n`;
  writeFileSync(join(bin, 'aws'), script, { mode: 0o755 });
  return bin;
}
