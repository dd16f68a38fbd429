import { type Around, fakeAwsInProcess, type InProcessAws } from '../../../support/fake-aws/in-process';
import type { FakeAccount } from '../../../support/fake-aws';
import { runLock } from '../run-lock';

/** A kill at one call: before AWS gets it, or when AWS has done it and the answer is still on its way. */
export interface Kill {
  readonly atCall: number;
  readonly when: 'before' | 'after';
}

/** The process is dead from that call on: what it waits for never comes, and no later call reaches AWS. */
export async function runKilled(
  account: FakeAccount,
  args: readonly string[],
  { atCall, when }: Kill,
  now: () => number = Date.now,
): Promise<InProcessAws> {
  let die: (how: 'killed') => void = () => {};
  const death = new Promise<'killed'>((resolve) => {
    die = resolve;
  });
  const never = new Promise<never>(() => {});
  let arrived = 0;
  const around: Around = async (_, answer) => {
    const call = arrived;
    arrived += 1;
    if (call < atCall) return answer();
    if (call === atCall && when === 'after') await answer();
    if (call === atCall) die('killed');
    return never;
  };
  const aws = fakeAwsInProcess(account, around);
  const before = process.env;
  try {
    const ended = await Promise.race([runLock(args, aws, { now }), death]);
    if (ended !== 'killed') throw new Error(`it ended with ${ended.code} before call ${atCall}`);
    return aws;
  } finally {
    // A killed lock does not give it back.
    process.env = before;
  }
}
