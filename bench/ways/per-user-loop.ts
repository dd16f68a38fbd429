import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  IAMClient,
  NoSuchEntityException,
  paginateListAccessKeys,
  paginateListUsers,
  paginateListUserTags,
} from '@aws-sdk/client-iam';
import { isOld, newest } from './unused';

/*
 * The approach of most scripts and blog posts: list the users, then make several calls for each user. It uses the plain
 * SDK with its defaults, except for more attempts, without which it gives up when throttled.
 */
export async function handler(): Promise<string[]> {
  const iam = new IAMClient({ maxAttempts: 10 });
  const stale: string[] = [];
  for await (const page of paginateListUsers({ client: iam }, {})) {
    for (const { UserName, PasswordLastUsed } of page.Users ?? []) {
      const created = await passwordCreated(iam, UserName);
      if (created && isOld(newest(created, PasswordLastUsed))) stale.push(`${UserName}/password`);
      for await (const { AccessKeyMetadata } of paginateListAccessKeys({ client: iam }, { UserName })) {
        for (const { AccessKeyId, Status, CreateDate } of AccessKeyMetadata ?? []) {
          const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
          if (Status === 'Active' && isOld(newest(CreateDate, AccessKeyLastUsed?.LastUsedDate)))
            stale.push(String(AccessKeyId));
        }
      }
      // A real script would check for an exempting tag here.
      for await (const _ of paginateListUserTags({ client: iam }, { UserName }));
    }
  }
  return stale;
}

async function passwordCreated(iam: IAMClient, UserName: string | undefined): Promise<Date | undefined> {
  try {
    return (await iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile?.CreateDate;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}
