import pLimit from 'p-limit';
import * as z from 'zod';
import type { ReportedUser } from '../domain/credential';
import type { KeyListing, LiveKey } from '../domain/evaluation/key-identity';
import type { Unreadable, UserLookup } from '../domain/evaluation/user-evidence';
import type { ListedUser, UserDirectory } from '../ports';
import { type AuthorizationDetails, DETAILS, NamedDetail, PAGE_SIZE } from './iam-authorization-details';
import { parseResponse, describeFailure, isNoSuchEntity, withAction } from './responses';
import { isDenied } from '../errors';
import { IamDate, type UserReader, IamUser } from './iam-user-reader';

const USER_CONCURRENCY = 8;

const UserDetail = z.intersection(IamUser, z.object({ GroupList: z.array(z.string()) }));
const IdentifiedDetail = z.object({ Arn: z.string().min(1), CreateDate: IamDate });

/**
 * Reads tags and groups of many users: with one call for each user, or with one for each thousand users of the account,
 * whichever takes fewer calls (docs/design.md §4.6).
 */
export class IamUserDirectory implements UserDirectory {
  constructor(
    private readonly details: AuthorizationDetails,
    private readonly reader: UserReader,
  ) {}

  async lookUp(
    users: readonly ReportedUser[],
    { groups, totalUsers, policies = false }: Parameters<UserDirectory['lookUp']>[1],
  ): Promise<ReadonlyMap<string, UserLookup>> {
    if (users.length === 0) return new Map();
    const shared = policies ? await this.fromPagesWithPolicies(users) : undefined;
    if (shared) return shared;
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
   * From the pages that the account checks need as well. If one of them cannot be read, the checks tell it, and the users are
   * looked up as if there were no checks: a failed check never stops a run (docs/design.md §3.10).
   */
  private async fromPagesWithPolicies(
    users: readonly ReportedUser[],
  ): Promise<Map<string, UserLookup> | undefined> {
    try {
      return await collect(users, this.details.usersWithPolicies());
    } catch {
      return undefined;
    }
  }

  /** If a page cannot be read, all users are unreadable. */
  private async pageByPage(users: readonly ReportedUser[]): Promise<Map<string, UserLookup>> {
    try {
      return await collect(users, this.details.users());
    } catch (error) {
      const unreadable = { ...unreadableBy(error, DETAILS), everybody: true } as const;
      return new Map(users.map(({ arn }) => [arn, unreadable]));
    }
  }

  async listUsers(): Promise<readonly ListedUser[]> {
    return withAction(DETAILS, async () => {
      const users: ListedUser[] = [];
      for await (const detail of this.details.users()) {
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

/** A user who is in no page does not exist, unless a detail does not say whose it is. @throws if a page cannot be read */
async function collect(
  users: readonly ReportedUser[],
  details: AsyncIterable<unknown>,
): Promise<Map<string, UserLookup>> {
  const found = new Map<string, UserLookup>();
  // Only these users are checked and kept, because a large account has many more.
  const requested = new Set<string>(users.map(({ arn }) => arn));
  let missing: UserLookup = { kind: 'gone' };
  for await (const detail of details) {
    const named = NamedDetail.safeParse(detail);
    if (!named.success) {
      missing = { kind: 'unreadable', cause: `${DETAILS} returned a user without an ARN` };
    } else if (requested.has(named.data.Arn)) {
      found.set(named.data.Arn, readDetail(named.data));
    }
  }
  return new Map(users.map(({ arn }) => [arn, found.get(arn) ?? missing]));
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
