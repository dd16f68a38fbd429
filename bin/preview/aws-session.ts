import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { BadInput, toUserError } from './errors';
import * as z from 'zod';
import { parseResponse } from '../../lambda/aws/responses';
import type { AccountId } from '../../lambda/domain/identity';

/** Signs calls to services that are the same everywhere in the partition. */
const ANYWHERE = 'us-east-1';

/** IAM is global, so that whoever never set a region need not begin with it. */
export async function regionOrAny(): Promise<string> {
  return (await configuredRegion()) ?? ANYWHERE;
}

/** @throws BadInput where none is set: a parameter is in one region and not in another */
export async function requiredRegion(what: string): Promise<string> {
  const region = await configuredRegion();
  if (region === undefined) {
    throw new BadInput(`no AWS region is set, and ${what} is in one: set AWS_REGION to the stack's`);
  }
  return region;
}

/** By the SDK's own rules: AWS_REGION, then the profile's. */
async function configuredRegion(): Promise<string | undefined> {
  const client = new STSClient({});
  try {
    return await client.config.region();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // As the SDK says it for none and for an empty one.
    if (said === 'Region is missing' || said.includes('region=""')) return undefined;
    throw new BadInput(`AWS_REGION or the region of the profile: ${said}`, { cause: error });
  } finally {
    client.destroy();
  }
}

const Caller = z.object({ Account: z.string().regex(/^\d{12}$/), Arn: z.string().startsWith('arn:') });

/** The account behind the credentials of this shell. @throws BadInput, Unavailable */
export async function callersAccount(region: string): Promise<AccountId> {
  const sts = new STSClient({ region });
  try {
    const answer = await sts.send(new GetCallerIdentityCommand({}));
    const { Account: id, Arn: arn } = parseResponse(Caller, 'GetCallerIdentity', answer);
    return { id, partition: arn.split(':')[1] ?? '' };
  } catch (error) {
    throw toUserError('GetCallerIdentity', error, 'sts:GetCallerIdentity');
  } finally {
    sts.destroy();
  }
}
