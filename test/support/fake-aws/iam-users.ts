import { findUser, userArn, type FakeAccount, type FakeUser } from './account';
import { aUser } from './builders';
import { pageOf } from './pages';
import { AwsError, isoSeconds, type Params, type XmlFields } from './wire';

// It embodies docs/assumptions.md A14, A15, A16, A20, A22 and A24.

/** The user that the call names. Without a name, AWS takes the caller, which is always a bug here. */
export function namedUser(account: FakeAccount, params: Params): FakeUser {
  const name = params['UserName'];
  if (!name)
    throw new AwsError(
      'ValidationError',
      400,
      'Must specify userName when calling with non-User credentials',
    );
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) {
    throw new AwsError('ValidationError', 400, 'The specified value for userName is invalid.');
  }
  const user = findUser(account, name);
  if (!user) throw new AwsError('NoSuchEntity', 404, `The user with name ${name} cannot be found.`);
  return user;
}

export function getUser(account: FakeAccount, params: Params): XmlFields {
  const user = namedUser(account, params);
  const { passwordLastUsedAt } = user;
  return {
    User: {
      ...identity(account, user),
      PasswordLastUsed: passwordLastUsedAt === undefined ? undefined : isoSeconds(passwordLastUsedAt),
      // GetUser omits the element; GetAccountAuthorizationDetails sends an empty one.
      Tags: Object.keys(user.tags).length === 0 ? undefined : tagList(user),
    },
  };
}

export function createUser(account: FakeAccount, params: Params): XmlFields {
  const { UserName: name = '', Path: path = '/' } = params;
  if (findUser(account, name)) {
    throw new AwsError('EntityAlreadyExists', 409, `User with name ${name} already exists.`);
  }
  if (!/^[\w+=,.@-]{1,64}$/.test(name) || !/^\/([!-~]+\/)?$/.test(path)) {
    throw new AwsError('ValidationError', 400, 'The specified value for userName or path is invalid.');
  }
  const user = aUser({ name, path, createdAt: account.now() });
  account.users.push(user);
  return { User: identity(account, user) };
}

/** IAM does not delete a user with a password or keys. */
export function deleteUser(account: FakeAccount, params: Params): undefined {
  const user = namedUser(account, params);
  if (user.password || user.keys.length > 0) {
    throw new AwsError(
      'DeleteConflict',
      409,
      'Cannot delete entity, must delete access keys or password first.',
    );
  }
  account.users = account.users.filter((each) => each !== user);
}

/** Without tags, like AWS's response. */
export function listUsers(account: FakeAccount, params: Params): XmlFields {
  const { PathPrefix: prefix = '/' } = params;
  const below = account.users.filter(({ path }) => path.startsWith(prefix));
  const { items, paging } = pageOf(account, below, params);
  const users = items.map((user) => ({
    ...identity(account, user),
    PasswordLastUsed: user.passwordLastUsedAt === undefined ? undefined : isoSeconds(user.passwordLastUsedAt),
  }));
  return { Users: users, ...paging };
}

export function listUserTags(account: FakeAccount, params: Params): XmlFields {
  const { items, paging } = pageOf(account, tagList(namedUser(account, params)), params);
  return { Tags: items, ...paging };
}

export function listGroupsForUser(account: FakeAccount, params: Params): XmlFields {
  const { items, paging } = pageOf(account, namedUser(account, params).groups, params);
  const groups = items.map((name) => ({
    Path: '/',
    GroupName: name,
    GroupId: `AGPA${Buffer.from(name).toString('hex').toUpperCase().padEnd(17, '0').slice(0, 17)}`,
    Arn: `arn:${account.partition}:iam::${account.id}:group/${name}`,
    CreateDate: '2024-01-01T00:00:00Z',
  }));
  return { Groups: groups, ...paging };
}

export function listAttachedUserPolicies(account: FakeAccount, params: Params): XmlFields {
  const { items, paging } = pageOf(account, namedUser(account, params).attachedPolicies, params);
  return { AttachedPolicies: items.map(attachedPolicy), ...paging };
}

export function listUserPolicies(account: FakeAccount, params: Params): XmlFields {
  const { items, paging } = pageOf(account, namedUser(account, params).inlinePolicies ?? [], params);
  return { PolicyNames: items, ...paging };
}

export function attachedPolicy(arn: string): XmlFields {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn };
}

export function identity(account: FakeAccount, user: FakeUser): XmlFields {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.userId,
    Arn: userArn(account, user),
    CreateDate: isoSeconds(user.createdAt),
  };
}

export function tagList(user: FakeUser): XmlFields[] {
  return Object.entries(user.tags).map(([Key, Value]) => ({ Key, Value }));
}
