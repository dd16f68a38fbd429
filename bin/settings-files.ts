import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../lambda/domain/instant';
import { parseOrganizationPolicy } from '../lambda/domain/organization/policy/parse';
import { parsePolicy, PolicyError, type PolicyScope } from '../lambda/domain/policy/parse';

/** A file that a parameter is deployed from is not usable. `lines` name the file, and are printable. */
export class SettingsFileError extends Error {
  override readonly name = 'SettingsFileError';
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** The text of `policy.json`. @throws SettingsFileError */
export function policyText(scope: PolicyScope): string {
  return checked('policy.json', (text, now) => parsePolicy(text, now, scope));
}

/** The text of `organization.json`. @throws SettingsFileError */
export function organizationText(): string {
  return checked('organization.json', parseOrganizationPolicy);
}

function checked(name: string, parse: (text: string, now: Instant) => unknown): string {
  const text = readFileSync(join(__dirname, '..', name), 'utf8');
  try {
    parse(text, Date.now());
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new SettingsFileError(error.lines.map((line) => `${name}: ${line}`));
  }
  return text;
}
