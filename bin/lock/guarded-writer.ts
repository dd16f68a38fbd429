import type { UserReader } from '../../lambda/aws/iam-user-reader';
import { describeFailure } from '../../lambda/aws/responses';
import type { Target } from '../../lambda/domain/remediation/confirm';
import type { Outcome, WriteResponse } from '../../lambda/domain/remediation/outcome';
import type { Writer } from '../../lambda/ports';
import { isUserOf, type LockPlan } from './plan';

/**
 * Looks right before each write whether the user still is the one of the plan. A user who was deleted and created again
 * has the same name, and is somebody else. Without an answer nothing is written.
 */
export class GuardedWriter implements Writer {
  readonly #refused = new Map<Target, Outcome>();

  constructor(
    private readonly writer: Writer,
    private readonly reader: Pick<UserReader, 'user'>,
    private readonly plan: LockPlan,
  ) {}

  /**
   * Targets of a name that is not the planned user's any more. A read-back by that name says nothing of them: the user may
   * have been renamed.
   */
  get refused(): ReadonlyMap<Target, Outcome> {
    return this.#refused;
  }

  async disable(target: Target): Promise<WriteResponse> {
    const { name } = target.user;
    let found: Awaited<ReturnType<UserReader['user']>>;
    try {
      found = await this.reader.user(name);
    } catch (error) {
      return notSent(`who ${name} is could not be read again: ${describeFailure('GetUser', error)}`);
    }
    if (found === 'gone') return this.#refuse(target, 'no user has this name any more');
    if (!isUserOf(this.plan, found)) {
      return this.#refuse(target, `the user is not the one of the plan any more: ${found.identity.arn}`);
    }
    return this.writer.disable(target);
  }

  #refuse(target: Target, cause: string): WriteResponse {
    this.#refused.set(target, { kind: 'refused', cause: `not touched; ${cause}` });
    return notSent(cause);
  }
}

function notSent(cause: string): WriteResponse {
  return { kind: 'rejected', code: 'other', firstAttempt: true, cause: `not touched; ${cause}` };
}
