import type { FakeAccount } from './account';
import { anAccount } from './builders';

/** The fake organization as plain data, which tests read and change directly. */
export interface FakeOrganization {
  id: string;
  managementAccountId: string;
  /** Accounts that may read the organization, beside the management account. */
  delegated: string[];
  root: string;
  units: FakeUnit[];
  members: FakeMember[];
  /** Each list begins with so many empty pages, as Organizations may. */
  emptyPages: number;
  /** Organizations returns at most 20 items; a page here may have fewer. */
  pageSize: number;
  /** The ARN of the role that uses a permanent access key, by that key. */
  callers: Map<string, string>;
  /** What AssumeRole has given out, by access key. */
  sessions: Map<string, FakeSession>;
}

export interface FakeUnit {
  id: string;
  /** The root or another unit. */
  parent: string;
}

export interface FakeMember {
  account: FakeAccount;
  name: string;
  state: string;
  /** The root or a unit. */
  parent: string;
  joinedAt: number;
  /** Organizations leaves out `Paths`. */
  withoutPaths?: boolean;
}

export interface FakeSession {
  /** In which account. */
  accountId: string;
  role: string;
  name: string;
  token: string;
  /** JSON; absent without one. */
  policy: string | undefined;
  expiresAt: number;
}

const MAX_PAGE = 20;
const JOINED_AT = Date.parse('2025-03-01T00:00:00Z');

/** The key that the clients of a fake AWS sign with, unless a test gives them another. */
export const CENTRAL_KEY = 'fake';

export interface OrganizationOptions extends Partial<Omit<FakeOrganization, 'members'>> {
  /** The account that is delegated, in which the deployment is. */
  central: FakeAccount;
  members?: (Partial<FakeMember> & { account: FakeAccount })[];
}

/**
 * An organization of the central account, a management account without users, and `members`. It becomes the central
 * account's `organization`, so serve that account.
 */
export function anOrganization({ central, members = [], ...options }: OrganizationOptions): FakeOrganization {
  const { partition } = central;
  const root = options.root ?? 'r-ab12';
  const organization: FakeOrganization = {
    id: 'o-a1b2c3d4e5',
    managementAccountId: '100000000001',
    delegated: [central.id],
    root,
    units: [],
    emptyPages: 0,
    pageSize: MAX_PAGE,
    callers: new Map([[CENTRAL_KEY, `arn:${partition}:iam::${central.id}:role/iam-lapse-account`]]),
    sessions: new Map(),
    ...options,
    members: [],
  };
  const named = [{ account: central }, ...members];
  const management = organization.managementAccountId;
  if (!named.some(({ account }) => account.id === management)) {
    const { region, now } = central;
    named.push({ account: anAccount({ id: management, partition, region, now }) });
  }
  organization.members = named.map((member) => ({
    name: `account-${member.account.id}`,
    state: 'ACTIVE',
    parent: root,
    joinedAt: JOINED_AT,
    ...member,
  }));
  for (const { account } of organization.members) account.organization = organization;
  return organization;
}

export function findMember(organization: FakeOrganization, accountId: string): FakeMember | undefined {
  return organization.members.find(({ account }) => account.id === accountId);
}

/** From the root down to the account, as in `Paths`. */
export function pathOf({ id, units }: FakeOrganization, { parent, account }: FakeMember): string {
  let path = `${account.id}/`;
  for (let at: string | undefined = parent; at; at = units.find((unit) => unit.id === at)?.parent) {
    path = `${at}/${path}`;
  }
  return `${id}/${path}`;
}
