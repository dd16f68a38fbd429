import type { FakeAccount } from './account';
import { namedUser } from './iam-users';
import { pageOf } from './pages';
import { AwsError, isoSeconds, type Params, type XmlFields } from './wire';

// It embodies docs/assumptions.md A9, A22 and A67.

/** Some of AWS's entries. Those about the root user are flags, although their names sound like counts. */
export function getAccountSummary({ root, users }: FakeAccount): XmlFields {
  const entries = {
    Users: users.length,
    AccountMFAEnabled: Number(root.mfa),
    AccountAccessKeysPresent: Number(root.keys.length > 0),
    AccountPasswordPresent: Number(root.password !== undefined),
    AccountSigningCertificatesPresent: 0,
  };
  return { SummaryMap: new Map(Object.entries(entries).map(([key, value]) => [key, String(value)])) };
}

export function listAccountAliases({ alias }: FakeAccount): XmlFields {
  return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
}

export function getAccountPasswordPolicy({ id, passwordPolicy: policy }: FakeAccount): XmlFields {
  if (!policy) {
    throw new AwsError('NoSuchEntity', 404, `The Password Policy with domain name ${id} cannot be found.`);
  }
  const { switches = ['AllowUsersToChangePassword'] } = policy;
  return {
    PasswordPolicy: {
      MinimumPasswordLength: policy.minimumLength,
      RequireSymbols: switches.includes('RequireSymbols'),
      RequireNumbers: switches.includes('RequireNumbers'),
      RequireUppercaseCharacters: switches.includes('RequireUppercaseCharacters'),
      RequireLowercaseCharacters: switches.includes('RequireLowercaseCharacters'),
      AllowUsersToChangePassword: switches.includes('AllowUsersToChangePassword'),
      ExpirePasswords: policy.maxAgeDays !== undefined,
      MaxPasswordAge: policy.maxAgeDays,
      PasswordReusePrevention: policy.reusePrevention,
    },
  };
}

/** Lists those of all users with `AllUsers`, or those of one user. */
export function listServiceSpecificCredentials(account: FakeAccount, params: Params): XmlFields {
  const everybody = params['AllUsers'] === 'true';
  if (everybody && params['UserName'] !== undefined) {
    throw new AwsError('ValidationError', 400, 'AllUsers and UserName cannot be specified together.');
  }
  const users = everybody ? account.users : [namedUser(account, params)];
  const all = users.flatMap((user) =>
    user.serviceCredentials.map((credential, index) => ({
      UserName: user.name,
      Status: credential.status,
      ServiceName: credential.service,
      CreateDate: isoSeconds(credential.createdAt),
      ExpirationDate: credential.expiresAt === undefined ? undefined : isoSeconds(credential.expiresAt),
      ServiceSpecificCredentialId: `ACCA${user.userId.slice(4)}${index}`,
    })),
  );
  const { items, paging } = pageOf(account, all, params);
  return { ServiceSpecificCredentials: items, ...paging };
}

export function listSshPublicKeys(account: FakeAccount, params: Params): XmlFields {
  const user = namedUser(account, params);
  const { items, paging } = pageOf(account, user.sshKeys, params);
  const keys = items.map(({ id, status }) => ({
    UserName: user.name,
    SSHPublicKeyId: id,
    Status: status,
    UploadDate: isoSeconds(user.createdAt),
  }));
  return { SSHPublicKeys: keys, ...paging };
}

export function listMfaDevices(account: FakeAccount, params: Params): XmlFields {
  const user = namedUser(account, params);
  const { id, partition } = account;
  const device = {
    UserName: user.name,
    SerialNumber: `arn:${partition}:iam::${id}:mfa/${user.name}`,
    EnableDate: isoSeconds(user.createdAt),
  };
  return { MFADevices: user.mfa ? [device] : [], IsTruncated: false };
}

export function listSigningCertificates(account: FakeAccount, params: Params): XmlFields {
  const user = namedUser(account, params);
  const { items, paging } = pageOf(account, [...user.certificates.entries()], params);
  const certificates = items.map(([index, active]) => ({
    UserName: user.name,
    CertificateId: `CERT${user.userId.slice(4)}${index}`,
    CertificateBody: 'fake',
    Status: active ? 'Active' : 'Inactive',
    UploadDate: isoSeconds(user.createdAt),
  }));
  return { Certificates: certificates, ...paging };
}
