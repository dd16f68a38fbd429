import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  type IAMClient,
  paginateListAccessKeys,
  paginateListGroupsForUser,
  paginateListMFADevices,
  paginateListSSHPublicKeys,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import {
  type AccessKeyId,
  isAccessKeyId,
  type UserName,
  isUserName,
  type UserIdentity,
} from '../domain/identity';
import type { LiveKey } from '../domain/evaluation/key-identity';
import type { Instant } from '../domain/instant';
import { parseResponse, UnexpectedResponse, parsePages, isNoSuchEntity, withAction } from './responses';

/** Whole seconds, like IAM's own dates, because these are compared with dates of the report. */
export const IamDate = z.date().transform((date): Instant => Math.floor(date.getTime() / 1000) * 1000);

/** A user as GetUser and GetAccountAuthorizationDetails describe it. */
export const IamUser = z
  .object({
    UserName: z.string().refine(isUserName),
    UserId: z.string().optional(),
    Arn: z.string().min(1),
    Path: z.string().startsWith('/'),
    CreateDate: IamDate,
    PasswordLastUsed: IamDate.optional(),
    // IAM leaves the element out for a user without tags.
    Tags: z
      .array(z.object({ Key: z.string().min(1), Value: z.string() }))
      .refine((tags) => new Set(tags.map(({ Key }) => Key.toLowerCase())).size === tags.length, {
        // IAM does not allow tag keys that differ only in case. With two, an exempting one could be lost.
        error: 'a tag is given twice',
      })
      .default([]),
  })
  .transform((user) => ({
    identity: {
      name: user.UserName,
      arn: user.Arn,
      path: user.Path,
      createdAt: user.CreateDate,
    } satisfies UserIdentity,
    /** Unlike name and ARN, it is never given to another user. */
    userId: user.UserId,
    tags: new Map(user.Tags.map((tag) => [tag.Key, tag.Value])) as ReadonlyMap<string, string>,
    passwordLastUsed: user.PasswordLastUsed ?? ('never' as const),
  }));
export type IamUser = z.infer<typeof IamUser>;

const KeyPage = z.object({
  AccessKeyMetadata: z.array(
    z.object({
      UserName: z.string(),
      AccessKeyId: z.string().refine(isAccessKeyId),
      Status: z.string().min(1),
      CreateDate: IamDate,
    }),
  ),
});
const GroupPage = z.object({ Groups: z.array(z.object({ GroupName: z.string().min(1) })) });
const SshKeyPage = z.object({
  SSHPublicKeys: z.array(
    z.object({ UserName: z.string(), SSHPublicKeyId: z.string().min(1), Status: z.string().min(1) }),
  ),
});
const MfaPage = z.object({ MFADevices: z.array(z.object({ SerialNumber: z.string().min(1) })) });
const LoginProfile = z.object({ LoginProfile: z.object({ UserName: z.string(), CreateDate: IamDate }) });
const LastUsed = z.object({
  UserName: z.string(),
  AccessKeyLastUsed: z.object({
    LastUsedDate: IamDate.optional(),
    ServiceName: z.string(),
    Region: z.string(),
  }),
});

/** An access key as ListAccessKeys describes it. */
export interface ListedKey {
  readonly id: AccessKeyId;
  readonly status: string;
  readonly createdAt: Instant;
}

/** The last use of an access key as GetAccessKeyLastUsed describes it. */
export type KeyUse = Pick<LiveKey, 'usedFor'> & { readonly lastUsed: Instant | 'never' };

/**
 * The reads about one user. Each checks that the response is about that user, and throws for anything unexpected. Of
 * the error codes, only NoSuchEntity is taken as a fact.
 */
export class UserReader {
  constructor(private readonly iam: IAMClient) {}

  async user(name: UserName): Promise<IamUser | 'gone'> {
    return orIfMissing('gone', () =>
      withAction('GetUser', async () => {
        const response = await this.iam.send(new GetUserCommand({ UserName: name }));
        return parseResponse(z.object({ User: IamUser }), 'GetUser', response).User;
      }),
    );
  }

