import { IamInspector } from '../../lambda/aws/iam-inspector';
import type { UserReader } from '../../lambda/aws/iam-user-reader';
import { describeFailure, isNoSuchEntity } from '../../lambda/aws/responses';
import type { Clock, Writer } from '../../lambda/ports';
import { disable, UNKNOWN_OUTCOME } from '../../lambda/sweep/execute';
import { BadInput } from '../preview/errors';
import { GuardedWriter } from './guarded-writer';
import { isUserOf, type LockPlan, planLock } from './plan';
import type { Left, Locked } from './record';

/** A sweep does not act on old evidence. A lock reads the user again right before each write. */
const NEVER_OLD = Infinity;

/** Disables each target of the plan, as a sweep does, and reads back what it did. */
export async function takeAway(
  plan: LockPlan,
  writer: Writer,
  reader: UserReader,
  clock: Clock,
): Promise<readonly Locked[]> {
  const inspector = new IamInspector(reader);
  const guarded = new GuardedWriter(writer, reader, plan);
  const actions = plan.targets.map((target) => ({ target, readAt: NEVER_OLD }));
  const outcomes = await disable(guarded, { inspector, clock })(actions);
  return actions.map(({ target }, index) => ({
    target,
    outcome: guarded.refused.get(target) ?? outcomes[index] ?? UNKNOWN_OUTCOME,
  }));
}

/**
 * What works after the lock although it should not: a key that somebody made meanwhile, or a password that was set again.
 * It is not known of a user who has another name now: whoever may rename the user could escape the lock so.
 */
export async function stillActive(plan: LockPlan, reader: UserReader): Promise<Left> {
  const { name } = plan.user;
  try {
    const now = await planLock(name, reader);
    if (isUserOf(plan, { ...now, identity: now.user })) return { kind: 'read', targets: now.targets };
    return { kind: 'elsewhere', cause: `another user has the name ${name} now: ${now.user.arn}` };
  } catch (error) {
    // Also a list of a name that nobody has any more.
    return error instanceof BadInput || isNoSuchEntity(error)
      ? { kind: 'elsewhere', cause: `the user ${name} was deleted, renamed or created again just now` }
      : { kind: 'unreadable', cause: describeFailure('the user', error) };
  }
}
