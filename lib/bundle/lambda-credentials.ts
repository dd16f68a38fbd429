import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundle. Lambda gives a function the credentials of its role as
 * environment variables, session token included, and in no other way. The SDK's default chain adds 105 KB for SSO, STS,
 * instance metadata, processes and profiles; each cold start would load them for nothing.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export const defaultProvider = fromEnv;
