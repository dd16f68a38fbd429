import type { Target } from '../remediation/confirm';
import { COLUMNS } from '../text';

/** What IAM allows in a user name: nothing that a shell would take for anything but itself. */
const IAM_NAME = /^[\w+=,.@-]{1,64}$/;

/**
 * The AWS CLI call that undoes a disabling, on lines that can be pasted as they are. For a name that IAM would
 * not have allowed there is none, and that is said.
 */
export function restoreCommand(target: Target): string[] {
  const { name } = target.user;
  if (!IAM_NAME.test(name)) {
    return ['    (no command for a name with such characters: use the IAM console)'];
  }
  return target.kind === 'accessKey'
    ? command('update-access-key', [...userName(name), `--access-key-id ${target.keyId}`, '--status Active'])
    : command('create-login-profile', [
        ...userName(name),
        '--password-reset-required',
        // Not a word that would do as a password: unset it is empty, and IAM refuses it.
        '--password "$NEW_PASSWORD"',
      ]);
}

/** What cannot be undone about a password, said once where passwords were deleted. */
export const PASSWORD_IS_GONE =
  'A deleted password cannot be brought back: set NEW_PASSWORD to a new one first. MFA devices, keys and permissions are untouched.';

/** Two words, or one where the name begins with a dash and would be taken for an option; zsh expands a leading =. */
function userName(name: string): string[] {
  if (name.startsWith('-')) return [`--user-name=${name}`];
  return ['--user-name', name.startsWith('=') ? `'${name}'` : name];
}

/** Words on as few lines as they take; a backslash at the end of a line joins it with the next. */
function command(verb: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = `    aws iam ${verb}`;
  for (const word of words) {
    if (`${line} ${word} \\`.length <= COLUMNS) {
      line = `${line} ${word}`;
      continue;
    }
    lines.push(`${line} \\`);
    line = `      ${word}`;
    if (line.length > COLUMNS - 2) line = word;
    // --user-name= with one of the longest names: only here is a word itself broken.
    if (line.length > COLUMNS - 2) {
      lines.push(`${line.slice(0, COLUMNS - 1)}\\`);
      line = line.slice(COLUMNS - 1);
    }
  }
  return [...lines, line];
}
