import { printableLine } from '../lambda/domain/text';
import { investigate } from './investigate/main';
import { lock } from './lock/main';
import { preview, type PreviewIo } from './preview/main';

interface Command {
  /** What it does, for the list of commands. */
  readonly about: string;
  /** It changes something, so it goes on when nobody reads its output any more. */
  readonly writes?: true;
  /** Returns the exit code. */
  readonly run: (args: readonly string[], io: PreviewIo) => Promise<number>;
}

/** The commands of `npx iam-lapse`, by name. To add one, add a line here. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['preview', { about: 'judge a credential report or your live account; changes nothing', run: preview }],
  [
    'investigate',
    { about: 'what an IAM user did lately, and its credentials; changes nothing', run: investigate },
  ],
  [
    'lock',
    {
      about: 'take away the keys and the password of an IAM user; without --yes, only a plan',
      run: lock,
      writes: true,
    },
  ],
]);

const LIST = `usage: npx iam-lapse COMMAND [options]

${[...COMMANDS].map(([name, { about }]) => `  ${name.padEnd(12)}${about}`).join('\n')}

npx iam-lapse COMMAND --help lists the options of a command.
`;

/** Whether the command that the first argument names may be left half way. */
export function mayBreakOff([name = '']: readonly string[]): boolean {
  return COMMANDS.get(name)?.writes !== true;
}

/** Runs the command that the first argument names. */
export async function runCommand([name, ...args]: readonly string[], io: PreviewIo): Promise<number> {
  if (name === '--help' || name === '-h') {
    io.stdout.write(LIST);
    return 0;
  }
  const command = COMMANDS.get(name ?? '');
  if (command) return command.run(args, io);
  const complaint = name === undefined ? '' : `Unknown command ${printableLine(JSON.stringify(name))}.\n`;
  io.stderr.write(`${complaint}${LIST}`);
  return 2;
}
