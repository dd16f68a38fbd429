import { DeleteLoginProfileCommand, type IAMClient, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import type { Target } from '../domain/remediation/confirm';
import type { WriteResponse } from '../domain/remediation/outcome';
import type { Writer } from '../ports';
import { attemptsOf, codeOf, describeFailure, statusOf } from './errors';

/**
 * The two IAM writes of this program, and there are no others. Each names its user by a type that cannot be
 * empty: without a name IAM would take the caller's. There is nothing here that enables or deletes a key.
 */
export class IamWriter implements Writer {
  constructor(private readonly iam: IAMClient) {}

  async disable(target: Target): Promise<WriteResponse> {
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
}

async function answerOf(action: string, write: () => Promise<unknown>): Promise<WriteResponse> {
  try {
    await write();
    return { kind: 'accepted' };
  } catch (error) {
    const cause = describeFailure(action, error);
    const status = statusOf(error);
    // Only a 4xx is IAM's decision; a timeout, a reset or a 5xx may follow a write that was done.
    if (status === undefined || status < 400 || status >= 500) return { kind: 'unknown', cause };
    const code = codeOf(error);
    return {
      kind: 'rejected',
      code: code === 'NoSuchEntity' || code === 'EntityTemporarilyUnmodifiable' ? code : 'other',
      firstAttempt: attemptsOf(error) === 1,
      cause,
    };
  }
}
