import type { Policy } from '../../lambda/domain/policy/schema';
import { keyLabel, type ModelUser } from './account';
import {
  addKey,
  addTwins,
  createUser,
  type Done,
  recordCall,
  removeUser,
  restore,
  setPassword,
  swapKeys,
  without,
} from './accounts';
import { lockUser } from './lock';
import { findUser, type ModelSubscription, type World } from './world';

/** Something that people do between (or during) sweeps. `who` and `which` count around whoever there is. */
export type Event =
  | {
      readonly kind:
        | 'signIn'
        | 'addKey'
        | 'addTwins'
        | 'addHalfActiveTwins'
        | 'swapKeys'
        | 'setPassword'
        | 'changePassword'
        | 'failToChangePassword'
        | 'deletePassword'
        | 'deleteUser'
        | 'recreateUser'
        | 'join'
        | 'leave';
      readonly who: number;
    }
  /** Somebody locks a user; `killed`: between the writes and the result. */
  | { readonly kind: 'lock'; readonly who: number; readonly killed: boolean }
  | { readonly kind: 'useKey' | 'toggleKey' | 'deleteKey'; readonly who: number; readonly which: number }
  | { readonly kind: 'createUser'; readonly name: string; readonly path: string }
  | { readonly kind: 'restore'; readonly which: number }
  | { readonly kind: 'tag' | 'untag'; readonly who: number; readonly key: string; readonly value: string }
  | { readonly kind: 'mode'; readonly mode: string }
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'subscriptions'; readonly of: readonly ModelSubscription[] }
  /** A secrets engine makes users, in place of those that it made before. */
  | { readonly kind: 'lease'; readonly count: number };

/** Lets it happen now, if it can, and writes it down. */
export function happen(world: World, event: Event): void {
  const done = attempt(world, event);
  if (done === undefined) return;
  const deed = typeof done === 'string' ? { text: done } : done;
  world.journal.people.push({ at: world.now, ...deed });
}

function attempt(world: World, event: Event): Done {
  const { now, settings } = world;
  if ('who' in event) {
    const user = world.users[event.who % Math.max(1, world.users.length)];
    return user && toUser(world, user, event, now);
  }
  switch (event.kind) {
    case 'createUser':
      return findUser(world, event.name) ? undefined : createUser(world, event);
    case 'restore':
      return restore(world, event.which);
    case 'mode':
      settings.mode = event.mode;
      return `mode ${event.mode}`;
    case 'policy':
      settings.policy = event.policy;
      settings.version += 1;
      return `policy version ${settings.version}`;
    case 'lease':
      return lease(world, event.count);
    case 'subscriptions':
      world.subscriptions = event.of;
      return `subscriptions: ${event.of.join(', ') || 'none'}`;
  }
}

const LEASED = '/leased/';

function lease(world: World, count: number): Done {
  for (const user of world.users.filter(({ path }) => path === LEASED)) removeUser(world, user);
  for (let index = 0; index < count; index += 1) {
    createUser(world, { name: `lease-${world.serials}`, path: LEASED });
  }
  return `${count} users are leased`;
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
    case 'addTwins':
      return addTwins(world, user, 'Active');
    case 'addHalfActiveTwins':
      return addTwins(world, user, 'Inactive');
    case 'swapKeys':
      return swapKeys(world, user);
    case 'setPassword':
      return setPassword(world, user);
    case 'changePassword':
      return user.password && setPassword(world, user, 'ChangePassword');
    case 'failToChangePassword':
      if (!user.password) return undefined;
      recordCall(world, user, 'ChangePassword', true);
      return `${user.name} fails to change the password`;
    case 'deletePassword':
      if (!user.password) return undefined;
      user.password = undefined;
      return `${user.name}'s password is deleted`;
    case 'lock':
      return lockUser(world, user, event.killed);
    case 'deleteUser':
      removeUser(world, user);
      return `${user.name} is deleted`;
    case 'recreateUser':
      removeUser(world, user);
      createUser(world, user);
      return `${user.name} is deleted and created again`;
    case 'tag':
      user.tags = { ...without(user.tags, event.key), [event.key]: event.value };
      return `${user.name} is tagged ${event.key}=${event.value}`;
    case 'untag':
      user.tags = without(user.tags, event.key);
      return `${user.name} loses the tag ${event.key}`;
    case 'join':
      user.groups = ['sre'];
      return `${user.name} joins sre`;
    case 'leave':
      user.groups = [];
      return `${user.name} leaves its groups`;
  }
}
