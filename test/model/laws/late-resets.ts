import { MINUTE } from '../../../lambda/domain/instant';
import { names } from '../digests';
import { type AppliedWrite, type Run, writesOf } from '../journal';
import { undoneUnnoted } from '../undone';
import type { World } from '../world';
import type { Law } from './law';

/** What is older stood in the report, or was seen before the write. */
const WINDOW = 4 * 60 * MINUTE;
const SECTION = ['SET BEFORE IT WAS DELETED'];
const CALLS = ['UpdateLoginProfile', 'ChangePassword'];

/**
 * 4, of what the program could not know: "A later run asks again", and tells that somebody had set a password before it
 * was deleted. Who got the password back meanwhile needs no telling.
 */
export const lateResetsAreTold: Law = {
  name: '4. Late resets are told',
  brokenBy: (world) =>
    writesOf(world.journal)
      .filter(({ run, write }) => wasSetBefore(world, run, write) && !isTold(world, write))
      .filter(({ run, write }) => !undoneUnnoted(world.journal, run, write))
      .filter(
        ({ write }) =>
          !world.journal.people.some((deed) => deed.restored === write.label && deed.at > write.at),
      )
      .map(
        ({ run, write }) => `#${run.invocation} ${write.words}: no digest tells that it had just been set`,
      ),
};

function wasSetBefore({ trail }: World, { report }: Run, { target, at }: AppliedWrite): boolean {
  const since = Math.max(report?.takenAt ?? at, at - WINDOW);
  return (
    target.kind === 'password' &&
    trail.some(
      (event) =>
        CALLS.includes(event.call) &&
        event.at > since &&
        event.at <= at &&
        event.users.some((name) => name.toLowerCase() === target.user.name.toLowerCase()),
    )
  );
}

function isTold({ journal }: World, { words, at }: AppliedWrite): boolean {
  return journal.runs.some(({ delivered }) =>
    delivered.some((mail) => mail.subscribers > 0 && mail.at > at && names(mail, SECTION, words)),
  );
}
