import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { parseResponse } from '../../lambda/aws/responses';
import type { AccountId } from '../../lambda/domain/identity';
import { BadInput, toUserError } from './errors';

/** The region for calls whose answer is the same in every region of the partition. */
const DEFAULT_REGION = 'us-east-1';

const CallerIdentity = z.object({
  Account: z.string().regex(/^\d{12}$/),
  Arn: z.string().startsWith('arn:'),
});

/** Who makes the calls, and in which account. */
export interface Caller {
  readonly account: AccountId;
  readonly arn: string;
}

/**
 * The account behind the AWS credentials of this shell.
 *
 * @throws BadInput, Unavailable
 */
export async function callerAccount(region: string): Promise<AccountId> {
  return (await caller(region)).account;
}

/**
 * The identity behind the AWS credentials of this shell.
 *
 * @throws BadInput, Unavailable
 */
export async function caller(region: string): Promise<Caller> {
  const sts = new STSClient({ region });
  try {
    const response = await sts.send(new GetCallerIdentityCommand({}));
    const { Account: id, Arn: arn } = parseResponse(CallerIdentity, 'GetCallerIdentity', response);
    return { account: { id, partition: arn.split(':')[1] ?? '' }, arn };
  } catch (error) {
    throw toUserError('GetCallerIdentity', error, 'sts:GetCallerIdentity');
  } finally {
    sts.destroy();
  }
}

/** IAM is global, so you need not configure a region for it. */
export async function regionOrDefault(): Promise<string> {
  return (await configuredRegion()) ?? DEFAULT_REGION;
}

/**
 * The configured region, for something that exists in the stack's region only.
 *
 * @throws BadInput if no region is configured
 */
export async function requiredRegion(what: string): Promise<string> {
  const region = await configuredRegion();
  if (region === undefined) {
    throw new BadInput(`no AWS region is set, but ${what} is in the stack's region: set AWS_REGION to it`);
  }
  return region;
}

/** The SDK's own rules apply: first AWS_REGION, then the profile's region. */
async function configuredRegion(): Promise<string | undefined> {
  const client = new STSClient({});
  try {
    return await client.config.region();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The SDK's messages for a missing and for an empty region.
    if (message === 'Region is missing' || message.includes('region=""')) return undefined;
    throw new BadInput(`AWS_REGION or the region of the profile: ${message}`, { cause: error });
  } finally {
    client.destroy();
  }
}
