import { type IamCommand, deactivation, userCommand } from '../iam-command';
import { utcDate, utcMinute } from '../instant';
import type { Lock, LockedCredential } from '../ledger/schema';
import type { FollowedLock } from '../locks/follow-up';
import { folderOfLock } from '../locks/record';
import type { RunReport } from '../run-report';
import { clean, count, wrap } from '../text';
import { iamCommand } from './commands';
import { masked } from './credential-lines';
import { type Item, type Section, unlessZero } from './layout';

// What a person has locked, and what became of it (docs/design.md §5.14). The records are untrusted text.

type State = LockedCredential['state'];

const followedOf = ({ locks }: RunReport) => locks?.followed ?? [];
const inState = ({ lock }: FollowedLock, state: State) =>
  lock.credentials.filter((credential) => credential.state === state);

/** Told every day until it is off again: somebody must look. */
export function lockUndoneSection(run: RunReport): Section {
  return onSection(run, 'undone', {
    title: 'LOCK UNDONE BY SOMEBODY',
    intro:
      'A person locked these users, and somebody has enabled this again since. The event history of CloudTrail says who: its call is UpdateAccessKey or CreateLoginProfile. The command takes it away again. If it is meant to be so: docs/incident.md, "Lift a lock".',
  });
}

/** The same for what may never have been off. */
export function notLockedSection(run: RunReport): Section {
  return onSection(run, 'neverOff', {
    title: 'NOT LOCKED, AND ENABLED',
    intro:
      'A lock meant these, and nothing proves that it ever took them away. They are enabled. The command does it.',
  });
}

function onSection(
  run: RunReport,
  state: State,
  { title, intro }: { readonly title: string; readonly intro: string },
): Section {
  const locks = followedOf(run).filter((each) => inState(each, state).length > 0);
  return {
    title,
    intro: wrap(intro, 2),
    items: locks.map((each) => ({
      lines: [
        ...orderLines(each.lock),
        ...inState(each, state).flatMap((credential) => [
          ...wrap(`enabled: ${labelOf(credential)}`, 4, 6),
          ...iamCommand(commandFor(each.lock, credential)),
        ]),
      ],
    })),
  };
}

export function lockedSection(run: RunReport): Section {
  return {
    title: 'LOCKED',
    intro: wrap(
      'A person locked these users with npm run lock: iam-lapse did not decide it. A later mail confirms it by the credential report.',
      2,
    ),
    items: newLocks(run, (lock) => lock.endedAt !== undefined),
  };
}

/** The plan stands on record, and no result. */
export function unfinishedLocksSection(run: RunReport): Section {
  return {
    title: 'LOCKS THAT DID NOT END',
    intro: wrap(
      'A person began to lock these users, and what came of it is not on record. Give npm run lock again. A later mail says what the credential report shows.',
      2,
    ),
    items: newLocks(run, (lock) => lock.endedAt === undefined),
  };
}

function newLocks(run: RunReport, predicate: (lock: Lock) => boolean): Item[] {
  return followedOf(run)
    .filter(({ isNew, lock }) => isNew && predicate(lock))
    .map(({ lock, before }) => ({
      lines: [
        ...orderLines(lock),
        ...wrap(`by ${clean(lock.by, 500)}`, 4, 6),
        ...wrap(`reason: ${clean(lock.reason, 500)}`, 4, 6),
        ...before.flatMap((credential) => wrap(`${wordOf(lock, credential)}: ${labelOf(credential)}`, 4, 6)),
        ...wrap(`record: ${folderOfLock(run.account, lock.id)}`, 4, 6),
      ],
    }));
}

function wordOf({ endedAt }: Lock, { state }: LockedCredential): string {
  if (state === 'locked') return 'locked';
  return endedAt === undefined ? 'perhaps locked' : 'NOT LOCKED';
}

export function lockConfirmedSection(run: RunReport): Section {
  return {
    title: 'LOCK CONFIRMED',
    intro: wrap('Nothing works any more of what these locks named: the credential report shows it.', 2),
    items: followedOf(run)
      .filter(({ isConfirmed }) => isConfirmed)
      .map(({ lock, user }) => ({
        lines: [
          ...orderLines(lock),
          ...(user === undefined
            ? lock.credentials.flatMap((credential) => wrap(`off: ${labelOf(credential)}`, 4, 6))
            : wrap(GONE[user], 4)),
        ],
      })),
  };
}

const GONE: Readonly<Record<NonNullable<FollowedLock['user']>, string>> = {
  gone: 'the user is gone, or has another name now',
  replaced: 'the user is gone; the user who has this name now is another one',
};

/** What stands between a reader and the truth about locks. Nothing of it stops a run. */
export function locksNotFollowedSection({ locks }: RunReport): Section {
  const { unlisted, unread = [], notUnderstood = [], left = 0, followed = [] } = locks ?? {};
  const item = (...texts: readonly string[]): Item => ({
    lines: ['', ...texts.flatMap((text, index) => wrap(text, index === 0 ? 2 : 4, index === 0 ? 4 : 6))],
  });
  return {
    title: 'LOCKS THAT COULD NOT BE FOLLOWED UP',
    intro: wrap('Look at these yourself. Nothing else in this mail depends on them.', 2),
    items: [
      ...(unlisted === undefined
        ? []
        : [item('The records of locks; the next run tries again.', clean(unlisted, 500))]),
      ...unread.map(({ key, cause }) => item(clean(key), `the next run tries again: ${clean(cause, 500)}`)),
      ...notUnderstood.map(({ key, cause }) => item(clean(key), `not a valid record: ${clean(cause, 500)}`)),
      ...(left === 0 ? [] : [item(`${count(left, 'more lock')}: this run had no room for them.`)]),
      ...followed.flatMap(({ lock, unknown }) =>
        unknown.map(({ credential, cause }) =>
          item(
            `${userOf(lock)}, ${labelOf(credential)}`,
            `whether it is off is not known: ${clean(cause, 500)}`,
          ),
        ),
      ),
    ],
  };
}

/** For the subject, what needs somebody first. */
export function lockCounts(run: RunReport): { readonly urgent: string[]; readonly news: string[] } {
  const followed = followedOf(run);
  const numberWith = (state: State) => followed.filter((each) => inState(each, state).length > 0).length;
  const undone = numberWith('undone');
  const isNew = followed.filter((each) => each.isNew);
  const unfinished = isNew.filter(({ lock }) => lock.endedAt === undefined).length;
  return {
    urgent: [
      ...unlessZero(undone, `LOCK${undone === 1 ? '' : 'S'} UNDONE`),
      ...unlessZero(numberWith('neverOff'), 'NOT LOCKED'),
    ],
    news: [
      ...unlessZero(isNew.length - unfinished, 'locked'),
      ...unlessZero(unfinished, `lock${unfinished === 1 ? '' : 's'} that did not end`),
    ],
  };
}

function orderLines(lock: Lock): string[] {
  return ['', ...wrap(`${userOf(lock)}, lock of ${utcMinute(lock.at)} UTC`, 2, 4)];
}

function userOf({ user }: Lock): string {
  return clean(user.name, 64);
}

function labelOf(credential: LockedCredential): string {
  if (credential.kind === 'password') return 'password';
  const { created, keyId } = credential;
  return created === undefined
    ? `access key ${masked(keyId)}`
    : `access key created ${utcDate(created)} (${masked(keyId)})`;
}

function commandFor({ user }: Lock, credential: LockedCredential): IamCommand {
  return credential.kind === 'password'
    ? userCommand('delete-login-profile', user.name)
    : deactivation('update-access-key', user.name, 'access-key-id', credential.keyId);
}
