import { MINUTE } from '../../lambda/domain/instant';
import {
  keyId,
  keyLabel,
  type ModelKey,
  type ModelUser,
  passwordLabel,
  userName,
  wholeSecond,
} from './account';
import { nextSerial, type World } from './world';

// How users, passwords and keys come and go.

/** In words, and which credential is back; undefined: there was nothing to do. */
export type Done = string | { readonly text: string; readonly restored: string } | undefined;

/** Tag keys on IAM users are not case-sensitive. */
export function without(tags: ModelUser['tags'], key: string): ModelUser['tags'] {
  return Object.fromEntries(
    Object.entries(tags).filter(([each]) => each.toLowerCase() !== key.toLowerCase()),
  );
}

/** With a password and a key, as people have them. */
export function createUser(
  world: World,
  { name, path }: { readonly name: string; readonly path: string },
): string {
  const createdAt = wholeSecond(world.now);
  const user: ModelUser = {
    serial: nextSerial(world),
    account: world.account,
    name: userName(name),
    path,
    createdAt,
    tags: {},
    groups: [],
    password: { createdAt, changedAt: createdAt },
    signIns: [],
    keys: [],
  };
  world.users.push(user);
  addKey(world, user);
  return `${name} is created`;
}

export function addKey(world: World, user: ModelUser, status: ModelKey['status'] = 'Active'): Done {
  if (user.keys.length >= 2) return undefined;
  const serial = nextSerial(world);
  const createdAt = wholeSecond(world.now);
  user.keys.push({ serial, id: keyId(serial), createdAt, status, uses: [] });
  return `${user.name} gets ${keyId(serial)}`;
}

/** Two new keys of one second instead of all that the user had, as one run of a tool makes them. */
export function addTwins(world: World, user: ModelUser, status: ModelKey['status']): Done {
  for (const key of user.keys) world.disabledByUs.delete(keyLabel(user, key));
  user.keys = [];
  addKey(world, user);
  addKey(world, user, status);
  return `${user.name} gets two keys of one second, one of them ${status}`;
}

/** Each key gets the other's status. What a sweep disabled is left for `restore`. */
export function swapKeys(world: World, user: ModelUser): Done {
  const [first, second] = user.keys;
  if (!first || !second || first.status === second.status) return undefined;
  if ([first, second].some((key) => world.disabledByUs.has(keyLabel(user, key)))) return undefined;
  [first.status, second.status] = [second.status, first.status];
  return `${user.name} sets ${first.id} ${first.status} and ${second.id} ${second.status}`;
}

/** An administrator sets it, or the user (`ChangePassword`). An existing login profile keeps its creation date. */
export function setPassword(world: World, user: ModelUser, call?: 'ChangePassword'): Done {
  const at = wholeSecond(world.now);
  recordCall(world, user, call ?? (user.password ? 'UpdateLoginProfile' : 'CreateLoginProfile'));
  const label = passwordLabel(user);
  const restored = !user.password && world.disabledByUs.delete(label);
  user.password = { createdAt: user.password?.createdAt ?? at, changedAt: at };
  const text = `${user.name} gets a new password`;
  return restored ? { text: `${text} (restored)`, restored: label } : text;
}

/** CloudTrail has the name as the caller wrote it, and shows the event up to a quarter of an hour later. */
export function recordCall(world: World, { name, serial }: ModelUser, call: string, failed = false): void {
  const { now, trail } = world;
  const lag = ((serial * 7 + trail.length * 5) % 15) * MINUTE;
  trail.push({ call, at: now, users: [name.toUpperCase()], failed, shownAt: now + lag });
}

export function restore(world: World, which: number): Done {
  const labels = [...world.disabledByUs.keys()];
  const label = labels[which % Math.max(1, labels.length)];
  const user = world.users.find(({ serial }) => serial === world.disabledByUs.get(label ?? '')?.user);
  if (!user || label === undefined) return undefined;
  if (label === passwordLabel(user)) return setPassword(world, user);
  const key = user.keys.find((each) => keyLabel(user, each) === label);
  if (!key) return undefined;
  key.status = 'Active';
  world.disabledByUs.delete(label);
  return { text: `${user.name}'s ${key.id} is restored`, restored: label };
}

export function removeUser(world: World, user: ModelUser): void {
  world.users = world.users.filter((each) => each !== user);
  for (const [label, { user: owner }] of world.disabledByUs) {
    if (owner === user.serial) world.disabledByUs.delete(label);
  }
}
