import { emptyLedger, type Ledger } from '../../../lambda/domain/ledger/schema';
import { DAY, HOUR } from '../../../lambda/domain/instant';
import { ACCOUNT, NOW } from '../../support/builders';
import type { DeployedOptions } from '../../support/deployment';
import type { FakeUser } from '../../support/fake-aws';
import { ALICE_OLD_KEY, AT_ONCE, PROTECT_CAROL, theStaff } from '../../support/staff';
import type { CallName } from './calls';

/** What a sweep finds. */
export interface Scene extends Pick<DeployedOptions, 'account'> {
  readonly users: FakeUser[];
  readonly policy: NonNullable<DeployedOptions['policy']>;
  /** Undefined: there is none. */
  readonly ledger: Ledger | undefined;
}

const PENDING = { runId: '20261119T070000Z', subject: 'earlier', body: 'told late\n', announces: {} };
const LEDGER: Ledger = { ...emptyLedger(ACCOUNT.id), pendingDigest: PENDING };
/** A policy that names groups. */
const BY_GROUP = { name: 'night shift', match: { groups: ['nights'] }, reason: 'works at night' };

/** Three stale credentials, and a digest that waits; with what it takes for that call to be made. */
export function sceneOf(call: CallName): Scene {
  const users = theStaff();
  const scene = { users, policy: AT_ONCE, ledger: LEDGER };
  switch (call) {
    // It is asked whether the ledger was deleted.
    case 'ListObjects no ledger':
      return { ...scene, ledger: undefined };
    // The users are listed because the last report had many more.
    case 'GetAccount. drop':
      return {
        ...scene,
        ledger: { ...LEDGER, lastRun: { runId: '20261119T070000Z', endedAt: NOW - DAY, users: 20 } },
      };
    // One user in one page is looked up with GetUser, more with one call for all.
    case 'GetUser look-up':
      return { ...scene, users: users.slice(0, 1) };
    case 'GetKeyLastUsed twins':
      return { ...scene, users: users.map(withTwins) };
    case 'ListGroupsForUser':
      return { ...scene, policy: { ...AT_ONCE, exemptions: [PROTECT_CAROL, BY_GROUP] } };
    // CloudTrail matters to a report that is not young.
    case 'LookupEvents':
      return { ...scene, account: { report: { ageMs: HOUR } } };
    default:
      return scene;
  }
}

/** Both of alice's keys are of the same second, and only one of them is in use. */
function withTwins(user: FakeUser): FakeUser {
  const old = user.keys.find(({ id }) => id === ALICE_OLD_KEY);
  return old ? { ...user, keys: user.keys.map((key) => ({ ...key, createdAt: old.createdAt })) } : user;
}
