import { inspect } from 'node:util';
import { describeFailure } from '../../lambda/aws/responses';
import { utcDate } from '../../lambda/domain/instant';
import { count, printable, printableLine } from '../../lambda/domain/text';
import type { Clock } from '../../lambda/ports';
import { callerAccount, regionOrDefault } from '../preview/aws-session';
import { BadInput, toUserError, Unavailable } from '../preview/errors';
import type { Terminal } from '../preview/terminal';
import { type Belief, notTried, type Tried } from './belief';
import { beliefs } from './beliefs/all';
import type { FieldClients } from './clients';
import { removeLeftovers } from './leftovers';
import { parseOptions, type TryOptions } from './options';
import { planText } from './plan';
import { reportIt } from './report-it';
import { type Remaining, Sandbox } from './sandbox';
import { tableOf } from './table';
import { USAGE } from './usage';
import { removalCommands } from './users';

export interface FieldTestIo {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** Undefined without a terminal. Rejects when the run is interrupted. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly clock: Clock;
  /** A clock whose `sleep` an interruption does not end. */
  readonly cleanupClock: Pick<Clock, 'sleep'>;
  readonly interrupted: AbortSignal;
  readonly clients: (region: string, interrupted: AbortSignal) => FieldClients;
  /** Called with the sandbox before it makes a user: a second Ctrl-C lists the users that exist then. */
  readonly onUsers: (sandbox: Pick<Sandbox, 'users'>) => void;
}

/**
 * Runs the command line. It never throws.
 *
 * @returns the exit code
 */
export async function fieldTest(args: readonly string[], io: FieldTestIo): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options.task === 'help') {
      io.stdout.write(`${USAGE}\n`);
      return 0;
    }
    return await run(options, io);
  } catch (error) {
    const isKnown = error instanceof BadInput || error instanceof Unavailable;
    const text = io.interrupted.aborted
      ? 'interrupted'
      : isKnown
        ? error.message.split('\n').map(printable).join('\n')
        : inspect(error);
    io.stderr.write(`${text}\n`);
    return error instanceof BadInput ? 2 : 1;
  }
}

async function run(options: TryOptions, io: FieldTestIo): Promise<number> {
  const region = await regionOrDefault();
  const account = await callerAccount(region);
  if (account.id !== options.account) {
    throw new BadInput(
      `your AWS credentials belong to account ${account.id}, not to ${options.account}: nothing was done`,
    );
  }
  const list = beliefs(options);
  io.stdout.write(`${planText({ ...options, beliefs: list.length })}\n\n`);
  if (!options.yes && io.ask === undefined) {
    throw new BadInput('without a terminal it cannot ask: give --yes to begin');
  }
  const agrees = async (question: string): Promise<boolean> =>
    options.yes || /^y(es)?$/i.test((await io.ask?.(`${question} [y/N] `))?.trim() ?? '');
  if (!(await agrees('Begin?'))) {
    io.stdout.write('Nothing was done.\n');
    return 1;
  }
  const clients = io.clients(region, io.interrupted);
  try {
    const earlier = await removeLeftovers(clients, { agrees, io }).catch((error: unknown) => {
      throw toUserError('ListUsers', error, 'iam:ListUsers');
    });
    const sandbox = new Sandbox(account, clients, io.clock);
    io.onUsers(sandbox);
    return await tryAll(list, sandbox, earlier, io);
  } finally {
    destroy(clients);
  }
}

async function tryAll(
  list: readonly Belief[],
  sandbox: Sandbox,
  earlier: readonly Remaining[],
  io: FieldTestIo,
): Promise<number> {
  const tried: Tried[] = [];
  try {
    for (const belief of list) {
      if (io.interrupted.aborted) break;
      showProgress(io, `${tried.length + 1} of ${list.length}: ${belief.belief}`);
      tried.push({ belief, finding: await attempt(belief, sandbox, io) });
    }
  } finally {
    showProgress(io, '');
  }
  const left = [...earlier, ...(await sandbox.removeAll(io.cleanupClock))];
  const { stdout, stderr, interrupted } = io;
  stdout.write(`${tableOf(tried)}\n\n${summaryOf(tried)}\n`);
  const differing = tried.some(({ finding }) => finding.kind === 'differs');
  if (differing) {
    stdout.write(`\n${reportIt(tried, sandbox.account.partition, utcDate(io.clock.now()))}\n`);
  }
  if (left.length > 0) stderr.write(`\n${remainingText(left)}\n`);
  if (interrupted.aborted) stderr.write('interrupted; what this run made is removed unless listed above\n');
  const nothing = tried.every(({ finding }) => finding.kind === 'notTried');
  if (left.length > 0 || interrupted.aborted || nothing) return 1;
  return differing ? 3 : 0;
}

/** A trial that fails, for example for want of a permission, says nothing about its belief. */
async function attempt(belief: Belief, sandbox: Sandbox, io: FieldTestIo): Promise<Tried['finding']> {
  try {
    return await belief.attempt(sandbox);
  } catch (error) {
    if (io.interrupted.aborted) return notTried('interrupted');
    return notTried(withoutNames(describeFailure('the trial', error), sandbox));
  }
}

/** IAM's messages name the account and its caller. */
function withoutNames(text: string, { account, id }: Sandbox): string {
  return text
    .replaceAll(/arn:[\w-]+:\S+/g, 'ARN')
    .replaceAll(account.id, 'ACCOUNT')
    .replaceAll(id, 'RANDOM');
}

function summaryOf(tried: readonly Tried[]): string {
  const of = (kind: Tried['finding']['kind']) => tried.filter(({ finding }) => finding.kind === kind).length;
  return `Holds: ${of('holds')}. Does not hold: ${of('differs')}. Not tried: ${of('notTried')}.`;
}

export function remainingText(left: readonly Remaining[]): string {
  return [
    `${count(left.length, 'user')} of a field test may be left. These commands remove them:`,
    ...left.flatMap(({ name, cause }) => ['', `# ${printableLine(cause)}`, ...removalCommands(name)]),
  ].join('\n');
}

function showProgress({ stderr }: Pick<FieldTestIo, 'stderr'>, text: string): void {
  if (!stderr.isTTY) return;
  stderr.write(`\r\u001B[K${text.slice(0, (stderr.columns || 80) - 1)}`);
}

function destroy({ iam, once, cleanup }: FieldClients): void {
  for (const client of [iam, once, cleanup]) client.destroy();
}
