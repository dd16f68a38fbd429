import { findKey, type FakeAccount, type FakeUser } from './account';
import { aKey } from './builders';
import { namedUser } from './iam-users';
import { pageOf } from './pages';
import { AwsError, isoSeconds, type Params, type XmlFields } from './wire';

// It embodies docs/assumptions.md A17, A18, A19, A21, A22, A28, A30, A34 and A65.

const KEYS_PER_USER = 2;

export function getLoginProfile(account: FakeAccount, params: Params): XmlFields {
  return { LoginProfile: loginProfile(namedUser(account, params)) };
}

export function createLoginProfile(account: FakeAccount, params: Params): XmlFields {
  const user = namedUser(account, params);
  if (user.password) {
    throw new AwsError('EntityAlreadyExists', 409, `Login Profile for user ${user.name} already exists.`);
  }
  user.password = { createdAt: account.now(), resetRequired: params['PasswordResetRequired'] === 'true' };
  return { LoginProfile: loginProfile(user) };
}

/** The login profile keeps its CreateDate; only the report's `password_last_changed` moves. */
export function updateLoginProfile(account: FakeAccount, params: Params): undefined {
  const user = namedUser(account, params);
  loginProfile(user);
  if (!user.password) return;
  user.password.changedAt = account.now();
  user.password.resetRequired = params['PasswordResetRequired'] === 'true';
}

/** Keeps `passwordLastUsedAt`: in AWS, a new password still shows the old date. */
export function deleteLoginProfile(account: FakeAccount, params: Params): undefined {
  const user = namedUser(account, params);
  loginProfile(user);
  delete user.password;
}

export function listAccessKeys(account: FakeAccount, params: Params): XmlFields {
  const user = namedUser(account, params);
  const byId = user.keys.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { items, paging } = pageOf(account, byId, params);
  const keys = items.map((key) => ({
    UserName: user.name,
    AccessKeyId: key.id,
    Status: key.status,
    CreateDate: isoSeconds(key.createdAt),
  }));
  return { AccessKeyMetadata: keys, ...paging };
}

export function createAccessKey(account: FakeAccount, params: Params): XmlFields {
  const user = namedUser(account, params);
  if (user.keys.length >= KEYS_PER_USER) {
    throw new AwsError('LimitExceeded', 409, `Cannot exceed quota for AccessKeysPerUser: ${KEYS_PER_USER}`);
  }
  const key = aKey({ createdAt: account.now() });
  user.keys.push(key);
  return {
    AccessKey: {
      UserName: user.name,
      AccessKeyId: key.id,
      Status: key.status,
      SecretAccessKey: 'fake-secret',
      CreateDate: isoSeconds(key.createdAt),
    },
  };
}

export function deleteAccessKey(account: FakeAccount, params: Params): undefined {
  const user = namedUser(account, params);
  const { AccessKeyId: id } = params;
  if (!user.keys.some((key) => key.id === id)) throw noSuchKey(id);
  user.keys = user.keys.filter((key) => key.id !== id);
}

export function getAccessKeyLastUsed(account: FakeAccount, params: Params): XmlFields {
  const found = findKey(account, params['AccessKeyId'] ?? '');
  // Not NoSuchEntity: AWS does not reveal whether another account's key exists.
  if (!found) {
    throw new AwsError('AccessDenied', 403, 'User is not authorized to perform: iam:GetAccessKeyLastUsed');
  }
  const { lastUsed } = found.key;
  return {
    UserName: found.user.name,
    AccessKeyLastUsed: lastUsed
      ? { LastUsedDate: isoSeconds(lastUsed.at), Region: lastUsed.region, ServiceName: lastUsed.service }
      : { Region: 'N/A', ServiceName: 'N/A' },
  };
}

/** Changes neither the key's creation date nor its last use. */
export function updateAccessKey(account: FakeAccount, params: Params): undefined {
  const user = namedUser(account, params);
  const { AccessKeyId: id, Status: status } = params;
  if (status !== 'Active' && status !== 'Inactive') {
    throw new AwsError('ValidationError', 400, `Value '${status}' at 'status' failed to satisfy constraint`);
  }
  const key = user.keys.find((candidate) => candidate.id === id);
  if (!key) throw noSuchKey(id);
  key.status = status;
}

function noSuchKey(id: string | undefined): AwsError {
  return new AwsError('NoSuchEntity', 404, `The Access Key with id ${id} cannot be found.`);
}

function loginProfile(user: FakeUser): XmlFields {
  if (!user.password) {
    throw new AwsError('NoSuchEntity', 404, `Login Profile for User ${user.name} cannot be found.`);
  }
  const { createdAt, resetRequired = false } = user.password;
  return { UserName: user.name, CreateDate: isoSeconds(createdAt), PasswordResetRequired: resetRequired };
}
