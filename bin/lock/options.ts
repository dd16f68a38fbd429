import type { ParseArgsConfig } from 'node:util';
import { clean } from '../../lambda/domain/text';
import { isUserName, type UserName } from '../../lambda/domain/identity';
import { parseArguments } from '../arguments';
import { BadInput } from '../preview/errors';

export type Options = { readonly task: 'help' } | LockOptions;

export interface LockOptions {
  readonly task: 'lock';
  readonly user: UserName;
  /** One line, for the records and the mail. */
  readonly reason: string;
  /** Act. Without it, the plan is printed and nothing is changed. */
  readonly yes: boolean;
  readonly evenIfExempt: boolean;
  readonly record: boolean;
  readonly stack: string;
  /** How far the evidence looks back. */
  readonly hours: number;
}

export const OPTIONS = {
  reason: { type: 'string' },
  yes: { type: 'boolean' },
  'even-if-exempt': { type: 'boolean' },
  'no-record': { type: 'boolean' },
  hours: { type: 'string' },
  stack: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** IAM's rule for user names. */
const IAM_USER_NAME = /^[\w+=,.@-]{1,64}$/;
const MAX_REASON_LENGTH = 500;
const STACK = 'IamLapse';

/** @throws BadInput */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArguments(args, { options: OPTIONS, allowPositionals: true });
  if (values.help) return { task: 'help' };
  const [user = '', ...others] = positionals;
  if (user === '') throw new BadInput('name the user to lock: npm run lock -- USER --reason TEXT');
  if (others.length > 0) {
    throw new BadInput(
      `one user at a time: ${JSON.stringify(user)} or ${JSON.stringify(others[0])}? Put quotes around the reason`,
    );
  }
  if (user === '<root_account>') throw new BadInput(`the root user cannot be locked. ${ROOT_ADVICE}`);
  if (!IAM_USER_NAME.test(user) || !isUserName(user)) {
    throw new BadInput(`${JSON.stringify(user)} is not a name that an IAM user can have`);
  }
  const reason = clean(values.reason ?? '', MAX_REASON_LENGTH + 1);
  if (reason === '') throw new BadInput('give a reason, for the record: --reason INC-42');
  if (reason.length > MAX_REASON_LENGTH) {
    throw new BadInput(`--reason has more than ${MAX_REASON_LENGTH} characters`);
  }
  return {
    task: 'lock',
    user,
    reason,
    yes: values.yes ?? false,
    evenIfExempt: values['even-if-exempt'] ?? false,
    record: !values['no-record'],
    stack: values.stack ?? STACK,
    hours: parseHours(values.hours ?? '24'),
  };
}

export const ROOT_ADVICE =
  'Sign in as root, change its password, check its MFA devices and delete its access keys.';

/** CloudTrail keeps events for 90 days. */
const MAX_HOURS = 90 * 24;

function parseHours(text: string): number {
  const hours = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (hours >= 1 && hours <= MAX_HOURS) return hours;
  throw new BadInput(`--hours ${JSON.stringify(text)}: give a whole number from 1 to ${MAX_HOURS}`);
}
