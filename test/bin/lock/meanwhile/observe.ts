import { type FakeAccount, type FakeUser, findUser } from '../../../support/fake-aws';
import type { InProcessAws } from '../../../support/fake-aws/in-process';
import type { ServiceRequest } from '../../../support/fake-aws/request';
import type { WireResponse } from '../../../support/fake-aws/wire';
import { storedKeys, storedObject } from '../../../support/stored';
import type { Scene } from './scene';

/** Who has that name now, as a copy. */
export function userNamed(account: FakeAccount, name: string | undefined): FakeUser | undefined {
  return structuredClone(findUser(account, name ?? ''));
}

/** The credentials with which the user can do something, whatever its name is now. */
export function workingOf({ users }: FakeAccount, user: FakeUser | undefined): string[] {
  const now = users.find(({ userId }) => userId === user?.userId);
  if (!now) return [];
  return [
    ...now.keys.filter(({ status }) => status !== 'Inactive' && status !== 'Expired').map(({ id }) => id),
    ...(now.password ? ['password'] : []),
  ];
}

export function recordsOfLocks(account: FakeAccount): string[] {
  return storedKeys(account).filter((key) => key.includes('/locks/'));
}

/** The text of the lock's `plan.json`, if it is in the bucket. */
export function planIn(account: FakeAccount): string | undefined {
  const key = recordsOfLocks(account).find((each) => each.endsWith('/plan.json'));
  return key === undefined ? undefined : storedObject(account, key)?.body.toString();
}

/** A request with the trouble that the scene has for it. Undefined resets the connection. */
export async function faulted(
  kind: Scene['faults'][number]['kind'] | undefined,
  answer: () => Promise<WireResponse | undefined>,
  { faults }: InProcessAws,
): Promise<WireResponse | undefined> {
  switch (kind) {
    case undefined:
      return answer();
    case 'reset':
      return undefined;
    case 'lost':
      await answer();
      return undefined;
    case 'denied': {
      faults.push({ error: { code: 'AccessDenied', status: 403 } });
      const answered = answer();
      faults.pop();
      return answered;
    }
  }
}

/** Whether the latest call of that kind took effect. */
export function wasApplied({ calls }: InProcessAws, { action, params }: ServiceRequest): boolean {
  return calls.findLast((call) => call.action === action && call.params === params)?.applied ?? false;
}
