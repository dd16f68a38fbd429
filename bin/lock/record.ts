import { utcSecond, type Instant } from '../../lambda/domain/instant';
import type { AccountId } from '../../lambda/domain/identity';
import type { Target } from '../../lambda/domain/remediation/confirm';
import type { Outcome } from '../../lambda/domain/remediation/outcome';
import type { Investigation } from '../investigate/investigation';
import type { ExemptionFound } from './exemption';
import type { LockId } from './lock-id';
import type { LockPlan } from './plan';

/** One person's order about one user. */
export interface LockOrder {
  readonly id: LockId;
  readonly account: AccountId;
  /** ARN of whoever gives it. */
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
  readonly plan: LockPlan;
  readonly exemption: ExemptionFound;
  /** What the user did, as it was read before. */
  readonly evidence: Investigation;
}

/** A target with its outcome. */
export interface Locked {
  readonly target: Target;
  readonly outcome: Outcome;
}

export interface LockResult {
  readonly results: readonly Locked[];
  readonly left: Left;
}

/** What works after the lock all the same. */
export type Left =
  | { readonly kind: 'read'; readonly targets: readonly Target[] }
  /** The name is nobody's or somebody else's now: the user is gone, or has another name. */
  | { readonly kind: 'elsewhere'; readonly cause: string }
  | { readonly kind: 'unreadable'; readonly cause: string };

/** `plan.json`, written before the first write (docs/design.md §3.14). */
export function planRecord(order: LockOrder): string {
  return json({ ...orderFields(order), evidence: order.evidence });
}

/** `result.json`, written after the last one. */
export function resultRecord(order: LockOrder, { results, left }: LockResult, endedAt: Instant): string {
  return json({
    ...orderFields(order),
    endedAt: utcSecond(endedAt),
    outcomes: results.map(({ target, outcome }) => ({
      ...targetFields(order.plan, target),
      outcome: outcome.kind,
      ...('cause' in outcome ? { cause: outcome.cause } : {}),
      ...(outcome.kind === 'failed' ? { mayBeDisabled: outcome.mayBeDisabled } : {}),
    })),
    stillActive: left.kind === 'read' ? left.targets.map(targetName) : null,
    ...(left.kind === 'read' ? {} : { stillActiveUnknown: left.cause }),
  });
}

function targetName(target: Target): string {
  return target.kind === 'password' ? 'password' : target.keyId;
}

function orderFields({ id, account, by, reason, at, plan, exemption }: LockOrder) {
  const { user, userId } = plan;
  return {
    version: 1,
    lockId: id,
    accountId: account.id,
    at: utcSecond(at),
    by,
    reason,
    user: {
      name: user.name,
      arn: user.arn,
      created: utcSecond(user.createdAt),
      ...(userId === undefined ? {} : { id: userId }),
    },
    exemption: exemption.kind === 'exempt' ? exemption.name : null,
    ...(exemption.kind === 'unknown' ? { exemptionUnknown: exemption.cause } : {}),
    targets: plan.targets.map((target) => targetFields(plan, target)),
  };
}

function targetFields({ keys, loginProfile }: LockPlan, target: Target) {
  if (target.kind === 'password') {
    return {
      kind: target.kind,
      ...(loginProfile === 'none' ? {} : { created: utcSecond(loginProfile.createdAt) }),
    };
  }
  const key = keys.find(({ id }) => id === target.keyId);
  return {
    kind: target.kind,
    keyId: target.keyId,
    ...(key ? { created: utcSecond(key.createdAt) } : {}),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
