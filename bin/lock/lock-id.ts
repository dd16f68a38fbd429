import { randomBytes } from 'node:crypto';
import type { AccountId } from '../../lambda/domain/identity';
import { type Instant, utcSecond } from '../../lambda/domain/instant';

/** `20261120T070000Z-1f6c0a`: the second of the plan, and a random part for two locks of one second. */
export type LockId = string;

export function lockId(now: Instant, random = randomBytes(3).toString('hex')): LockId {
  return `${utcSecond(now).replaceAll(/[-:]/g, '')}-${random}`;
}

/** `<account>/locks/YYYY/MM/DD/<id>/`, beside the runs. */
export function folderOf(account: AccountId, id: LockId): string {
  return `${account.id}/locks/${id.slice(0, 4)}/${id.slice(4, 6)}/${id.slice(6, 8)}/${id}/`;
}
