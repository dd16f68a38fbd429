import type { Policy } from '../../lambda/domain/policy/schema';
import { keyId, keyLabel, type ModelUser, passwordLabel, userName, wholeSecond } from './account';
import { findUser, nextSerial, type World } from './world';

/** Something that people do between (or during) sweeps. `who` and `which` count around whoever there is. */
export type Event =
  | {
      readonly kind:
        | 'signIn'
        | 'addKey'
        | 'setPassword'
        | 'deletePassword'
        | 'deleteUser'
        | 'recreateUser'
        | 'join'
        | 'leave';
      readonly who: number;
    }
  | { readonly kind: 'useKey' | 'toggleKey' | 'deleteKey'; readonly who: number; readonly which: number }
  | { readonly kind: 'createUser'; readonly name: string; readonly path: string }
  | { readonly kind: 'restore'; readonly which: number }
  | { readonly kind: 'tag' | 'untag'; readonly who: number; readonly key: string; readonly value: string }
  | { readonly kind: 'mode'; readonly mode: string }
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'garblePolicy' }
  | { readonly kind: 'subscribers'; readonly count: number };

/** Lets it happen now, if it can, and writes it down. */
export function happen(world: World, event: Event): void {
  const done = attempt(world, event);
  if (done === undefined) return;
  const deed = typeof done === 'string' ? { text: done } : done;
  world.journal.people.push({ at: world.now, ...deed });
}

type Done = string | { readonly text: string; readonly restored: string } | undefined;

function attempt(world: World, event: Event): Done {
  const { now, settings } = world;
  switch (event.kind) {
    case 'createUser':
      return findUser(world, event.name) ? undefined : createUser(world, event);
    case 'restore':
      return restore(world, event.which);
    case 'mode':
      settings.mode = event.mode;
      return `mode ${event.mode}`;
    case 'policy':
      Object.assign(settings, { policy: event.policy, policyText: JSON.stringify(event.policy) });
      settings.version += 1;
      return `policy version ${settings.version}`;
    case 'garblePolicy':
      settings.policyText = settings.policyText.slice(1);
      settings.policy = undefined;
      return 'the policy is garbled';
    case 'subscribers':
      world.subscribers = event.count;
      return `${event.count} subscribers`;
    default: {
      const user = world.users[event.who % Math.max(1, world.users.length)];
      return user && toUser(world, user, event, now);
    }
  }
}

type UserEvent = Extract<Event, { readonly who: number }>;

function toUser(world: World, user: ModelUser, event: UserEvent, now: number): Done {
  const key = 'which' in event ? user.keys[event.which % Math.max(1, user.keys.length)] : undefined;
  switch (event.kind) {
    case 'signIn':
      if (!user.password) return undefined;
      user.signIns.push(now);
      return `${user.name} signs in`;
    case 'useKey':
      if (key?.status !== 'Active') return undefined;
      key.uses.push(now);
      return `${user.name} uses ${key.id}`;
    case 'toggleKey':
      if (!key || world.disabledByUs.has(keyLabel(user, key))) return undefined;
      key.status = key.status === 'Active' ? 'Inactive' : 'Active';
      return `${user.name} sets ${key.id} ${key.status}`;
    case 'deleteKey':
      if (!key) return undefined;
      user.keys = user.keys.filter((each) => each !== key);
      world.disabledByUs.delete(keyLabel(user, key));
      return `${user.name} deletes ${key.id}`;
    case 'addKey':
      return addKey(world, user);
    case 'setPassword':
      return setPassword(world, user);
    case 'deletePassword':
      if (!user.password) return undefined;
      user.password = undefined;
      return `${user.name}'s password is deleted`;
    case 'deleteUser':
      removeUser(world, user);
      return `${user.name} is deleted`;
    case 'recreateUser':
      removeUser(world, user);
      createUser(world, user);
      return `${user.name} is deleted and created again`;
    case 'tag':
      user.tags = { ...user.tags, [event.key]: event.value };
      return `${user.name} is tagged ${event.key}=${event.value}`;
    case 'untag': {
      const { [event.key]: _gone, ...rest } = user.tags;
      user.tags = rest;
      return `${user.name} loses the tag ${event.key}`;
    }
    case 'join':
      user.groups = ['sre'];
      return `${user.name} joins sre`;
    case 'leave':
      user.groups = [];
      return `${user.name} leaves its groups`;
  }
}

/** With a password and a key, as people have them. */
function createUser(world: World, { name, path }: { readonly name: string; readonly path: string }): string {
  const createdAt = wholeSecond(world.now);
  const user: ModelUser = {
    serial: nextSerial(world),
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

function addKey(world: World, user: ModelUser): Done {
  if (user.keys.length >= 2) return undefined;
  const serial = nextSerial(world);
  const createdAt = wholeSecond(world.now);
  user.keys.push({ serial, id: keyId(serial), createdAt, status: 'Active', uses: [] });
  return `${user.name} gets ${keyId(serial)}`;
}

function setPassword(world: World, user: ModelUser): Done {
  const at = wholeSecond(world.now);
  const label = passwordLabel(user);
  const restored = !user.password && world.disabledByUs.delete(label);
  user.password = { createdAt: user.password?.createdAt ?? at, changedAt: at };
  const text = `${user.name} gets a new password`;
  return restored ? { text: `${text} (restored)`, restored: label } : text;
}

function restore(world: World, which: number): Done {
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

function removeUser(world: World, user: ModelUser): void {
  world.users = world.users.filter((each) => each !== user);
  for (const [label, { user: owner }] of world.disabledByUs) {
    if (owner === user.serial) world.disabledByUs.delete(label);
  }
}
