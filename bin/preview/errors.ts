import { CallFailed, codeOf, describeFailure } from '../../lambda/aws/errors';
import { READS_OF_A_USER, READS_OF_THE_ACCOUNT } from '../../lib/iam-actions';

/** What is wrong is the user's input: one line that says what, where and what next. Exit 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** Something that the preview needs did not answer or refused: one line that says what and what next. Exit 1. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** All that `--live` asks of IAM. */
const READ_PERMISSIONS = [...READS_OF_THE_ACCOUNT, ...READS_OF_A_USER];
export const MISSING_PERMISSIONS = `AWS refused it to your credentials. --live takes these permissions, all of them reads: ${READ_PERMISSIONS.join(', ')}`;

/** Whether a failure, told as text, is about what the caller may do. */
export function isRefusal(text: string): boolean {
  return /\b(?:AccessDenied|UnauthorizedOperation|not authorized to perform)/.test(text);
}

/**
 * What an AWS call that failed means to whoever runs the preview, and what to do about it: credentials are the
 * user's input, all else broke.
 *
 * @param ask the permissions that the call takes
 */
export function toUserError(action: string, error: unknown, ask: string): BadInput | Unavailable {
  // Our adapters say which call it was and keep what the SDK threw.
  const thrown = error instanceof CallFailed ? error.cause : error;
  const code = codeOf(thrown);
  const said = describeFailure(action, error);
  switch (code) {
    case 'CredentialsProviderError':
    case 'TokenProviderError':
      return new BadInput(
        `no AWS credentials: ${thrown instanceof Error ? thrown.message : code}. ${nextStep()}`,
        {
          cause: error,
        },
      );
    case 'ExpiredToken':
    case 'RequestExpired':
      return new BadInput(`the AWS credentials have expired; sign in again (aws sso login). ${said}`, {
        cause: error,
      });
    case 'InvalidClientTokenId':
    case 'UnrecognizedClient':
    case 'SignatureDoesNotMatch':
    case 'InvalidSignature':
      return new BadInput(
        `AWS does not take these credentials; if they are of GovCloud or China, set AWS_REGION to a region there. ${said}`,
        { cause: error },
      );
    default:
      return isRefusal(said)
        ? new Unavailable(`${said}. It takes ${ask}`, { cause: error })
        : new Unavailable(said, { cause: error });
  }
}

/** The SDK goes on past a profile that it does not find, and then names none. */
function nextStep(): string {
  const profile = process.env['AWS_PROFILE'];
  return profile
    ? `AWS_PROFILE is ${JSON.stringify(profile)}: either there is no such profile (aws configure list-profiles shows them), or it has no credentials (aws sso login --profile, if they come from there)`
    : 'Set AWS_PROFILE and sign in (aws sso login), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
}
