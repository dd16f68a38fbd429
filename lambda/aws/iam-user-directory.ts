import { type IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import pLimit from 'p-limit';
import * as z from 'zod';
import type { ReportedUser } from '../domain/credential';
import type { KeyListing, LiveKey } from '../domain/evaluation/key-identity';
import type { UserLookup } from '../domain/evaluation/user-lookup';
import type { UserDirectory } from '../ports';
import { parseResponse, parsePages } from './responses';
import { describeFailure, isNoSuchEntity } from './errors';
import { type UserReader, IamUser } from './iam-user-reader';

const PAGE_SIZE = 1000;
const USER_CONCURRENCY = 8;

const UserDetail = z.intersection(IamUser, z.object({ GroupList: z.array(z.string()) }));
const DetailsPage = z.object({ UserDetailList: z.array(z.looseObject({ Arn: z.string() })) });

/**
 * Reads tags and groups of many users: with one call for each user, or with one for each thousand users of the account,
 * whichever takes fewer calls (docs/design.md §4.6).
 */
export class IamUserDirectory implements UserDirectory {
  constructor(
    private readonly iam: IAMClient,
    private readonly reader: UserReader,
  ) {}

  async lookUp(
    users: readonly ReportedUser[],
    { groups, totalUsers }: { readonly groups: boolean; readonly totalUsers: number },
  ): Promise<ReadonlyMap<string, UserLookup>> {
    if (users.length === 0) return new Map();
    const pages = Math.ceil(totalUsers / PAGE_SIZE);
    return users.length <= pages ? this.oneByOne(users, groups) : this.pageByPage(users);
  }

  private async oneByOne(users: readonly ReportedUser[], groups: boolean): Promise<Map<string, UserLookup>> {
    const limit = pLimit(USER_CONCURRENCY);
    return new Map(
      await Promise.all(
        users.map(({ arn, name }) => limit(async () => [arn, await this.one(name, groups)] as const)),
      ),
    );
  }

  private async one(name: ReportedUser['name'], groups: boolean): Promise<UserLookup> {
    try {
      const user = await this.reader.user(name);
      if (user === 'gone') return { kind: 'gone' };
      const { identity, tags } = user;
      return { kind: 'read', identity, tags, groups: groups ? await this.reader.groups(name) : undefined };
    } catch (error) {
      return { kind: 'unreadable', cause: describeFailure('Reading the user', error) };
    }
  }

  /** A user who is in no page does not exist. If a page cannot be read, all users are unreadable. */
  private async pageByPage(users: readonly ReportedUser[]): Promise<Map<string, UserLookup>> {
    const found = new Map<string, UserLookup>();
    // Only these users are checked and kept, because a large account has many more.
    const requested = new Set<string>(users.map(({ arn }) => arn));
    try {
      const pages = paginateGetAccountAuthorizationDetails(
        { client: this.iam, pageSize: PAGE_SIZE },
        { Filter: ['User'] },
      );
      const action = 'GetAccountAuthorizationDetails';
      for await (const { UserDetailList: details } of parsePages(DetailsPage, action, pages)) {
        for (const detail of details) {
          if (!requested.has(detail.Arn)) continue;
          const { identity, tags, GroupList: groups } = parseResponse(UserDetail, action, detail);
          found.set(identity.arn, { kind: 'read', identity, tags, groups });
        }
      }
    } catch (error) {
      const cause = describeFailure('GetAccountAuthorizationDetails', error);
      return new Map(users.map(({ arn }) => [arn, { kind: 'unreadable', cause }]));
    }
    return new Map(users.map(({ arn }) => [arn, found.get(arn) ?? { kind: 'gone' }]));
  }

  async listKeys(
    users: readonly Pick<ReportedUser, 'name' | 'arn'>[],
    lastUsed: 'all' | 'twins',
  ): Promise<ReadonlyMap<string, KeyListing>> {
    const limit = pLimit(USER_CONCURRENCY);
    return new Map(
      await Promise.all(
        users.map(({ arn, name }) => limit(async () => [arn, await this.keysOf(name, lastUsed)] as const)),
      ),
    );
  }

  private async keysOf(name: ReportedUser['name'], lastUsed: 'all' | 'twins'): Promise<KeyListing> {
    try {
      const listed = await this.reader.keys(name);
      const keys: LiveKey[] = [];
      for (const key of listed) {
        const hasTwin = listed.some((other) => other !== key && other.createdAt === key.createdAt);
        const needed = lastUsed === 'all' || hasTwin;
        keys.push({ ...key, lastUsed: needed ? await this.reader.keyLastUsed(name, key.id) : 'notAsked' });
      }
      return { kind: 'read', keys };
    } catch (error) {
      // A user who is gone has no keys; whether the user is gone is for `lookUp` to say.
      if (isNoSuchEntity(error)) return { kind: 'read', keys: [] };
      return { kind: 'unreadable', cause: describeFailure('Listing the access keys', error) };
    }
  }
}
