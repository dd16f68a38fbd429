import { DeleteLoginProfileCommand, type IAMClient, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import type { Target } from '../domain/remediation/confirm';
import type { WriteResponse } from '../domain/remediation/outcome';
import type { Writer } from '../ports';
import { attemptsOf, codeOf, describeFailure, statusOf } from './responses';

/**
 * The only two IAM writes of iam-lapse. Each names its user by a type that cannot be empty, because without a name IAM
 * would act on the caller (docs/design.md §4.4). Nothing here enables or deletes a key.
 */
export class IamWriter implements Writer {
  constructor(private readonly iam: IAMClient) {}

  async disable(target: Target): Promise<WriteResponse> {
    const UserName = target.user.name;
    switch (target.kind) {
      case 'password':
        return responseOf('DeleteLoginProfile', () =>
          this.iam.send(new DeleteLoginProfileCommand({ UserName })),
        );
      case 'accessKey':
        return responseOf('UpdateAccessKey', () =>
          this.iam.send(
            new UpdateAccessKeyCommand({ UserName, AccessKeyId: target.keyId, Status: 'Inactive' }),
          ),
        );
    }
  }
}

async function responseOf(action: string, write: () => Promise<unknown>): Promise<WriteResponse> {
  try {
    await write();
    return { kind: 'accepted' };
  } catch (error) {
    const cause = describeFailure(action, error);
    const status = statusOf(error);
    // Only a 4xx is a decision of IAM. After a timeout, a reset or a 5xx the write may have been done.
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
