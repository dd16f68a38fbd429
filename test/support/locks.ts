import { utcSecond, type Instant, MINUTE } from '../../lambda/domain/instant';
import { ACCOUNT, LONG_AGO, NOW } from './builders';

// The records that `npm run lock` writes (docs/design.md §3.14), written by hand: what writes them does not judge itself.

export interface LockTarget {
  readonly kind: 'password' | 'accessKey';
  readonly keyId?: string;
  /** ISO 8601, as in the record. */
  readonly created?: string;
  /** @default 'disabled' */
  readonly outcome?: string;
}

export interface LockOptions {
  readonly at?: Instant;
  /** @default the second of `at` */
  readonly endedAt?: Instant;
  readonly user?: { readonly name: string; readonly arn?: string; readonly created?: Instant };
  readonly reason?: string;
  readonly by?: string;
  readonly targets?: readonly LockTarget[];
  readonly stillActive?: readonly string[] | null;
  /** `plan`: it was killed. @default both */
  readonly files?: 'both' | 'plan';
}

export const LOCKER = 'arn:aws:sts::123456789012:assumed-role/Responder/olga';

/** A lock of mallory's password, ten minutes ago; its id, and its records by key. */
export function aLock({
  at = NOW - 10 * MINUTE,
  endedAt = at,
  user = { name: 'mallory' },
  reason = 'INC-42',
  by = LOCKER,
  targets = [{ kind: 'password' }],
  stillActive = [],
  files = 'both',
}: LockOptions = {}) {
  const id = `${utcSecond(at).replaceAll(/[-:]/g, '')}-1f6c0a`;
  const { name, arn = `arn:aws:iam::${ACCOUNT.id}:user/${name}`, created = LONG_AGO } = user;
  const order = {
    version: 1,
    lockId: id,
    accountId: ACCOUNT.id,
    at: utcSecond(at),
    by,
    reason,
    user: { name, arn, created: utcSecond(created) },
    exemption: null,
    targets: targets.map(({ outcome: _outcome, ...target }) => target),
  };
  const result = {
    ...order,
    endedAt: utcSecond(endedAt),
    outcomes: targets.map(({ outcome = 'disabled', ...target }) => ({ ...target, outcome })),
    stillActive,
  };
  const folder = `${ACCOUNT.id}/locks/${utcSecond(at).slice(0, 10).replaceAll('-', '/')}/${id}/`;
  const plan = { ...order, evidence: { version: 1 } };
  return {
    id,
    folder,
    plan,
    result,
    records: {
      [`${folder}plan.json`]: JSON.stringify(plan),
      ...(files === 'both' ? { [`${folder}result.json`]: JSON.stringify(result) } : {}),
    },
  };
}
