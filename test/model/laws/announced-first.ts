import { DAY, HOUR, type Instant } from '../../../lambda/domain/instant';
import { judges, names, ON_NOTICE } from '../digests';
import { type AppliedWrite, type Journal, type Run, writesOf } from '../journal';
import { protectedBy } from '../oracle';
import { restoresOf } from '../undone';
import type { Law } from './law';

/** 3: "Nothing is disabled that has not stood in a delivered digest for noticeDays." */
export const announcedFirst: Law = {
  name: '3. Announced first',
  brokenBy: ({ journal }) =>
    writesOf(journal).flatMap(({ run, write }) => {
      const days = run.policy?.noticeDays ?? Infinity;
      if (days === 0) return [];
      const told = firstTold(journal, write, startsAnew(journal, run, write));
      // "Notice has passed after noticeDays x 24 h less one hour", from sweep to sweep.
      if (told !== undefined && run.startedAt - told >= days * DAY - HOUR) return [];
      const since =
        told === undefined ? 'never' : `for ${((run.startedAt - told) / DAY).toFixed(2)} days only`;
      return [`#${run.invocation} ${write.words}: on notice ${since}, and the policy gives ${days} days`];
    }),
};

/** The start of the first run after `from` whose digest was delivered, to somebody, and named the credential. */
function firstTold({ runs }: Journal, { words }: AppliedWrite, from: Instant): Instant | undefined {
  return runs.find(
    ({ startedAt, preview, delivered }) =>
      !preview &&
      startedAt >= from &&
      delivered.some((mail) => mail.subscribers > 0 && names(mail, ON_NOTICE, words)),
  )?.startedAt;
}

/** "A notice lapses when no heard digest has listed who is on notice for more than 14 days." */
const LASTS = 14 * DAY;

/** When the last silence of more than 14 days ended before the run; the beginning of time if there was none. */
function silentUntil({ runs }: Journal, until: Run): Instant {
  const heard = runs
    .filter(({ invocation, preview }) => invocation < until.invocation && !preview)
    .filter(({ delivered }) => delivered.some((mail) => mail.subscribers > 0 && judges(mail)))
    .map(({ startedAt }) => startedAt);
  const instants = [...heard, until.startedAt];
  const end = instants.findLastIndex((at, index) => at - (instants[index - 1] ?? at) > LASTS);
  return instants[end] ?? -Infinity;
}

/** The last instant at which every earlier announcement lost its meaning. */
function startsAnew(journal: Journal, until: Run, write: AppliedWrite): Instant {
  const protections = journal.runs
    .filter((run) => run.invocation < until.invocation && run.closed && !run.preview)
    .filter((run) => sawProtected(run, write))
    .map(({ startedAt }) => startedAt + 1);
  const restores = restoresOf(journal, write).map(({ at }) => at);
  return Math.max(write.user.createdAt, silentUntil(journal, until), ...protections, ...restores);
}

/** A completed sweep that finds it exempt drops the announcement. */
function sawProtected(
  { lookedUp, unread, policy, report, startedAt, ending }: Run,
  write: AppliedWrite,
): boolean {
  const user = lookedUp?.find(({ serial }) => serial === write.user.serial);
  if (!user || !policy || !report?.enabled.has(write.label) || unread === 'all') return false;
  if (unread === user.serial || ending?.kind === 'killed') return false;
  return protectedBy(policy, user, startedAt) !== undefined;
}
