import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './shell';

/** The parts of the project that `cdk deploy` needs. */
const NEEDED = ['bin', 'lib', 'lambda', 'cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * Makes a copy of the project with another policy.json.
 *
 * @returns its path, below `folder`
 */
export function checkoutWith(policy: string, folder: string): string {
  const checkout = mkdtempSync(join(folder, 'checkout-'));
  for (const name of NEEDED) cpSync(join(PROJECT, name), join(checkout, name), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(checkout, 'node_modules'));
  writeFileSync(join(checkout, 'policy.json'), policy);
  return checkout;
}
