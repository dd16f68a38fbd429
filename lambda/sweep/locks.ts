import { messageOf } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';
import { createdAtOf, type CredentialReport, type UserFacts } from '../domain/credential-report/facts';
import { DAY } from '../domain/instant';
import { isUserName } from '../domain/identity';
import type { Lock, Locks } from '../domain/ledger/schema';
import {
  asRead,
  follow,
  type FollowedLock,
  isShownIn,
  MAX_LOCK_DURATION,
  needsListing,
  type SeenLocks,
  type SeenUser,
} from '../domain/locks/follow-up';
import {
  folderOfLock,
  instantOfLock,
  type ListedLock,
  type LockFile,
  LockRecordError,
  parseLockRecord,
} from '../domain/locks/record';
import { learn, type RunContext } from './run';
import { listKeysInTime } from './list-keys';

/** How far the first run looks back. */
const FIRST_LOOK = 30 * DAY;
/** Locks that are read in one run. The next run reads the next ones. */
const MAX_NEW = 50;
/** Whoever may write to the bucket must not make the ledger as large as they like. */
const MAX_KNOWN = 500;

/**
 * Reads the locks that people have ordered since the last run (docs/design.md §5.14): one call on a day without a lock.
 * Never throws: what cannot be read is told, and a lock stops no run.
 */
export async function readLocks(run: RunContext, session: LedgerSession): Promise<void> {
  const { now } = run.report;
  const before = session.ledger.locks;
  const known = before?.known ?? [];
  const since = Math.min(before?.readUntil ?? now - FIRST_LOOK, now);
  // A lock may be dated by another clock, or have been at work when the last run read.
  const listedFrom = Math.floor((since - DAY) / DAY) * DAY;
  const seen = { listedFrom, readUntil: since, notUnderstood: [], unread: [], left: 0 };
  let listed: readonly ListedLock[];
  try {
    listed = await run.ports.records.listLocks(listedFrom);
  } catch (error) {
    const followed = known.map((lock) => asRead(lock, false));
    learn(run, { locks: { ...seen, followed, unlisted: messageOf(error) } });
    return;
  }
  learn(run, { locks: await readListed(run, { ...seen, followed: [] }, { listed, before }) });
}

async function readListed(
  { report, ports }: RunContext,
  start: SeenLocks,
  { listed, before }: { readonly listed: readonly ListedLock[]; readonly before: Locks | undefined },
): Promise<SeenLocks> {
  const { now, account } = report;
  const known = new Map((before?.known ?? []).map((lock) => [lock.id, asRead(lock, false)]));
  const toRead = listed.filter(({ id, files }) => {
    if (before?.passedOver[id] !== undefined) return false;
    const ended = files.includes('result.json');
    const lock = known.get(id)?.lock;
    if (lock) return ended && lock.endedAt === undefined;
    // It may still be at work. The next run reads it.
    return ended || now - (instantOfLock(id) ?? now - MAX_LOCK_DURATION) >= MAX_LOCK_DURATION;
  });
  const room = Math.max(0, Math.min(MAX_NEW, MAX_KNOWN - known.size));
  const notUnderstood: SeenLocks['notUnderstood'][number][] = [];
  const unread: SeenLocks['unread'][number][] = [];
  for (const each of toRead.slice(0, room)) {
    const found = await readOne(each, { now, account, records: ports.records });
    if ('lock' in found) known.set(each.id, asRead(found.lock, true));
    if ('wrong' in found) notUnderstood.push({ id: each.id, ...found.wrong });
    if ('unread' in found) unread.push(found.unread);
  }
  const left = Math.max(0, toRead.length - room);
  const isWhole = left === 0 && unread.length === 0;
  return {
    ...start,
    ...(isWhole ? { readUntil: now } : {}),
    followed: [...known.values()],
    notUnderstood,
    unread,
    left,
  };
}

type Found =
  | { readonly lock: Lock; readonly wrong?: { readonly key: string; readonly cause: string } }
  | { readonly wrong: { readonly key: string; readonly cause: string } }
  | { readonly unread: { readonly key: string; readonly cause: string } };

