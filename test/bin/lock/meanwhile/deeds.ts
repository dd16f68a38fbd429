import { aKey, aUser, type FakeAccount, type FakeUser } from '../../../support/fake-aws';

/** What somebody does to the user who is being locked, while the lock runs. */
export const DEEDS = [
  'deleted',
  'remade',
  'remadeElsewhere',
  'remadeInOtherCase',
  'renamed',
  'renamedAndReplaced',
  'moved',
  'keyMade',
  'keyRotated',
  'keysEnabled',
  'keyDeleted',
  'passwordSet',
  'passwordDeleted',
] as const;
export type Deed = (typeof DEEDS)[number];

let made = 0;

/** Does it to whoever is the user `userId` now. Nothing happens to a user who is gone. */
export function doTo(account: FakeAccount, userId: string, deed: Deed): void {
  const user = account.users.find((each) => each.userId === userId);
  if (!user) return;
  switch (deed) {
    case 'deleted':
      return remove(account, user);
    case 'remade':
      return replace(account, user, {});
    case 'remadeElsewhere':
      return replace(account, user, { path: '/elsewhere/' });
    case 'remadeInOtherCase':
      return replace(account, user, { name: otherCase(user.name) });
    case 'renamed':
      user.name = `${user.name}-renamed`;
      return;
    case 'renamedAndReplaced': {
      const { name, path, createdAt } = user;
      user.name = `${name}-renamed`;
      // Even made in the same second as the other: the unique id alone tells the two apart.
      account.users.push(somebodyElse({ name, path, createdAt }));
      return;
    }
    case 'moved':
      user.path = '/moved/';
      return;
    case 'keyMade':
      user.keys.push(aKey());
      return;
    case 'keyRotated':
      user.keys = [...user.keys.slice(1), aKey()];
      return;
    case 'keysEnabled':
      for (const key of user.keys) key.status = 'Active';
      return;
    case 'keyDeleted':
      user.keys = user.keys.slice(1);
      return;
    case 'passwordSet':
      user.password = { createdAt: user.createdAt };
      return;
    case 'passwordDeleted':
      delete user.password;
  }
}

function remove(account: FakeAccount, user: FakeUser): void {
  account.users = account.users.filter((each) => each !== user);
}

function replace(account: FakeAccount, user: FakeUser, changed: Partial<FakeUser>): void {
  remove(account, user);
  const { name, path } = user;
  account.users.push(somebodyElse({ name, path, ...changed }));
}

/** A user with everything that a lock would take away. */
function somebodyElse(options: Partial<FakeUser>): FakeUser {
  made += 1;
  const createdAt = Date.parse('2026-06-01T00:00:00Z') + made * 1_000;
  return aUser({ createdAt, password: { createdAt }, keys: [aKey(), aKey()], ...options });
}

function otherCase(name: string): string {
  return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
}
