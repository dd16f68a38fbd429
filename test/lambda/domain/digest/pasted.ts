import { execFileSync } from 'node:child_process';
import { restoreCommand } from '../../../../lambda/domain/digest/commands';
import { targetOf, type Whose } from './run-reports';

/** The printed command that gives this credential back. */
export const commandOf = (whose: Whose): string => restoreCommand(targetOf(whose)).join('\n');

/** The arguments that `aws` gets when somebody pastes each command into bash. */
export function pasted(...commands: readonly string[]): string[][] {
  const script = [
    "NEW_PASSWORD='a new one'",
    'aws() { printf "%s\\0" "$@"; printf "\\0"; }',
    ...commands,
  ].join('\n');
  execFileSync('bash', ['-n', '-c', script]);
  const printed = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
  return printed
    .split('\0\0')
    .slice(0, -1)
    .map((call) => call.split('\0'));
}

/** `[--user-name, x]` or `[--user-name=x]`; as a word of its own a value must not look like an option. */
export function optionOf(args: readonly string[], option: string): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`${option}=`));
  if (joined !== undefined) return joined.slice(option.length + 1);
  const value = args[args.indexOf(option) + 1];
  return args.includes(option) && value !== undefined && !value.startsWith('-') ? value : undefined;
}
