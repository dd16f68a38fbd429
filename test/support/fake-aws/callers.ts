import * as z from 'zod';
import { decides, type IamRequest, statementsOf } from '../iam-decision';
import { type FakeAccount, type FakeRole, findKey, findUser, userArn } from './account';
import { findMember, type FakeSession } from './organization';
import type { Credential, ServiceRequest } from './request';
import { AwsError } from './wire';

// It embodies docs/assumptions.md A80 and A81.

const Trust = z.object({
  Statement: z.array(
    z.looseObject({ Principal: z.strictObject({ AWS: z.union([z.string(), z.array(z.string())]) }) }),
  ),
});

/** Who makes a call, and in which account. */
export interface Caller {
  account: FakeAccount;
  /** Of the role, which is what `aws:PrincipalArn` has for an assumed role. */
  roleArn: string;
  /** As GetCallerIdentity shows it. */
  arn: string;
  /** A session of a member's role. Others may do everything: what they may is in the template, not here. */
  session?: FakeSession;
}

/** Undefined if nobody has such a key. */
export function callerOf(
  central: FakeAccount,
  { accessKeyId, sessionToken }: Credential,
): Caller | undefined {
  const { organization } = central;
  if (!organization) return callerIn(central, `arn:${central.partition}:iam::${central.id}:role/sweep`);
  const session = organization.sessions.get(accessKeyId);
  if (session) {
    const account = session.token === sessionToken && findMember(organization, session.accountId)?.account;
    if (!account) return undefined;
    const roleArn = `arn:${account.partition}:iam::${account.id}:role/${session.role}`;
    return { ...callerIn(account, roleArn, session.name), session };
  }
  const roleArn = organization.callers.get(accessKeyId);
  const account = roleArn && findMember(organization, roleArn.split(':')[4] ?? '')?.account;
  return account ? callerIn(account, roleArn) : undefined;
}

function callerIn(account: FakeAccount, roleArn: string, session = 'session'): Caller {
  const { partition, id } = account;
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { account, roleArn, arn: `arn:${partition}:sts::${id}:assumed-role/${role}/${session}` };
}

/** A session may do what both its role and its session policy allow. @throws AwsError */
export function authorize({ account, arn, session }: Caller, request: ServiceRequest): void {
  if (!session || request.action === 'GetCallerIdentity') return;
  if (account.now() >= session.expiresAt) {
    throw new AwsError('ExpiredToken', 403, 'The security token included in the request is expired');
  }
  const asked: IamRequest = {
    action: `${request.service}:${request.action}`,
    resource: resourceOf(account, request),
  };
  const role = account.roles?.find(({ name }) => name === session.role);
  const byRole = role?.policies.some((policy) => decides('Allow', statementsOf(policy), asked));
  const bySession =
    session.policy === undefined ||
    decides('Allow', statementsOf(JSON.parse(session.policy) as unknown), asked);
  if (byRole && bySession) return;
  const why = byRole ? 'session' : 'identity-based';
  throw accessDenied(
    request.service,
    `User: ${arn} is not authorized to perform: ${asked.action} because no ${why} policy allows the ${asked.action} action`,
  );
}

/** The user or trail that the call is about, or the account. */
function resourceOf(account: FakeAccount, { service, action, params }: ServiceRequest): string {
  // Each names the trail by its ARN.
  if (action === 'GetTrailStatus') return params['Name'] ?? '*';
  if (action === 'GetEventSelectors') return params['TrailName'] ?? '*';
  const { UserName: name, AccessKeyId: key } = params;
  if (service !== 'iam' || (name === undefined && key === undefined)) return '*';
  const user = name === undefined ? findKey(account, key ?? '')?.user : findUser(account, name);
  return user
    ? userArn(account, user)
    : `arn:${account.partition}:iam::${account.id}:user/${name ?? 'unknown'}`;
}

function accessDenied(service: string, message: string): AwsError {
  const isQuery = ['iam', 'sts', 's3', 'sns'].includes(service);
  return isQuery
    ? new AwsError('AccessDenied', 403, message)
    : new AwsError('AccessDeniedException', 400, message);
}

/** Whether the role's trust policy lets the caller in. The caller's own policies are not looked at. */
export function trusts({ trust }: FakeRole, { account, roleArn }: Caller): boolean {
  const { partition, id, organization } = account;
  const context = {
    'aws:PrincipalArn': roleArn,
    'aws:PrincipalAccount': id,
    ...(organization && { 'aws:PrincipalOrgID': organization.id }),
  };
  const principals = [`arn:${partition}:iam::${id}:root`, id, roleArn];
  return statementsWithPrincipal(trust).some(
    ({ principal, statement }) =>
      principal.some((one) => principals.includes(one)) &&
      decides('Allow', [statement], { action: 'sts:AssumeRole', resource: '*', context }),
  );
}

function statementsWithPrincipal(trust: unknown) {
  return Trust.parse(trust).Statement.flatMap(({ Principal: { AWS: principal }, ...rest }) =>
    statementsOf({ Statement: [{ ...rest, Resource: '*' }] }).map((statement) => ({
      principal: [principal].flat(),
      statement,
    })),
  );
}
