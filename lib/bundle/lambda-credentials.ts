import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in the bundle for `@aws-sdk/credential-provider-node`. Lambda hands a function the credentials of its
 * role, session token included, as environment variables and in no other way; the SDK's default chain brings
 * SSO, STS, instance metadata, processes and profiles along, 105 KB that a cold start would load for nothing.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export const defaultProvider = fromEnv;
