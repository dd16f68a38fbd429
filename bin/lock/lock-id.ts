import { randomBytes } from 'node:crypto';
import { type Instant, utcSecond } from '../../lambda/domain/instant';

/** `20261120T070000Z-1f6c0a`: the second of the plan, and a random part for two locks of one second. */
export type LockId = string;

export function lockId(now: Instant, random = randomBytes(3).toString('hex')): LockId {
  return `${utcSecond(now).replaceAll(/[-:]/g, '')}-${random}`;
}
