import { type IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import pLimit from 'p-limit';
import * as z from 'zod';
import type { ReportedUser } from '../domain/credential';
import type { KeyListing, LiveKey } from '../domain/evaluation/key-identity';
import type { Unreadable, UserLookup } from '../domain/evaluation/user-evidence';
import type { ListedUser, UserDirectory } from '../ports';
import { parseResponse, parsePages, describeFailure, isNoSuchEntity, withAction } from './responses';
import { isDenied } from '../errors';
import { IamDate, type UserReader, IamUser } from './iam-user-reader';

const PAGE_SIZE = 1000;
const USER_CONCURRENCY = 8;

const UserDetail = z.intersection(IamUser, z.object({ GroupList: z.array(z.string()) }));
const DETAILS = 'GetAccountAuthorizationDetails';
/** Each detail is checked by itself, because one that is not valid says nothing about the others. */
const DetailsPage = z.object({ UserDetailList: z.array(z.unknown()) });
const NamedDetail = z.looseObject({ Arn: z.string().min(1) });
const IdentifiedDetail = z.object({ Arn: z.string().min(1), CreateDate: IamDate });

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
      return unreadableBy(error, 'Reading the user');
    }
  }

  /**
   * A user who is in no page does not exist, unless a detail does not say whose it is. If a page cannot be read, all
   * users are unreadable.
   */
  private async pageByPage(users: readonly ReportedUser[]): Promise<Map<string, UserLookup>> {
    const found = new Map<string, UserLookup>();
    // Only these users are checked and kept, because a large account has many more.
    const requested = new Set<string>(users.map(({ arn }) => arn));
    let missing: UserLookup = { kind: 'gone' };
    try {
      for await (const detail of this.details()) {
        const named = NamedDetail.safeParse(detail);
        if (!named.success) {
          missing = { kind: 'unreadable', cause: `${DETAILS} returned a user without an ARN` };
        } else if (requested.has(named.data.Arn)) {
          found.set(named.data.Arn, readDetail(named.data));
        }
      }
    } catch (error) {
      const unreadable = { ...unreadableBy(error, DETAILS), everybody: true } as const;
      return new Map(users.map(({ arn }) => [arn, unreadable]));
    }
    return new Map(users.map(({ arn }) => [arn, found.get(arn) ?? missing]));
  }

  private async *details(): AsyncGenerator {
    const pages = paginateGetAccountAuthorizationDetails(
      { client: this.iam, pageSize: PAGE_SIZE },
      { Filter: ['User'] },
    );
    for await (const { UserDetailList: details } of parsePages(DetailsPage, DETAILS, pages)) yield* details;
  }

  async listUsers(): Promise<readonly ListedUser[]> {
    return withAction(DETAILS, async () => {
      const users: ListedUser[] = [];
      for await (const detail of this.details()) {
        const { Arn: arn, CreateDate: createdAt } = parseResponse(IdentifiedDetail, DETAILS, detail);
        users.push({ arn, createdAt });
      }
      return users;
    });
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
        keys.push({
          ...key,
          ...(needed ? await this.reader.keyLastUsed(name, key.id) : { lastUsed: 'notAsked' as const }),
        });
      }
      return { kind: 'read', keys };
    } catch (error) {
      // A user who is gone has no keys; whether the user is gone is for `lookUp` to say.
      if (isNoSuchEntity(error)) return { kind: 'read', keys: [] };
      return unreadableBy(error, 'Listing the access keys');
    }
  }
}

/** One user whose detail is not valid is unreadable, and nobody else. */
function readDetail(detail: z.infer<typeof NamedDetail>): UserLookup {
  try {
    const { identity, tags, GroupList: groups } = parseResponse(UserDetail, DETAILS, detail);
    return { kind: 'read', identity, tags, groups };
  } catch (error) {
    return unreadableBy(error, DETAILS);
  }
}

function unreadableBy(error: unknown, action: string): Unreadable {
  const cause = describeFailure(action, error);
  return { kind: 'unreadable', cause, ...(isDenied(error) ? { denied: true } : {}) };
}
