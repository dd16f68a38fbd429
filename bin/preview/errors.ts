import { CallFailed, codeOf, describeFailure } from '../../lambda/aws/responses';
import { READS_OF_A_TRAIL, READS_OF_A_USER, READS_OF_THE_ACCOUNT } from '../../lambda/domain/iam-actions';

/** The user's input is wrong. One line says what, where and what to do. Exit code 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** A service that the preview needs failed or refused. One line says what failed and what to do. Exit code 1. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/**
 * Turns a failed AWS call into a message for the user. Credentials that do not work are the user's input; every
 * other failure is not.
 *
 * @param permissions the permissions that the call needs
 */
export function toUserError(action: string, error: unknown, permissions: string): BadInput | Unavailable {
  // Our adapters wrap what the SDK threw, to name the call.
  const thrown = error instanceof CallFailed ? error.cause : error;
  const code = codeOf(thrown);
  const failure = describeFailure(action, error);
  switch (code) {
    case 'CredentialsProviderError':
    case 'TokenProviderError': {
      const message = thrown instanceof Error ? thrown.message : code;
      return new BadInput(`no AWS credentials: ${message}. ${signInAdvice()}`, { cause: error });
    }
    case 'ExpiredToken':
    case 'RequestExpired':
      return new BadInput(`the AWS credentials have expired; sign in again (aws sso login). ${failure}`, {
        cause: error,
      });
    case 'InvalidClientTokenId':
    case 'UnrecognizedClient':
    case 'SignatureDoesNotMatch':
    case 'InvalidSignature':
      return new BadInput(
        `AWS does not accept these credentials; if they belong to GovCloud or China, set AWS_REGION to a region there. ${failure}`,
        { cause: error },
      );
    default:
      return isRefusal(failure)
        ? new Unavailable(`${failure}. You need ${permissions}`, { cause: error })
        : new Unavailable(failure, { cause: error });
  }
}

/** The SDK does not complain about a profile that does not exist, and does not name it either. */
function signInAdvice(): string {
  const profile = process.env['AWS_PROFILE'];
  return profile
    ? `AWS_PROFILE is ${JSON.stringify(profile)}: either there is no such profile (aws configure list-profiles lists them), or it has no credentials (if they come from SSO: aws sso login --profile NAME)`
    : 'Set AWS_PROFILE and sign in (aws sso login), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
}

/** Whether the text of a failure says that the caller lacks a permission. */
export function isRefusal(text: string): boolean {
  return /\b(?:AccessDenied|UnauthorizedOperation|not authorized to perform)/.test(text);
}

const LIVE_PERMISSIONS = [...READS_OF_THE_ACCOUNT, ...READS_OF_A_USER, ...READS_OF_A_TRAIL];
export const MISSING_PERMISSIONS = `AWS denied a call to your credentials. --live needs these permissions, all of them read-only: ${LIVE_PERMISSIONS.join(', ')}. examples/preview-live.json is a policy with them; AWS's IAMReadOnlyAccess suffices for all but the check of the trails`;
