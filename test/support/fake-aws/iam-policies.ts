import type { FakeAccount, FakeDocument, FakeGroup, FakeUser } from './account';
import { namedUser } from './iam-users';
import { pageOf } from './pages';
import { AwsError, type Params, type XmlFields } from './wire';

// It embodies docs/assumptions.md A22 and A76.

export function listAttachedUserPolicies(account: FakeAccount, params: Params): XmlFields {
  return attachedPage(account, namedUser(account, params).attachedPolicies, params);
}

export function listUserPolicies(account: FakeAccount, params: Params): XmlFields {
  return namesPage(account, Object.keys(inlineOf(namedUser(account, params))), params);
}

export function getUserPolicy(account: FakeAccount, params: Params): XmlFields {
  const user = namedUser(account, params);
  return { UserName: user.name, ...inlineDocument(inlineOf(user), params) };
}

export function listAttachedGroupPolicies(account: FakeAccount, params: Params): XmlFields {
  return attachedPage(account, namedGroup(account, params).attachedPolicies ?? [], params);
}

export function listGroupPolicies(account: FakeAccount, params: Params): XmlFields {
  return namesPage(account, Object.keys(namedGroup(account, params).inlineDocuments ?? {}), params);
}

export function getGroupPolicy(account: FakeAccount, params: Params): XmlFields {
  const { inlineDocuments = {} } = namedGroup(account, params);
  return { GroupName: params['GroupName'], ...inlineDocument(inlineDocuments, params) };
}

/** All policies have had a version before the one in force. */
const DEFAULT_VERSION = 'v2';

export function getPolicy(account: FakeAccount, params: Params): XmlFields {
  const arn = params['PolicyArn'] ?? '';
  managed(account, arn);
  return { Policy: { ...attachedPolicy(arn), Arn: arn, DefaultVersionId: DEFAULT_VERSION } };
}

export function getPolicyVersion(account: FakeAccount, params: Params): XmlFields {
  const document = managed(account, params['PolicyArn'] ?? '');
  const { VersionId: version } = params;
  if (version !== DEFAULT_VERSION) throw noSuchPolicy(`${params['PolicyArn']} version ${version}`);
  return { PolicyVersion: { VersionId: version, IsDefaultVersion: true, Document: encoded(document) } };
}

export function attachedPolicy(arn: string): XmlFields {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn };
}

const A_READ = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };

function inlineOf({ inlinePolicies = [], inlineDocuments = {} }: FakeUser): Record<string, FakeDocument> {
  return { ...Object.fromEntries(inlinePolicies.map((name) => [name, A_READ])), ...inlineDocuments };
}

function namedGroup(account: FakeAccount, { GroupName: name = '' }: Params): FakeGroup {
  const group = account.groups?.[name];
  if (group) return group;
  if (account.users.some(({ groups }) => groups.includes(name))) return {};
  throw new AwsError('NoSuchEntity', 404, `The group with name ${name} cannot be found.`);
}

function managed({ managedPolicies = {} }: FakeAccount, arn: string): FakeDocument {
  const document = managedPolicies[arn];
  if (document === undefined) throw noSuchPolicy(arn);
  return document;
}

function noSuchPolicy(name: string | undefined): AwsError {
  return new AwsError('NoSuchEntity', 404, `The policy ${name} does not exist.`);
}

function inlineDocument(
  documents: Record<string, FakeDocument>,
  { PolicyName: name = '' }: Params,
): XmlFields {
  const document = documents[name];
  if (document === undefined) throw noSuchPolicy(name);
  return { PolicyName: name, PolicyDocument: encoded(document) };
}

/** URL-encoded by RFC 3986, as in AWS. */
function encoded(document: FakeDocument): string {
  return typeof document === 'string' ? document : encodeURIComponent(JSON.stringify(document));
}

function attachedPage(account: FakeAccount, arns: readonly string[], params: Params): XmlFields {
  const { items, paging } = pageOf(account, arns, params);
  return { AttachedPolicies: items.map(attachedPolicy), ...paging };
}

function namesPage(account: FakeAccount, names: readonly string[], params: Params): XmlFields {
  const { items, paging } = pageOf(account, names, params);
  return { PolicyNames: items, ...paging };
}
