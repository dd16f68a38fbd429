import { JsonError, parseStrictJson } from '../json';

/**
 * What one policy document allows. `everythingIf`: everything, under a condition that is not evaluated. A document that
 * is not understood is `unreadable`, and never `less`.
 */
export type Grant = 'everything' | 'everythingIf' | 'less' | { readonly unreadable: string };

export interface AttachedPolicy {
  readonly arn: string;
  readonly name: string;
}

/** The policies of one user, or of one group. */
export interface Policies {
  readonly attached: readonly AttachedPolicy[];
  readonly inline: readonly { readonly name: string; readonly grant: Grant }[];
}

/** The policies of a user, with those of the user's groups. */
export interface UserPolicies extends Policies {
  /** `policies` is undefined for a group that was not read. */
  readonly groups: readonly { readonly name: string; readonly policies: Policies | undefined }[];
}

/** A policy that makes somebody an administrator. */
export interface AdministratorPolicy {
  readonly kind: 'aws' | 'customer' | 'inline';
  readonly name: string;
  /** The group that has the policy; undefined: the user has it. */
  readonly group: string | undefined;
  /** Whether the policy allows everything under a condition only. */
  readonly conditional: boolean;
}

export type Privilege =
  | { readonly kind: 'administrator'; readonly by: readonly [AdministratorPolicy, ...AdministratorPolicy[]] }
  | { readonly kind: 'less' }
  | { readonly kind: 'unreadable'; readonly cause: string };

/**
 * Whether a user is an administrator: by AWS's policy AdministratorAccess, or by a statement that allows `*` on `*` in
 * an inline policy or in a customer managed one, of the user or of a group.
 *
 * A statement with a condition counts, because most conditions (such as MFA) do not make it smaller. `NotAction`,
 * `NotResource`, Deny, permissions boundaries and SCPs are not considered. Of AWS's own policies, AdministratorAccess
 * alone allows `*` on `*`.
 *
 * @param grantOf the default version of a customer managed policy; undefined if it was not read
 */
export function privilegeOf(user: UserPolicies, grantOf: (arn: string) => Grant | undefined): Privilege {
  const by: AdministratorPolicy[] = [];
  const causes: string[] = [];
  const add = (kind: AdministratorPolicy['kind'], name: string, group: string | undefined, grant: Grant) => {
    if (typeof grant === 'object') causes.push(`policy ${name}: ${grant.unreadable}`);
    else if (grant !== 'less') by.push({ kind, name, group, conditional: grant === 'everythingIf' });
  };
  const addAll = ({ attached, inline }: Policies, group?: string) => {
    for (const { arn, name } of attached) {
      const awsName = awsPolicyName(arn);
      if (awsName === undefined) add('customer', name, group, grantOf(arn) ?? NOT_READ);
      else add('aws', name, group, awsName === 'AdministratorAccess' ? 'everything' : 'less');
    }
    for (const { name, grant } of inline) add('inline', name, group, grant);
  };
  addAll(user);
  for (const { name, policies } of user.groups) {
    if (policies) addAll(policies, name);
    else causes.push(`group ${name} was not read`);
  }
  const [first, ...others] = by.toSorted((one, other) => Number(one.conditional) - Number(other.conditional));
  if (first) return { kind: 'administrator', by: [first, ...others] };
  const [cause] = causes;
  return cause === undefined ? { kind: 'less' } : { kind: 'unreadable', cause };
}

const NOT_READ: Grant = { unreadable: 'its document was not read' };

/** What the checks know of the policies of one user. */
export interface UserPrivileges {
  readonly arn: string;
  readonly name: string;
  readonly privilege: Privilege;
  /** The names of the policies that are not by a group. AWS's quarantine is not among them. */
  readonly direct: readonly string[];
  /** The name of the policy by which AWS has quarantined the user. */
  readonly quarantine: string | undefined;
}

/** The policies of all users. */
export interface AccountPrivileges {
  readonly users: readonly UserPrivileges[];
  /** Users of whom IAM's answer is not valid. One without an ARN could be anybody. */
  readonly unreadable: readonly { readonly arn: string | undefined; readonly cause: string }[];
}

