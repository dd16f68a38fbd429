import type { UserReader } from '../../lambda/aws/iam-user-reader';
import { describeFailure } from '../../lambda/aws/responses';
import type { Target } from '../../lambda/domain/remediation/confirm';
import type { WriteResponse } from '../../lambda/domain/remediation/outcome';
import type { Writer } from '../../lambda/ports';

/**
 * Looks right before each write whether the user still is the one of the plan. A user who was deleted and created again
 * has the same name, and is somebody else. Without an answer nothing is written.
 */
export class GuardedWriter implements Writer {
  constructor(
    private readonly writer: Writer,
    private readonly reader: Pick<UserReader, 'user'>,
  ) {}

  async disable(target: Target): Promise<WriteResponse> {
    const { name, arn, createdAt } = target.user;
    let found: Awaited<ReturnType<UserReader['user']>>;
    try {
      found = await this.reader.user(name);
    } catch (error) {
      return notSent(`who ${name} is could not be read again: ${describeFailure('GetUser', error)}`);
    }
    if (found === 'gone') return notSent('the user no longer exists');
    const { identity } = found;
    if (identity.name !== name || identity.arn !== arn || identity.createdAt !== createdAt) {
      return notSent(`the user is not the one of the plan any more: ${identity.arn}`);
    }
    return this.writer.disable(target);
  }
}

function notSent(cause: string): WriteResponse {
  return { kind: 'rejected', code: 'other', firstAttempt: true, cause: `not touched; ${cause}` };
}
