import { DAY, MINUTE } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  type Run,
  scheduledAt,
} from '../../support/deployment';
import { aKey, aUser, type FakeUser } from '../../support/fake-aws';
import { aLock, type LockOptions } from '../../support/locks';
import { AT_ONCE } from '../../support/staff';
import { storeRecords } from '../../support/stored';

// Days after a lock, for the parts that tell of them.

export const KEY_ID = 'AKIAMALLORY000000001';
export const CREATED = '2026-11-01T00:00:00Z';
export const KEY = { kind: 'accessKey', keyId: KEY_ID, created: CREATED } as const;
export const LOCKED_AT = NOW - MINUTE;
export const DENIED = { error: { code: 'AccessDenied', status: 403, message: 'not authorized' } };

export interface Days extends Deployment {
  readonly mallory: FakeUser;
  /** The scheduled run so many days after NOW. */
  day(count: number): Promise<Run>;
  /** The last digest's subject and, on one line, its text. */
  mail(): { readonly subject: string; readonly text: string };
}

/** Mallory, whose password and young key were locked a minute before the first run. */
export async function locked(lock: LockOptions = {}, options: DeploymentOptions = {}): Promise<Days> {
  const mallory = aUser({
    name: 'mallory',
    keys: [aKey({ id: KEY_ID, createdAt: Date.parse(CREATED), status: 'Inactive' })],
  });
  const deployment = await aDeployment({ users: [mallory], mode: 'enforce', policy: AT_ONCE, ...options });
  storeRecords(
    deployment.account,
    aLock({ at: LOCKED_AT, targets: [KEY, { kind: 'password' }], ...lock }).records,
  );
  return {
    ...deployment,
    mallory,
    day: (count) => {
      deployment.clock.advance(NOW + count * DAY - deployment.clock.now());
      return deployment.run(scheduledAt(deployment.clock.now()));
    },
    mail: () => {
      const { subject = '', message = '' } = deployment.digests().at(-1) ?? {};
      return { subject, text: message.replaceAll(/\s+/g, ' ') };
    },
  };
}
export const key = ({ mallory }: Days) => mallory.keys[0] ?? aKey();
const HEADINGS = /\b(LOCK[A-Z ,]*|NOT LOCKED, AND ENABLED|ENABLED AGAIN BY SOMEBODY) \(\d+\)/g;
export const headings = (days: Days) => days.mail().text.match(HEADINGS) ?? [];
