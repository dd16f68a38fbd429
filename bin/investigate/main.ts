import { inspect } from 'node:util';
import { printable, printableJson } from '../../lambda/domain/text';
import { callerAccount, regionOrDefault } from '../preview/aws-session';
import { BadInput, isRefusal, Unavailable } from '../preview/errors';
import { assertWritable, writeOutput } from '../preview/files';
import type { PreviewIo } from '../preview/main';
import { bold, emphasizeTitles, plain } from '../preview/terminal';
import type { Investigation } from './investigation';
import { refuseTakenByNpm } from '../npm-took';
import { type InvestigateOptions, OPTIONS, parseOptions, rootUser } from './options';
import { investigateUser } from './reading/investigate-user';
import { pageOf } from './report/page';
import { reportOf } from './report/report';
import { textOf } from './report/text';
import { isNothingRead, unreadOf } from './report/unread';
import { USAGE } from './usage';

/**
 * Runs the command line. It never throws.
 *
 * @returns the exit code
 */
export async function investigate(args: readonly string[], io: PreviewIo): Promise<number> {
  try {
    refuseTakenByNpm({ name: 'investigate', options: OPTIONS, argument: 'USER' }, args, io.env);
    const options = parseOptions(args);
    if (options.task === 'investigate') return await show(options, io);
    io.stdout.write(`${USAGE}\n`);
    return 0;
  } catch (error) {
    const isKnown = error instanceof BadInput || error instanceof Unavailable;
    // The message may quote untrusted text.
    io.stderr.write(`${isKnown ? printable(error.message) : inspect(error)}\n`);
    return error instanceof BadInput ? 2 : 1;
  }
}

async function show(options: InvestigateOptions, io: PreviewIo): Promise<number> {
  const { html, json } = options;
  if (html !== undefined) assertWritable(html);
  const region = await regionOrDefault();
  const account = await callerAccount(region);
  const investigation = await investigateUser(
    { ...options, regions: options.regions, account, region, now: io.now() },
    io.stderr,
  );
  const report = reportOf(investigation);
  if (json) {
    io.stdout.write(`${printableJson(JSON.stringify(investigation, null, 2))}\n`);
  } else {
    const emphasis = io.stdout.isTTY && !process.env['NO_COLOR'] ? bold : plain;
    io.stdout.write(`${emphasizeTitles(textOf(report), emphasis)}\n`);
  }
  if (html !== undefined) {
    writeOutput(html, pageOf(report));
    io.stderr.write(`The page is in ${printable(html)}\n`);
  }
  return exitCodeOf(investigation, io);
}

const MISSING_PERMISSIONS =
  'AWS denied a call to your credentials. examples/incident-responder.json has all permissions that this command needs, every one of them read-only';

function exitCodeOf(investigation: Investigation, { stderr }: PreviewIo): number {
  const unread = unreadOf(investigation);
  if (unread.some(([, cause]) => isRefusal(cause))) stderr.write(`${MISSING_PERMISSIONS}\n`);
  if (isNothingRead(investigation)) {
    stderr.write('Nothing could be read\n');
    return 1;
  }
  const { identity, user, account, activity } = investigation;
  if (identity.kind !== 'gone' || activity.events > 0) return 0;
  if (unread.length > 0) {
    stderr.write(`There is no IAM user ${user}, and what it did could not be read\n`);
    return 1;
  }
  if (user === 'root') throw rootUser();
  stderr.write(
    `There is no IAM user ${printable(user)} in account ${account}, and no event of one in that time. Is the name right? CloudTrail knows a deleted user only as it was spelt\n`,
  );
  return 2;
}
