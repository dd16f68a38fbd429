import { keysToAskAbout, type LastLook, type LiveKey } from '../../lambda/domain/act/live';
import type { Target } from '../../lambda/domain/act/confirm';
import type { Answer, ReadBack } from '../../lambda/domain/act/settle';
import { utcDate } from '../../lambda/domain/instant';
import type { UserIdentity } from '../../lambda/domain/identity';
import type { LookedUp } from '../../lambda/domain/judge/looked-up';
import type { LookRequest } from '../../lambda/ports';
import { arnOf, keyLabel, type ModelKey, type ModelUser, passwordLabel, shownKeyUse, shownSignIn } from './account';
import type { AppliedWrite, Run } from './journal';
import { findUser, type World } from './world';

// What IAM answers in the world, and the two writes.

function identityOf(user: ModelUser): UserIdentity {
  return { name: user.name, arn: arnOf(user), path: user.path, createdAt: user.createdAt };
}

export function lookedUp(user: ModelUser | undefined, groups: boolean): LookedUp {
  if (!user) return { kind: 'gone' };
  return {
    kind: 'read',
    identity: identityOf(user),
    tags: new Map(Object.entries(user.tags)),
    groups: groups ? user.groups : undefined,
  };
}

export function look(world: World, request: LookRequest): LastLook {
  const user = findUser(world, request.user);
  if (!user) return 'gone';
  const { now } = world;
  const asked = request.keys === 'none' ? [] : keysToAskAbout(user.keys, request.keys);
  return {
    identity: identityOf(user),
    tags: new Map(Object.entries(user.tags)),
    groups: request.groups ? user.groups : undefined,
    passwordLastUsed: shownSignIn(user, now) ?? 'never',
    loginProfile: request.loginProfile ? profileOf(world, user) : 'notAsked',
    keys:
      request.keys === 'none'
        ? 'notAsked'
        : user.keys.map(
            (key): LiveKey => ({
              id: key.id,
              status: shownActive(world, user, key) ? 'Active' : 'Inactive',
              createdAt: key.createdAt,
              lastUsed: asked.includes(key) ? (shownKeyUse(key, now) ?? 'never') : 'notAsked',
            }),
          ),
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

/** Does as IAM does, by user name and key id alone, and writes down what it changed. */
export function disable(world: World, run: Run, target: Target, lagMs: number): Answer {
  const user = findUser(world, target.user.name);
  if (!user) return noSuchEntity('user');
  if (target.kind === 'password') {
    if (!user.password) return noSuchEntity('login profile');
    applied(world, run, { user, target, label: passwordLabel(user), words: `${user.name}, password` }, lagMs);
    user.password = undefined;
    return { kind: 'accepted' };
  }
  const key = user.keys.find(({ id }) => id === target.keyId);
  if (!key) return noSuchEntity('access key');
  if (key.status === 'Active') {
    const words = `${user.name}, access key created ${utcDate(key.createdAt)}`;
    applied(world, run, { user, target, label: keyLabel(user, key), words }, lagMs);
    key.status = 'Inactive';
  }
  return { kind: 'accepted' };
}

function noSuchEntity(what: string): Answer {
  return { kind: 'no', code: 'NoSuchEntity', firstTry: true, cause: `NoSuchEntity: no such ${what}` };
}

function applied(
  world: World,
  run: Run,
  hit: Pick<AppliedWrite, 'user' | 'target' | 'label' | 'words'>,
  lagMs: number,
): void {
  run.writes.push({
    ...hit,
    user: structuredClone(hit.user),
    at: world.now,
    look: run.looks.findLast(({ user }) => user.name === hit.user.name),
    inPlanRecord: standsInPlanRecord(run, hit.target),
    inOpenPlan: standsInOpenPlan(world, run, hit.target),
  });
  world.disabledByUs.set(hit.label, { user: hit.user.serial });
  world.lagging.set(hit.label, world.now + lagMs);
}

interface PlannedInRecord {
  readonly arn: string;
  readonly credential: string;
  readonly keyId: string | null;
}

function standsInPlanRecord(run: Run, target: Target): boolean {
  const record = JSON.parse(run.planRecord ?? '{}') as { readonly actions?: readonly PlannedInRecord[] };
  return (record.actions ?? []).some(
    ({ arn, credential, keyId }) =>
      arn === target.user.arn &&
      credential === target.kind &&
      (target.kind === 'password' || keyId === target.keyId),
  );
}

interface PlannedInLedger {
  readonly userArn: string;
  readonly kind: string;
  readonly keyId?: string;
}

function standsInOpenPlan(world: World, run: Run, target: Target): boolean {
  const ledger = JSON.parse(world.bucket.ledger?.text ?? '{}') as {
    readonly open?: { readonly runId: string; readonly planned: readonly PlannedInLedger[] } | null;
  };
  if (ledger.open?.runId !== run.runId) return false;
  return ledger.open.planned.some(
    ({ userArn, kind, keyId }) =>
      userArn === target.user.arn &&
      kind === target.kind &&
      (target.kind === 'password' || keyId === target.keyId),
  );
}
