import { printableLine } from '../lambda/domain/text';
import { investigate } from './investigate/main';
import { preview, type PreviewIo } from './preview/main';

interface Command {
  /** What it does, for the list of commands. */
  readonly about: string;
  /** Returns the exit code. */
  readonly run: (args: readonly string[], io: PreviewIo) => Promise<number>;
}

/** The commands of `npx iam-lapse`, by name. To add one, add a line here. */
const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['preview', { about: 'judge a credential report or your live account; changes nothing', run: preview }],
  [
    'investigate',
    { about: 'what an IAM user did lately, and its credentials; changes nothing', run: investigate },
  ],
]);

const LIST = `usage: npx iam-lapse COMMAND [options]

${[...COMMANDS].map(([name, { about }]) => `  ${name.padEnd(12)}${about}`).join('\n')}

npx iam-lapse COMMAND --help lists the options of a command.
`;

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
