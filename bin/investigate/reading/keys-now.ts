import { GetAccessKeyLastUsedCommand, type IAMClient } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import { parseResponse } from '../../../lambda/aws/responses';
import type { AccessKeyId, UserName } from '../../../lambda/domain/identity';
import { utcSecond } from '../../../lambda/domain/instant';
import { clean } from '../../../lambda/domain/text';
import type { AccessKey } from '../investigation';
import { attempt, requireOwner } from './attempt';
import { Shown, Time } from './shown';

const KeyUse = z.object({
  UserName: z.string(),
  AccessKeyLastUsed: z.object({ LastUsedDate: Time.optional(), Region: Shown, ServiceName: Shown }),
});

/** All keys, also a third one, which the credential report does not have. */
export async function readKeys(iam: IAMClient, name: UserName): Promise<AccessKey[]> {
  const keys = await new UserReader(iam).keys(name);
  return Promise.all(
    keys.map(async ({ id, status, createdAt }) => ({
      id,
      status: clean(status),
      created: utcSecond(createdAt),
      lastUsed: await attempt('GetAccessKeyLastUsed', () => readKeyUse(iam, name, id)),
    })),
  );
}

async function readKeyUse(iam: IAMClient, name: UserName, id: AccessKeyId) {
  const response = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
  const { UserName: owner, AccessKeyLastUsed: use } = parseResponse(KeyUse, 'GetAccessKeyLastUsed', response);
  requireOwner('GetAccessKeyLastUsed', owner, name);
  const { LastUsedDate: at, Region: region, ServiceName: service } = use;
  return at === undefined ? ('none' as const) : { at, region, service };
}
