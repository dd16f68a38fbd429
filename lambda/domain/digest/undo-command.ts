import type { Target } from '../remediation/confirm';
import { COLUMNS } from '../text';

/** The names that IAM allows. Apart from a leading - or =, a shell takes each of these characters literally. */
const IAM_NAME = /^[\w+=,.@-]{1,64}$/;

/**
 * The AWS CLI command that enables a disabled credential again, ready to paste. For a user name that IAM does not
 * allow it is a line that says there is no command.
 */
export function restoreCommand(target: Target): string[] {
  const { name } = target.user;
  if (!IAM_NAME.test(name)) {
    return ['    (no command for a name with such characters: use the IAM console)'];
  }
  return target.kind === 'accessKey'
    ? commandLines('aws iam update-access-key', [
        ...userName(name),
        `--access-key-id ${target.keyId}`,
        '--status Active',
      ])
    : commandLines('aws iam create-login-profile', [
        ...userName(name),
        '--password-reset-required',
        // A variable, because a literal placeholder could become the password. IAM refuses an empty one.
        '--password "$NEW_PASSWORD"',
      ]);
}

/** What the command cannot undo about a password. Printed once, if passwords were deleted. */
export const PASSWORD_IS_GONE =
  'A deleted password cannot be recovered: set NEW_PASSWORD to a new one first. MFA devices, keys and permissions are untouched.';

/** One word for a name with a leading dash, which the CLI would take for an option. zsh expands a leading =. */
function userName(name: string): string[] {
  if (name.startsWith('-')) return [`--user-name=${name}`];
  return ['--user-name', name.startsWith('=') ? `'${name}'` : name];
}

/** The words on as few lines as possible; a backslash at the end of a line joins it with the next. */
export function commandLines(start: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = `    ${start}`;
  for (const word of words) {
    if (`${line} ${word} \\`.length <= COLUMNS) {
      line = `${line} ${word}`;
      continue;
    }
    lines.push(`${line} \\`);
    line = `      ${word}`;
    if (line.length > COLUMNS - 2) line = word;
    // Only --user-name= with one of the longest names needs a break within a word.
    if (line.length > COLUMNS - 2) {
      lines.push(`${line.slice(0, COLUMNS - 1)}\\`);
      line = line.slice(COLUMNS - 1);
    }
  }
  return [...lines, line];
}
