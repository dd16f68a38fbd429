import { type IamCommand, userCommand } from '../iam-command';
import type { Target } from '../remediation/confirm';
import { COLUMNS } from '../text';

/**
 * The names, ids and ARNs that IAM allows. Apart from a leading - or =, a shell takes each of these characters literally.
 */
const LITERAL = /^(?:[\w+=,.@-]{1,64}|arn:[\w+=,.@:/-]{1,250})$/;

/**
 * A command of the AWS CLI, ready to paste into a POSIX shell. For a name that IAM does not allow it is a line that says
 * there is no command.
 */
export function iamCommand(command: IamCommand): string[] {
  return isSafe(command)
    ? commandLines(
        `aws iam ${command.call}`,
        command.options.flatMap((option) => wordsOf(option)),
      )
    : [`    ${NO_COMMAND}`];
}

/** The same on one line, for records and pages. */
export function iamCommandText(command: IamCommand): string {
  const { call, options } = command;
  return isSafe(command) ? ['aws iam', call, ...options.flatMap(wordsOf)].join(' ') : NO_COMMAND;
}

const NO_COMMAND = '(no command for a name with such characters: use the IAM console)';

function isSafe({ options }: IamCommand): boolean {
  return options.every(([, value]) => typeof value !== 'string' || LITERAL.test(value));
}

function wordsOf([option, value]: IamCommand['options'][number]): string[] {
  if (value === undefined) return [`--${option}`];
  if (typeof value === 'object') return [`--${option} "$${value.variable}"`];
  const text = String(value);
  // As a word of its own, the CLI would take a leading dash for an option. zsh expands a leading =.
  if (text.startsWith('-')) return [`--${option}=${text}`];
  const word = text.startsWith('=') ? `'${text}'` : text;
  // Only a name may be so long that it needs a line of its own.
  return option === 'user-name' ? [`--${option}`, word] : [`--${option} ${word}`];
}

/** The command that enables a disabled credential again. */
export function restoreCommand(target: Target): string[] {
  const { name } = target.user;
  return iamCommand(
    target.kind === 'accessKey'
      ? userCommand('update-access-key', name, ['access-key-id', target.keyId], ['status', 'Active'])
      : userCommand(
          'create-login-profile',
          name,
          ['password-reset-required'],
          // A variable, because a literal placeholder could become the password. IAM refuses an empty one.
          ['password', { variable: 'NEW_PASSWORD' }],
        ),
  );
}

/** What the command cannot undo about a password. Printed once, if passwords were deleted. */
export const PASSWORD_IS_GONE =
  "A deleted password cannot be recovered: set NEW_PASSWORD to a new one first. Deleting it has left the user's MFA devices, access keys and permissions as they are.";

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
