import { aLock } from '../support/locks';
import { arnOf, type ModelUser, wholeSecond } from './account';
import type { Done } from './accounts';
import { nextSerial, type World } from './world';

/** Takes all that works away from a user, and leaves the records of it, as `npm run lock` does. */
export function lockUser(world: World, user: ModelUser, killed: boolean): Done {
  const active = user.keys.filter(({ status }) => status === 'Active');
  const targets = [
    ...active.map(({ id, createdAt }) => ({
      kind: 'accessKey' as const,
      keyId: id,
      created: new Date(wholeSecond(createdAt)).toISOString(),
    })),
    ...(user.password ? [{ kind: 'password' as const }] : []),
  ];
  if (targets.length === 0) return undefined;
  for (const key of active) key.status = 'Inactive';
  user.password = undefined;
  const { name, createdAt } = user;
  const { plan, result } = aLock({
    at: wholeSecond(world.now),
    user: { name, arn: arnOf(user), created: wholeSecond(createdAt) },
    targets,
  });
  const id = plan.lockId.replace(/[^-]+$/, nextSerial(world).toString(16).padStart(6, '0'));
  world.bucket.locks.set(`${id}/plan.json`, JSON.stringify({ ...plan, lockId: id }));
  if (!killed) world.bucket.locks.set(`${id}/result.json`, JSON.stringify({ ...result, lockId: id }));
  return `${name} is locked (${id})${killed ? ', and the lock is killed' : ''}`;
}
