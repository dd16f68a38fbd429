import { type EntityType, type IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import * as z from 'zod';
import {
  type AccountPrivileges,
  type AttachedPolicy,
  type Grant,
  grantOfDocument,
  type Policies,
  privilegesOf,
} from '../domain/account-checks/privileges';
import { describeFailure, parsePages, parseResponse } from './responses';

export const DETAILS = 'GetAccountAuthorizationDetails';
export const PAGE_SIZE = 1000;

/** Each detail is checked by itself, because one that is not valid says nothing about the others. */
const UserPage = z.object({ UserDetailList: z.array(z.unknown()) });
// A list that a page lacks makes the users unreadable who need it.
const WholePage = UserPage.extend({
  GroupDetailList: z.array(z.unknown()).default([]),
  Policies: z.array(z.unknown()).default([]),
});
const Attached = z.array(
  z
    .object({ PolicyName: z.string().min(1), PolicyArn: z.string().min(1) })
    .transform(({ PolicyName: name, PolicyArn: arn }): AttachedPolicy => ({ arn, name })),
);
// IAM leaves the list out for a user or group without inline policies.
const Inline = z
  .array(
    z
      .object({ PolicyName: z.string().min(1), PolicyDocument: z.string() })
      .transform(({ PolicyName: name, PolicyDocument }) => ({
        name,
        grant: grantOfDocument(PolicyDocument),
      })),
  )
  .default([]);
const UserPolicyDetail = z.object({
  UserName: z.string().min(1),
  GroupList: z.array(z.string().min(1)),
  AttachedManagedPolicies: Attached,
  UserPolicyList: Inline,
});
const GroupDetail = z.object({
  GroupName: z.string().min(1),
  AttachedManagedPolicies: Attached,
  GroupPolicyList: Inline,
});
const PolicyDetail = z.object({
  Arn: z.string().min(1),
  PolicyVersionList: z.array(z.object({ IsDefaultVersion: z.boolean(), Document: z.string().optional() })),
});
export const NamedDetail = z.looseObject({ Arn: z.string().min(1) });

/**
 * The pages of GetAccountAuthorizationDetails. Users, groups and policies come in any order, and are many: what is read
 * of them is reduced page by page to what the checks need, and no page is kept.
 */
export class AuthorizationDetails {
  /** What came of `usersWithPolicies`. */
  private known: { readonly privileges: AccountPrivileges } | { readonly error: unknown } | undefined;

  constructor(private readonly iam: IAMClient) {}

  /** Every user of the account. @throws */
  async *users(): AsyncGenerator {
    for await (const { UserDetailList: users } of this.pages(UserPage, ['User'])) yield* users;
  }

  /** Every user of the account, from pages that have groups and policies too. `privileges` knows then. @throws */
  async *usersWithPolicies(): AsyncGenerator {
    const reduced = new Reduction();
    try {
      for await (const page of this.pages(WholePage, ['User', 'Group', 'LocalManagedPolicy'])) {
        page.GroupDetailList.forEach((group) => reduced.addGroup(group));
        page.Policies.forEach((policy) => reduced.addPolicy(policy));
        for (const user of page.UserDetailList) {
          reduced.addUser(user);
          yield user;
        }
      }
      this.known = { privileges: reduced.result() };
    } catch (error) {
      this.known = { error };
      throw error;
    }
  }

  /** What the pages say about everybody's policies. They are read once: a failure is not repeated either. @throws */
  async privileges(signal?: AbortSignal): Promise<AccountPrivileges> {
    if (!this.known) {
      for await (const _ of this.usersWithPolicies()) signal?.throwIfAborted();
    }
    if (this.known && 'privileges' in this.known) return this.known.privileges;
    throw this.known?.error;
  }

  private pages<T>(schema: z.ZodType<T>, filter: EntityType[]): AsyncGenerator<T> {
    const pages = paginateGetAccountAuthorizationDetails(
      { client: this.iam, pageSize: PAGE_SIZE },
      { Filter: filter },
    );
    return parsePages(schema, DETAILS, pages);
  }
}

interface ReducedUser extends Policies {
  readonly arn: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/** What is kept of the pages. */
class Reduction {
  private readonly users: ReducedUser[] = [];
  private readonly unreadable: { readonly arn: string | undefined; readonly cause: string }[] = [];
  private readonly groups = new Map<string, Policies>();
  private readonly grants = new Map<string, Grant>();
  /** Each policy once, because many users have the same ones. */
  private readonly attached = new Map<string, AttachedPolicy>();

  addUser(detail: unknown): void {
    const named = NamedDetail.safeParse(detail);
    if (!named.success) {
      this.unreadable.push({ arn: undefined, cause: `${DETAILS} returned a user without an ARN` });
      return;
    }
    const { Arn: arn } = named.data;
    try {
      const user = parseResponse(UserPolicyDetail, DETAILS, detail);
      const { UserName: name, GroupList: groups, AttachedManagedPolicies, UserPolicyList: inline } = user;
      this.users.push({ arn, name, groups, attached: this.shared(AttachedManagedPolicies), inline });
    } catch (error) {
      this.unreadable.push({ arn, cause: describeFailure(DETAILS, error) });
    }
  }

  /** A group that is not valid is missing then, and its users are unreadable. */
  addGroup(detail: unknown): void {
    const group = GroupDetail.safeParse(detail);
    if (!group.success) return;
    const { GroupName: name, AttachedManagedPolicies: attached, GroupPolicyList: inline } = group.data;
    this.groups.set(name, { attached: this.shared(attached), inline });
  }

  /** Likewise. The default version is the one in force. */
  addPolicy(detail: unknown): void {
    const policy = PolicyDetail.safeParse(detail);
    if (!policy.success) return;
    const inForce = policy.data.PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion);
    if (inForce?.Document !== undefined) this.grants.set(policy.data.Arn, grantOfDocument(inForce.Document));
  }

  result(): AccountPrivileges {
    const grantOf = (arn: string) => this.grants.get(arn);
    return {
      users: this.users.map(({ groups, ...user }) => {
        const ofGroups = groups.map((name) => ({ name, policies: this.groups.get(name) }));
        return privilegesOf(user, { ...user, groups: ofGroups }, grantOf);
      }),
      unreadable: this.unreadable,
    };
  }

  private shared(policies: readonly AttachedPolicy[]): AttachedPolicy[] {
    return policies.map((policy) => {
      const known = this.attached.get(policy.arn) ?? policy;
      this.attached.set(policy.arn, known);
      return known;
    });
  }
}
