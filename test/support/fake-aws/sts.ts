import { randomBytes } from 'node:crypto';
import type { FakeAccount } from './account';
import { trusts, type Caller } from './callers';
import { findMember } from './organization';
import type { QueryService } from './services';
import { AwsError, isoSeconds, type Params, type XmlFields } from './wire';

// It embodies docs/assumptions.md A79 and A80.

/** Characters of a session policy, as it is sent. */
const MAX_POLICY = 2_048;

export const sts: QueryService = {
  protocol: 'query',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  version: '2011-06-15',
  operations: {
    AssumeRole: assumeRole,
    GetCallerIdentity: (account, _params, _body, _region, { arn }) => ({
      Arn: arn,
      UserId: `AROA00000000000000000:${arn.slice(arn.lastIndexOf('/') + 1)}`,
      Account: account.id,
    }),
  },
};

function assumeRole(
  account: FakeAccount,
  params: Params,
  _body: Buffer,
  _region: string,
  caller: Caller,
): XmlFields {
  const { RoleArn: arn = '', RoleSessionName: name = '', DurationSeconds = '3600', Policy: policy } = params;
  const [, id = '', role = ''] = /^arn:[\w-]+:iam::(\d{12}):role\/([\w+=,.@-]+)$/.exec(arn) ?? [];
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) throw invalid('roleSessionName');
  const seconds = Number(DurationSeconds);
  // A role that another role assumes lasts an hour at most.
  if (!(seconds >= 900 && seconds <= 3_600)) throw invalid('durationSeconds');
  if (policy !== undefined) checkPolicy(policy);
  const member = account.organization && findMember(account.organization, id);
  const found = member?.account.roles?.find((each) => each.name === role);
  // AWS does not say whether there is no such role, or whether it does not trust the caller.
  if (!account.organization || !member || !found || member.state !== 'ACTIVE' || !trusts(found, caller)) {
    const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    throw new AwsError('AccessDenied', 403, message);
  }
  const key = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const token = randomBytes(48).toString('base64');
  const expiresAt = account.now() + seconds * 1000;
  account.organization.sessions.set(key, { accountId: id, role, name, token, policy, expiresAt });
  return {
    Credentials: {
      AccessKeyId: key,
      SecretAccessKey: randomBytes(30).toString('base64'),
      SessionToken: token,
      Expiration: isoSeconds(expiresAt),
    },
    AssumedRoleUser: {
      AssumedRoleId: `AROA00000000000000000:${name}`,
      Arn: `arn:${account.partition}:sts::${id}:assumed-role/${role}/${name}`,
    },
    PackedPolicySize: policy === undefined ? undefined : Math.ceil((policy.length / MAX_POLICY) * 100),
  };
}

function checkPolicy(policy: string): void {
  if (policy.length > MAX_POLICY) {
    throw new AwsError(
      'PackedPolicyTooLarge',
      400,
      'Packed policy consumes more than 100% of allotted space',
    );
  }
  try {
    JSON.parse(policy);
  } catch {
    throw new AwsError('MalformedPolicyDocument', 400, 'This policy contains invalid Json');
  }
}

function invalid(what: string): AwsError {
  return new AwsError('ValidationError', 400, `1 validation error detected: Value at '${what}' failed`);
}