/** The result has all that the plan has, but for the evidence. So the plan is read only where there is no valid result. */
async function readOne(
  { id, files }: ListedLock,
  { now, account, records }: Pick<RunContext['report'], 'now' | 'account'> & Pick<Ports, 'records'>,
): Promise<Found> {
  let wrong: { key: string; cause: string } | undefined;
  for (const file of NEWEST_FIRST.filter((name) => files.includes(name))) {
    const key = `${folderOfLock(account, id)}${file}`;
    let text: string;
    try {
      text = await records.readLock(id, file);
    } catch (error) {
      return { unread: { key, cause: messageOf(error) } };
    }
    try {
      return { lock: parseLockRecord({ id, account, file, text, now }), ...(wrong ? { wrong } : {}) };
    } catch (error) {
      if (!(error instanceof LockRecordError)) throw error;
      wrong ??= { key, cause: error.message };
    }
  }
  return { wrong: wrong ?? { key: folderOfLock(account, id), cause: 'it has no record' } };
}

const NEWEST_FIRST = ['result.json', 'plan.json'] as const satisfies readonly LockFile[];

/** Confirms the locks by a report that is younger than they are, or finds that somebody has undone them. Never throws. */
export async function compareLocks(run: RunContext, report: CredentialReport): Promise<void> {
  const { locks, now } = run.report;
  if (!locks) return;
  // By name and creation: a user who was moved to another path is the same.
  const rows = new Map<string, UserFacts>(
    report.users.flatMap((row) =>
      row.created.kind === 'at' ? [[`${row.user.name}@${row.created.at}`, row] as const] : [],
    ),
  );
  const rowOf = ({ user }: Lock) => rows.get(`${user.name}@${user.created}`);
  const listings = await listKeysInTime(usersToList(locks.followed, report, rowOf), 'twins', run.ports);
  const followed: FollowedLock[] = [];
  for (const each of locks.followed) {
    const { lock } = each;
    const row = rowOf(lock);
    // Of a user who is gone for good there is nothing more to find out.
    const isOver = !row && lock.confirmedAt !== undefined;
    if (!isShownIn(report, lock) || isOver) {
      followed.push(each);
      continue;
    }
    const seen: SeenUser = row
      ? { kind: 'row', row, listing: listings.get(row.user.arn) }
      : (renamedTo(lock, report) ?? (await withoutRow(lock, run.ports)));
    followed.push(follow(each, seen, now));
  }
  learn(run, { locks: { ...locks, followed } });
}

function usersToList(
  followed: readonly FollowedLock[],
  report: CredentialReport,
  rowOf: (lock: Lock) => UserFacts | undefined,
): UserFacts['user'][] {
  const users = followed.flatMap(({ lock }) => {
    const row = isShownIn(report, lock) ? rowOf(lock) : undefined;
    return row && needsListing(lock, row) ? [[row.user.arn, row.user] as const] : [];
  });
  return [...new Map(users).values()];
}

/**
 * Keys and password stay with a user who gets another name. The report has no unique id. A user of the same second may be
 * the one who has a key of a second that the lock named: the others may have been deleted, or be no part of the report.
 */
function renamedTo({ user, credentials }: Lock, { users }: CredentialReport): SeenUser | undefined {
  const keys = credentials.flatMap((each) => (each.kind === 'accessKey' ? [each.created] : []));
  const other = users.find(
    (row) =>
      row.created.kind === 'at' &&
      row.created.at === user.created &&
      (keys.length === 0 ||
        row.hasMoreKeys ||
        keys.some((created) => row.keys.some((key) => createdAtOf(key) === created))),
  );
  return other && { kind: 'unknown', cause: `somebody may have renamed the user to ${other.user.name}` };
}

/** A report may lack a row. So IAM is asked whether the user is gone. */
async function withoutRow({ user }: Lock, { inspector }: Pick<Ports, 'inspector'>): Promise<SeenUser> {
  const { name, created } = user;
  if (!isUserName(name)) return { kind: 'unknown', cause: 'the name is not valid' };
  try {
    const live = await inspector.readUser({ user: name, groups: false, loginProfile: false, keys: 'none' });
    if (live === 'gone') return { kind: 'gone' };
    return live.identity.createdAt === created
      ? { kind: 'unknown', cause: 'the credential report does not list the user' }
      : { kind: 'replaced' };
  } catch (error) {
    return { kind: 'unknown', cause: messageOf(error) };
  }
}
