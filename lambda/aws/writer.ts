import { DeleteLoginProfileCommand, type IAMClient, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import type { Target } from '../domain/act/confirm';
import type { Answer, ReadBack } from '../domain/act/settle';
import type { Writer } from '../ports';
import { attemptsOf, codeOf, describeFailure, isNoSuchEntity, statusOf } from './failure';
import type { ListedKey, UserReader } from './reader';

/**
 * The two IAM writes of this program, and there are no others. Each names its user by a type that cannot be
 * empty: without a name IAM would take the caller's. There is nothing here that enables or deletes a key.
 */
export class IamWriter implements Writer {
  constructor(
    private readonly iam: IAMClient,
    private readonly reader: UserReader,
  ) {}

  async disable(target: Target): Promise<Answer> {
    const UserName = target.user.name;
    switch (target.kind) {
      case 'password':
        return answerOf('DeleteLoginProfile', () =>
          this.iam.send(new DeleteLoginProfileCommand({ UserName })),
        );
      case 'accessKey':
        return answerOf('UpdateAccessKey', () =>
          this.iam.send(
            new UpdateAccessKeyCommand({ UserName, AccessKeyId: target.keyId, Status: 'Inactive' }),
          ),
        );
    }
  }

  async readBack(targets: readonly [Target, ...Target[]]): Promise<readonly ReadBack[]> {
    const [{ kind, user }] = targets;
    try {
      if (kind === 'password') {
        const profile = await this.reader.loginProfile(user.name);
        return targets.map(() => ({ kind: profile === 'none' ? 'disabled' : 'active' }));
      }
      const keys = await this.reader.keys(user.name);
      return targets.map((target) => ({ kind: isActive(target, keys) ? 'active' : 'disabled' }));
    } catch (error) {
      if (isNoSuchEntity(error)) return targets.map(() => ({ kind: 'disabled' }));
      const cause = describeFailure('the read-back', error);
      return targets.map(() => ({ kind: 'unreadable', cause }));
    }
  }
}

/** A key that is not listed is gone; any status but Inactive and Expired may still open the account. */
function isActive(target: Target, keys: readonly ListedKey[]): boolean {
  const key = keys.find(({ id }) => target.kind === 'accessKey' && target.keyId === id);
  return key !== undefined && key.status !== 'Inactive' && key.status !== 'Expired';
}

async function answerOf(action: string, write: () => Promise<unknown>): Promise<Answer> {
  try {
    await write();
    return { kind: 'accepted' };
  } catch (error) {
    const cause = describeFailure(action, error);
    const status = statusOf(error);
    // Only a 4xx is IAM's decision; a timeout, a reset or a 5xx may follow a write that was done.
    if (status === undefined || status < 400 || status >= 500) return { kind: 'lost', cause };
    const code = codeOf(error);
    return {
      kind: 'no',
      code: code === 'NoSuchEntity' || code === 'EntityTemporarilyUnmodifiable' ? code : 'other',
      firstTry: attemptsOf(error) === 1,
      cause,
    };
  }
}
