import { type AppliedWrite, type Deed, type Journal, type Run, writesOf } from './journal';
import { UNSETTLED } from './unsettled';

/** Whether a person undid a write that its run could not note anywhere, before a later run looked. */
export function undoneUnnoted({ runs, people }: Journal, run: Run, write: AppliedWrite): boolean {
  if (run.closed || run.recorded || !UNSETTLED.has('restored before the next run')) return false;
  const next = runs.find(
    (later) => later.startedAt > write.at && !later.preview && (later.opened || later.closed),
  );
  return people.some(
    ({ restored, at }) =>
      restored === write.label && at > write.at && at < (next?.startedAt ?? Infinity) + A_RUN,
  );
}
/** The next run may be under way when it is undone. */
const A_RUN = 15 * 60_000;

/** The restores of a credential before a write of it, which the sweeps could have learnt of. */
export function restoresOf(journal: Journal, { label, at }: AppliedWrite): Deed[] {
  const writes = writesOf(journal).filter(({ write }) => write.label === label);
  return journal.people.filter((deed) => {
    if (deed.restored !== label || deed.at >= at) return false;
    const undone = writes.findLast(({ write }) => write.at < deed.at);
    return !undone || !undoneUnnoted(journal, undone.run, undone.write);
  });
}
