import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Lambda's own trouble, in which the function may or may not have begun: a run's steps go on from what stands, and an
 * account that has begun is known by its ledger. `LambdaInvoke` retries the first four by itself, and not the last, which
 * is how Lambda says that the account's concurrency is used up.
 */
export const WHEN_LAMBDA_IS_BUSY: RetryProps = {
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  interval: Duration.seconds(5),
  backoffRate: 2,
  maxAttempts: 8,
  maxDelay: Duration.minutes(1),
  jitterStrategy: JitterType.FULL,
};

/** Tell lays nothing out anew, so it may be begun again after whatever ended it; a mail that is not out is worth it. */
export const WHEN_TELL_FAILED: RetryProps = {
  errors: ['States.TaskFailed', 'States.Timeout'],
  interval: Duration.seconds(30),
  maxAttempts: 1,
};

/** The list could not be read, so no child has begun. A pin that is broken stays broken; the wait is short. */
export const WHEN_S3_DOES_NOT_ANSWER: RetryProps = {
  errors: ['States.ItemReaderFailed'],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 2,
};
