import { saidIn } from '../digests';
import { isOn, resultIn } from '../stored';
import { type Journal, type Run, writesOf } from '../journal';
import type { Law } from './law';

/** 4, the other way round: what a digest says was done, was; what it says somebody enabled again, somebody did. */
export const toldIsTrue: Law = {
  name: '4. What is told is true',
  brokenBy: ({ journal }) =>
    journal.runs.flatMap((run) =>
      run.delivered.flatMap((mail) =>
        saidIn(mail)
          .filter(({ title, words }) => !isTrue(title, words, run, journal))
          .map(({ title, words }) => `#${run.invocation}: the digest says "${title}" of ${words}`),
      ),
    ),
};

/** 4, within one run: no finding asks for MFA of a password that the same record says is deleted. */
export const findingsAgree: Law = {
  name: '4. Findings agree with what was done',
  brokenBy: ({ journal, bucket }) =>
    writesOf(journal).flatMap(({ run, write }) => {
      const { outcomes, hygiene } = resultIn(bucket.files.get(`${run.runId}/result.json`));
      const isDone = outcomes.some((each) => each.outcome === 'disabled' && isOn(each, write.target));
      if (write.target.kind !== 'password' || !isDone) return [];
      const { name } = write.target.user;
      const mfa = (hygiene ?? []).filter(({ id }) => id === 'consoleMfa');
      return mfa
        .flatMap(({ findings, unreadable }) => [...findings, ...unreadable])
        .filter(({ user }) => user === name)
        .map(() => `#${run.invocation} ${write.words}: deleted, and in a finding about console users`);
    }),
};

function isTrue(title: string, words: string, run: Run, journal: Journal): boolean {
  const before = writesOf(journal).filter(({ write }) => write.words === words && write.at < end(run));
  // A try counts if it could not be read back, and so does the plan of a run that came to no end. A try that was read
  // back as active is none: nothing was done.
  const wasLeftOpen = () =>
    journal.runs.some((earlier) => earlier.invocation < run.invocation && mayHave(earlier, words));
  switch (title) {
    case 'DISABLED':
    case 'SET BEFORE IT WAS DELETED':
      return before.length > 0;
    case 'ENABLED, AND PERHAPS NEVER DISABLED':
      return wasLeftOpen();
    case 'ENABLED AGAIN BY SOMEBODY':
      if (wasLeftOpen()) return true;
      return before.some(({ write }) =>
        journal.people.some(({ restored, at }) => restored === write.label && at > write.at && at < end(run)),
      );
    default:
      return true;
  }
}

function end({ delivered, startedAt }: Run): number {
  return Math.max(startedAt, ...delivered.map(({ at }) => at));
}

function mayHave({ tried, opened, closed, outages }: Run, words: string): boolean {
  return (opened && !closed) || (tried.includes(words) && outages.includes('inspector.readBack'));
}
