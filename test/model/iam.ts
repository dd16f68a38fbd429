import type { KeyListing, LiveKey } from '../../lambda/domain/evaluation/key-identity';
import { type Target, keysToLookUp, type LiveUser } from '../../lambda/domain/remediation/confirm';
import type { WriteResponse, ReadBack } from '../../lambda/domain/remediation/outcome';
import { utcDate } from '../../lambda/domain/instant';
import type { UserIdentity } from '../../lambda/domain/identity';
import type { UserLookup } from '../../lambda/domain/evaluation/user-evidence';
import type { ReadUserRequest } from '../../lambda/ports';
import {
  arnOf,
  keyLabel,
  type ModelKey,
  type ModelUser,
  passwordLabel,
  shownKeyUse,
  shownSignIn,
} from './account';
import type { AppliedWrite, Run } from './journal';
import { isOn, ledgerIn, planIn } from './stored';
import { findUser, type World } from './world';

// It embodies docs/assumptions.md A14, A18, A22, A27, A30, A31 and A34.
// What IAM answers in the world, and the two writes.

function identityOf(user: ModelUser): UserIdentity {
  return { name: user.name, arn: arnOf(user), path: user.path, createdAt: user.createdAt };
}

export function lookedUp(user: ModelUser | undefined, groups: boolean): UserLookup {
  if (!user) return { kind: 'gone' };
  return {
    kind: 'read',
    identity: identityOf(user),
    tags: new Map(Object.entries(user.tags)),
    groups: groups ? user.groups : undefined,
  };
}

export function look(world: World, request: ReadUserRequest): LiveUser | 'gone' {
  const user = findUser(world, request.user);
  if (!user) return 'gone';
  const { now } = world;
  const asked = request.keys === 'none' ? [] : keysToLookUp(user.keys, request.keys);
  return {
    identity: identityOf(user),
    tags: new Map(Object.entries(user.tags)),
    groups: request.groups ? user.groups : undefined,
    passwordLastUsed: shownSignIn(user, now) ?? 'never',
    loginProfile: request.loginProfile ? profileOf(world, user) : 'notAsked',
    keys:
      request.keys === 'none'
        ? 'notAsked'
        : user.keys.map((key) => liveKey(world, user, key, asked.includes(key))),
  };
}

/** What ListAccessKeys and GetAccessKeyLastUsed answer about one user. */
export function listedKeys(world: World, user: ModelUser | undefined, lastUsed: 'all' | 'twins'): KeyListing {
  const isTwin = (key: ModelKey) =>
    user?.keys.some((other) => other !== key && other.createdAt === key.createdAt) ?? false;
  const keys = user?.keys.map((key) => liveKey(world, user, key, lastUsed === 'all' || isTwin(key)));
  return { kind: 'read', keys: keys ?? [] };
}

function liveKey(world: World, user: ModelUser, key: ModelKey, withLastUse: boolean): LiveKey {
  return {
    id: key.id,
    status: shownActive(world, user, key) ? 'Active' : 'Inactive',
    createdAt: key.createdAt,
    lastUsed: withLastUse ? (shownKeyUse(key, world.now) ?? 'never') : 'notAsked',
  };
}

function profileOf(world: World, user: ModelUser): { readonly createdAt: number } | 'none' {
  if (user.password) return { createdAt: user.password.createdAt };
  return lags(world, passwordLabel(user)) ? { createdAt: user.createdAt } : 'none';
}

function shownActive(world: World, user: ModelUser, key: ModelKey): boolean {
  return key.status === 'Active' || lags(world, keyLabel(user, key));
}

function lags(world: World, label: string): boolean {
  return world.now < (world.lagging.get(label) ?? 0);
}

export function readBack(world: World, target: Target): ReadBack {
  const user = findUser(world, target.user.name);
  if (!user) return { kind: 'disabled' };
  if (target.kind === 'password') {
    return { kind: profileOf(world, user) === 'none' ? 'disabled' : 'active' };
  }
  const key = user.keys.find(({ id }) => id === target.keyId);
  return { kind: key && shownActive(world, user, key) ? 'active' : 'disabled' };
}

/** How a digest names what is meant: a key by its day of creation and the ends of its id. */
export function wordsOf(world: World, target: Target): string {
  const { name } = target.user;
  if (target.kind === 'password') return `${name}, password`;
  const key = findUser(world, name)?.keys.find(({ id }) => id === target.keyId);
  const ends = `${target.keyId.slice(0, 4)}...${target.keyId.slice(-4)}`;
  return `${name}, access key created ${utcDate(key?.createdAt ?? 0)} (${ends})`;
}

/** Does as IAM does, by user name and key id alone, and writes down what it changed. */
export function disable(world: World, run: Run, target: Target, lagMs: number): WriteResponse {
  const user = findUser(world, target.user.name);
  if (!user) return noSuchEntity('user');
  if (target.kind === 'password') {
    if (!user.password) return noSuchEntity('login profile');
    applied(world, run, { user, target, label: passwordLabel(user) }, lagMs);
    user.password = undefined;
    return { kind: 'accepted' };
  }
  const key = user.keys.find(({ id }) => id === target.keyId);
  if (!key) return noSuchEntity('access key');
  if (key.status === 'Active') {
    applied(world, run, { user, target, label: keyLabel(user, key) }, lagMs);
    key.status = 'Inactive';
  }
  return { kind: 'accepted' };
}

function noSuchEntity(what: string): WriteResponse {
  return {
    kind: 'rejected',
    code: 'NoSuchEntity',
    firstAttempt: true,
    cause: `NoSuchEntity: no such ${what}`,
  };
}

function applied(
  world: World,
  run: Run,
  hit: Pick<AppliedWrite, 'user' | 'target' | 'label'>,
  lagMs: number,
): void {
  run.writes.push({
    ...hit,
    words: wordsOf(world, hit.target),
    user: structuredClone(hit.user),
    at: world.now,
    look: run.looks.findLast(({ user }) => user.name === hit.user.name),
    inPlanRecord: standsInPlanRecord(world, run, hit.target),
    inOpenPlan: standsInOpenPlan(world, run, hit.target),
  });
  world.disabledByUs.set(hit.label, { user: hit.user.serial });
  world.lagging.set(hit.label, world.now + lagMs);
}

function standsInPlanRecord({ bucket }: World, { runId }: Run, target: Target): boolean {
  return planIn(bucket.files.get(`${runId}/plan.json`)).actions.some((action) => isOn(action, target));
}

function standsInOpenPlan({ bucket }: World, { runId }: Run, target: Target): boolean {
  const { open } = ledgerIn(bucket.ledger?.text);
  if (open?.runId !== runId) return false;
  return open.planned.some(({ userArn, kind, keyId = null }) =>
    isOn({ arn: userArn, credential: kind, keyId }, target),
  );
}
