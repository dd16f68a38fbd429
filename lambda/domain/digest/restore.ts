import type { Target } from '../act/confirm';
import { COLUMNS } from './text';

/**
 * The AWS CLI call that undoes a disabling, on lines that can be pasted as they are. For a name that cannot
 * be shown there is none, and that is said.
 */
export function restoreCommand(target: Target): string[] {
  const { name } = target.user;
  if (!/^[\x21-\x7e]+$/.test(name)) {
    return [
      '    (the user name has characters that cannot be printed;',
      '    restore it in the IAM console)',
    ];
  }
  return target.kind === 'accessKey'
    ? command('update-access-key', [
        option('--user-name', name),
        option('--access-key-id', target.keyId),
        '--status Active',
      ])
    : command('create-login-profile', [
        option('--user-name', name),
        '--password-reset-required',
        "--password 'A-NEW-ONE'",
      ]);
}

/** What cannot be undone about a password, said once where passwords were deleted. */
export const PASSWORD_IS_GONE =
  'A deleted password cannot be brought back: put a new one in place of A-NEW-ONE. MFA devices, keys and permissions are untouched.';

/** A value that begins with a dash would be taken for an option. */
function option(flag: string, value: string): string {
  return `${flag}${value.startsWith('-') ? '=' : ' '}${quote(value)}`;
}

/** For a POSIX shell. IAM's own alphabet needs no quotes. */
function quote(value: string): string {
  return /^[\w+=,.@-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function command(verb: string, options: readonly string[]): string[] {
  const lines: string[] = [];
  let line = `    aws iam ${verb}`;
  for (const next of options) {
    if (`${line} ${next} \\`.length > COLUMNS) {
      lines.push(`${line} \\`);
      line = `      ${next}`;
      if (line.length > COLUMNS - 2) line = line.trimStart();
    } else {
      line = `${line} ${next}`;
    }
  }
  return [...lines, line];
}
