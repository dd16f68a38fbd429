import { IamInspector } from '../../lambda/aws/iam-inspector';
import type { UserReader } from '../../lambda/aws/iam-user-reader';
import type { Target } from '../../lambda/domain/remediation/confirm';
import type { Outcome } from '../../lambda/domain/remediation/outcome';
import type { Clock, Writer } from '../../lambda/ports';
import { disable, UNKNOWN_OUTCOME } from '../../lambda/sweep/execute';
import { BadInput } from '../preview/errors';
import { GuardedWriter } from './guarded-writer';
import { type LockPlan, planLock } from './plan';
import type { Locked } from './record';

/** No later run takes up a lock. */
const TOO_OLD: Outcome = {
  kind: 'deferred',
  cause: 'not touched: the plan was over five minutes old by then. Give the same command again',
};

/** Disables each target of the plan, as a sweep does, and reads back what it did. */
export async function takeAway(
  plan: LockPlan,
  writer: Writer,
  reader: UserReader,
  clock: Clock,
): Promise<readonly Locked[]> {
  const inspector = new IamInspector(reader);
  const readAt = clock.elapsed();
  const actions = plan.targets.map((target) => ({ target, readAt }));
  const guarded = new GuardedWriter(writer, reader);
  const outcomes = await disable(guarded, { inspector, clock }, TOO_OLD)(actions);
  return actions.map(({ target }, index) => ({ target, outcome: outcomes[index] ?? UNKNOWN_OUTCOME }));
}

/**
 * What works after the lock although it should not: a key that somebody made meanwhile, or a password that was set again.
 * Undefined if it could not be read.
 */
export async function stillActive(
  { user }: LockPlan,
  reader: UserReader,
): Promise<readonly Target[] | undefined> {
  try {
    const now = await planLock(user.name, reader);
    return now.user.createdAt === user.createdAt ? now.targets : [];
  } catch (error) {
    return error instanceof BadInput ? [] : undefined;
  }
}