/** @param grantOf as for `privilegeOf` */
export function privilegesOf(
  { arn, name }: Pick<UserPrivileges, 'arn' | 'name'>,
  policies: UserPolicies,
  grantOf: (arn: string) => Grant | undefined,
): UserPrivileges {
  const quarantine = quarantineOf(policies);
  return {
    arn,
    name,
    privilege: privilegeOf(policies, grantOf),
    direct: [
      ...policies.attached.filter((each) => !isQuarantine(each)).map((each) => each.name),
      ...policies.inline.map((each) => each.name),
    ],
    quarantine,
  };
}

/** ARNs of the users who are known to be administrators. */
export function administratorsOf({ users }: AccountPrivileges): ReadonlySet<string> {
  return new Set(users.filter(({ privilege }) => privilege.kind === 'administrator').map(({ arn }) => arn));
}

/**
 * The policy by which AWS has quarantined the user, because a credential of the user was public: its name, such as
 * `AWSCompromisedKeyQuarantineV3`. A policy that only has such a name, but is the customer's, is none.
 */
export function quarantineOf({ attached }: Pick<Policies, 'attached'>): string | undefined {
  const found = attached.find(isQuarantine);
  return found && awsPolicyName(found.arn);
}

/**
 * AWS attaches such a policy to a user whose credentials are compromised or public (docs/assumptions.md A75). There are
 * four versions.
 *
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV4.html
 */
export function isQuarantine({ arn }: Pick<AttachedPolicy, 'arn'>): boolean {
  return /^AWSCompromisedKeyQuarantine(V\d+)?$/.test(awsPolicyName(arn) ?? '');
}

/** The name in the ARN of a policy that AWS owns: `arn:aws:iam::aws:policy/AdministratorAccess`. Its path is left out. */
function awsPolicyName(arn: string): string | undefined {
  return /^arn:[a-z-]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/** @param document a policy document as GetAccountAuthorizationDetails has it: JSON, URL-encoded (RFC 3986) */
export function grantOfDocument(document: string): Grant {
  try {
    return grantOfStatements(parseStrictJson(decodeURIComponent(document)));
  } catch (error) {
    // decodeURIComponent throws a URIError for a text that is not URL-encoded.
    if (error instanceof JsonError || error instanceof URIError) {
      return { unreadable: 'its document is not valid JSON' };
    }
    throw error;
  }
}

function grantOfStatements(document: unknown): Grant {
  if (!isObject(document)) return NOT_UNDERSTOOD;
  const grants = asList(document['Statement']).map((statement) => grantOfStatement(statement));
  for (const grant of ['everything', 'everythingIf'] as const) if (grants.includes(grant)) return grant;
  return grants.find((grant) => typeof grant === 'object') ?? 'less';
}

/** A statement names actions or those it leaves out, and resources likewise. Anything else is not understood. */
function grantOfStatement(statement: unknown): Grant {
  if (!isObject(statement)) return NOT_UNDERSTOOD;
  const actions = textsOf(statement, 'Action', 'NotAction');
  const resources = textsOf(statement, 'Resource', 'NotResource');
  const { Effect: effect } = statement;
  if (!actions || !resources || (effect !== 'Allow' && effect !== 'Deny')) return NOT_UNDERSTOOD;
  const allowsAll =
    effect === 'Allow' &&
    'Action' in statement &&
    'Resource' in statement &&
    actions.some((action) => /^\*+(:\*+)?$/.test(action)) &&
    resources.some((resource) => /^\*+$/.test(resource));
  if (!allowsAll) return 'less';
  return 'Condition' in statement ? 'everythingIf' : 'everything';
}

const NOT_UNDERSTOOD: Grant = { unreadable: 'its document is not understood' };

/** The texts of the one element that the statement has; undefined if it has none or both, or if it is no text. */
function textsOf(
  statement: Readonly<Record<string, unknown>>,
  ...elements: readonly string[]
): readonly string[] | undefined {
  const [element, ...others] = elements.filter((each) => Object.hasOwn(statement, each));
  if (element === undefined || others.length > 0) return undefined;
  const values = asList(statement[element]);
  // IAM allows an empty list, which names nothing.
  return values.every((value) => typeof value === 'string') ? values : undefined;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