  async groups(name: UserName): Promise<string[]> {
    return withAction('ListGroupsForUser', async () => {
      const names: string[] = [];
      const pages = paginateListGroupsForUser({ client: this.iam }, { UserName: name });
      for await (const { Groups: groups } of parsePages(GroupPage, 'ListGroupsForUser', pages)) {
        names.push(...groups.map(({ GroupName }) => GroupName));
      }
      return names;
    });
  }

  async loginProfile(name: UserName): Promise<{ readonly createdAt: Instant } | 'none'> {
    return orIfMissing('none', () =>
      withAction('GetLoginProfile', async () => {
        const response = await this.iam.send(new GetLoginProfileCommand({ UserName: name }));
        const { LoginProfile: profile } = parseResponse(LoginProfile, 'GetLoginProfile', response);
        requireSameName('GetLoginProfile', profile.UserName, name);
        return { createdAt: profile.CreateDate };
      }),
    );
  }

  async keys(name: UserName): Promise<ListedKey[]> {
    return withAction('ListAccessKeys', async () => {
      const keys: ListedKey[] = [];
      const pages = paginateListAccessKeys({ client: this.iam }, { UserName: name });
      for await (const { AccessKeyMetadata: listed } of parsePages(KeyPage, 'ListAccessKeys', pages)) {
        for (const key of listed) {
          requireSameName('ListAccessKeys', key.UserName, name);
          if (keys.some(({ id }) => id === key.AccessKeyId)) {
            throw new UnexpectedResponse('ListAccessKeys', `${key.AccessKeyId} is listed twice`);
          }
          keys.push({ id: key.AccessKeyId, status: key.Status, createdAt: key.CreateDate });
        }
      }
      return keys;
    });
  }

  /** Empty for a user who no longer exists. */
  async sshKeys(name: UserName): Promise<{ readonly id: string; readonly status: string }[]> {
    return orIfMissing([], () =>
      withAction('ListSSHPublicKeys', async () => {
        const keys: { readonly id: string; readonly status: string }[] = [];
        const pages = paginateListSSHPublicKeys({ client: this.iam }, { UserName: name });
        for await (const { SSHPublicKeys: listed } of parsePages(SshKeyPage, 'ListSSHPublicKeys', pages)) {
          for (const key of listed) {
            requireSameName('ListSSHPublicKeys', key.UserName, name);
            keys.push({ id: key.SSHPublicKeyId, status: key.Status });
          }
        }
        return keys;
      }),
    );
  }

  /** Whether the user has any MFA device. */
  async hasMfa(name: UserName): Promise<boolean> {
    return withAction('ListMFADevices', async () => {
      const pages = paginateListMFADevices({ client: this.iam }, { UserName: name });
      for await (const { MFADevices: devices } of parsePages(MfaPage, 'ListMFADevices', pages)) {
        if (devices.length > 0) return true;
      }
      return false;
    });
  }

  async keyLastUsed(name: UserName, id: AccessKeyId): Promise<KeyUse> {
    return withAction('GetAccessKeyLastUsed', async () => {
      const response = await this.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
      const { UserName: owner, AccessKeyLastUsed: use } = parseResponse(
        LastUsed,
        'GetAccessKeyLastUsed',
        response,
      );
      requireSameName('GetAccessKeyLastUsed', owner, name);
      const { LastUsedDate: at, ServiceName: service, Region: region } = use;
      if (at !== undefined) return { lastUsed: at, usedFor: { service, region } };
      // IAM gives the service N/A for a key that was never used. A service without a date contradicts that.
      if (service !== 'N/A') {
        throw new UnexpectedResponse('GetAccessKeyLastUsed', 'a use without a date');
      }
      return { lastUsed: 'never' };
    });
  }
}

async function orIfMissing<T, M>(missing: M, call: () => Promise<T>): Promise<T | M> {
  try {
    return await call();
  } catch (error) {
    if (isNoSuchEntity(error)) return missing;
    throw error;
  }
}

function requireSameName(action: string, actual: string, expected: string): void {
  if (actual.toLowerCase() === expected.toLowerCase()) return;
  throw new UnexpectedResponse(
    action,
    `asked about ${JSON.stringify(expected)}, answered about ${JSON.stringify(actual)}`,
  );
}
