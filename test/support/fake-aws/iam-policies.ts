import type { FakeAccount, FakeGroup } from './account';
import { encoded, HARMLESS } from './iam-authorization';
import { attachedPolicy, namedUser } from './iam-users';
import { pageOf } from './pages';
import { AwsError, type Params, type XmlFields } from './wire';

// It embodies docs/assumptions.md A22, A23 and A79.

export function getUserPolicy(account: FakeAccount, params: Params): XmlFields {
  const { name, inlinePolicies } = namedUser(account, params);
  return { UserName: name, ...inlineDocument(account, inlinePolicies, params) };
}

export function getGroupPolicy(account: FakeAccount, params: Params): XmlFields {
  const { name, inlinePolicies } = namedGroup(account, params);
  return { GroupName: name, ...inlineDocument(account, inlinePolicies, params) };
}

export function listAttachedGroupPolicies(account: FakeAccount, params: Params): XmlFields {
  const { items, paging } = pageOf(account, namedGroup(account, params).attachedPolicies, params);
  return { AttachedPolicies: items.map(attachedPolicy), ...paging };
}

export function listGroupPolicies(account: FakeAccount, params: Params): XmlFields {
  const { items, paging } = pageOf(account, namedGroup(account, params).inlinePolicies ?? [], params);
  return { PolicyNames: items, ...paging };
}

/** Every policy has had a version before the one in force. */
const DEFAULT_VERSION = 'v2';

export function getPolicy(account: FakeAccount, { PolicyArn: arn = '' }: Params): XmlFields {
  requireOwn(account, arn);
  return { Policy: { ...attachedPolicy(arn), Arn: arn, DefaultVersionId: DEFAULT_VERSION } };
}

export function getPolicyVersion(
  account: FakeAccount,
  { PolicyArn: arn = '', VersionId: version = '' }: Params,
): XmlFields {
  requireOwn(account, arn);
  if (version !== DEFAULT_VERSION) throw noSuch(`Policy ${arn} version ${version} does not exist.`);
  const Document = encoded(account.documents[arn] ?? HARMLESS);
  return { PolicyVersion: { VersionId: version, IsDefaultVersion: true, Document } };
}

function namedGroup({ groups, users }: FakeAccount, { GroupName: name = '' }: Params): FakeGroup {
  const group = groups.find((each) => each.name === name);
  if (group) return group;
  if (users.some((user) => user.groups.includes(name))) return { name, attachedPolicies: [] };
  throw noSuch(`The group with name ${name} cannot be found.`);
}

/** The role may not read policies of AWS, which need no reading. */
function requireOwn({ partition, id }: FakeAccount, arn: string): void {
  if (arn.startsWith(`arn:${partition}:iam::${id}:policy/`)) return;
  throw new AwsError(
    'AccessDenied',
    403,
    `not authorized to perform: iam:GetPolicy on resource: policy ${arn}`,
  );
}

function inlineDocument(
  { documents }: FakeAccount,
  names: readonly string[] = [],
  { PolicyName: name = '' }: Params,
): XmlFields {
  if (!names.includes(name)) throw noSuch(`The policy with name ${name} cannot be found.`);
  return { PolicyName: name, PolicyDocument: encoded(documents[name] ?? HARMLESS) };
}

function noSuch(message: string): AwsError {
  return new AwsError('NoSuchEntity', 404, message);
}
