import { type FakeAccount, type FakeGroup, type FakeUser } from './account';
import { attachedPolicy, identity, tagList } from './iam-users';
import { markerOf, pageOf } from './pages';
import type { Params, XmlFields } from './wire';

// It embodies docs/assumptions.md A22, A23 and A76.

/** What a policy allows if the account has no document of it. */
export const HARMLESS = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }],
};

/** Users, groups and policies of the customer on the same pages. The list of roles is empty, as in AWS's response. */
export function getAccountAuthorizationDetails(account: FakeAccount, params: Params): XmlFields {
  const filters = Object.keys(params).filter((name) => name.startsWith('Filter.member.'));
  const wants = (entity: string) => filters.length === 0 || filters.some((name) => params[name] === entity);
  const all = [
    ...(wants('User') ? account.users.map((user) => ({ user })) : []),
    ...(wants('Group') ? groupsOf(account).map((group) => ({ group })) : []),
    ...(wants('LocalManagedPolicy') ? customerPolicies(account).map((policy) => ({ policy })) : []),
  ];
  const { items, paging } =
    account.emptyFirstPage && params['Marker'] === undefined
      ? { items: [], paging: { IsTruncated: true, Marker: markerOf(0) } }
      : pageOf<{ user?: FakeUser; group?: FakeGroup; policy?: string }>(account, all, params);
  return {
    UserDetailList: items.flatMap(({ user }) => (user ? [userDetail(account, user)] : [])),
    GroupDetailList: items.flatMap(({ group }) => (group ? [groupDetail(account, group)] : [])),
    RoleDetailList: [],
    Policies: items.flatMap(({ policy }) => (policy === undefined ? [] : [policyDetail(account, policy)])),
    ...paging,
  };
}

/** Those of the account, and those that only a user names. */
function groupsOf({ groups, users }: FakeAccount): FakeGroup[] {
  const named = new Set(users.flatMap((user) => user.groups));
  groups.forEach(({ name }) => named.delete(name));
  return [...groups, ...[...named].map((name) => ({ name, attachedPolicies: [] }))];
}

function customerPolicies(account: FakeAccount): string[] {
  const attached = [...account.users, ...account.groups].flatMap(({ attachedPolicies }) => attachedPolicies);
  const arns = [...attached, ...Object.keys(account.documents)];
  return [
    ...new Set(arns.filter((arn) => arn.startsWith(`arn:${account.partition}:iam::${account.id}:policy/`))),
  ];
}

function userDetail(account: FakeAccount, user: FakeUser): XmlFields {
  return {
    ...identity(account, user),
    GroupList: user.groups,
    AttachedManagedPolicies: user.attachedPolicies.map(attachedPolicy),
    UserPolicyList: inlineOf(account, user.inlinePolicies),
    Tags: tagList(user),
  };
}

function groupDetail(account: FakeAccount, { name, attachedPolicies, inlinePolicies }: FakeGroup): XmlFields {
  return {
    Path: '/',
    GroupName: name,
    GroupId: `AGPA${Buffer.from(name).toString('hex').toUpperCase().padEnd(17, '0').slice(0, 17)}`,
    Arn: `arn:${account.partition}:iam::${account.id}:group/${name}`,
    CreateDate: '2024-01-01T00:00:00Z',
    AttachedManagedPolicies: attachedPolicies.map(attachedPolicy),
    GroupPolicyList: inlineOf(account, inlinePolicies),
  };
}

/** With an older version, which is not in force. */
function policyDetail(account: FakeAccount, arn: string): XmlFields {
  const version = (VersionId: string, isDefault: boolean, document: unknown) => ({
    Document: encoded(document),
    VersionId,
    IsDefaultVersion: isDefault,
    CreateDate: '2024-01-01T00:00:00Z',
  });
  const everything = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
  return {
    PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
    Arn: arn,
    DefaultVersionId: 'v2',
    PolicyVersionList: [
      version('v1', false, everything),
      version('v2', true, account.documents[arn] ?? HARMLESS),
    ],
  };
}

/** IAM leaves the list out if there is none. */
function inlineOf({ documents }: FakeAccount, names: readonly string[] = []): XmlFields[] | undefined {
  if (names.length === 0) return undefined;
  return names.map((name) => ({ PolicyName: name, PolicyDocument: encoded(documents[name] ?? HARMLESS) }));
}

/** As RFC 3986 has it: `*` is encoded too. A text is taken as it is. */
export function encoded(document: unknown): string {
  if (typeof document === 'string') return document;
  return encodeURIComponent(JSON.stringify(document)).replaceAll('*', '%2A');
}
