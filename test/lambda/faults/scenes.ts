import { emptyLedger, type Ledger } from '../../../lambda/domain/ledger/schema';
import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { ACCOUNT, NOW } from '../../support/builders';
import type { DeployedOptions } from '../../support/deployment';
import { aKey, type FakeUser } from '../../support/fake-aws';
import { aLock } from '../../support/locks';
import { ALICES_PASSWORD, openLedger } from '../../support/open-ledger';
import { ALICE_OLD_KEY, AT_ONCE, PROTECT_CAROL, theStaff, WITHOUT_POLICIES } from '../../support/staff';
import type { CallName } from './calls';

/** What a sweep finds. */
export interface Scene extends Pick<DeployedOptions, 'account'> {
  readonly users: FakeUser[];
  readonly policy: NonNullable<DeployedOptions['policy']>;
  /** Undefined: there is none. */
  readonly ledger: Ledger | undefined;
  /** What stands in the bucket beside it, by key. */
  readonly records?: Readonly<Record<string, string>>;
}

const PENDING = { runId: '20261119T070000Z', subject: 'earlier', body: 'told late\n', announces: {} };
const LEDGER: Ledger = { ...emptyLedger(ACCOUNT.id), pendingDigest: PENDING };
const KILLED = { ...LEDGER, open: openLedger({ planned: [ALICES_PASSWORD] }).open };
/** A policy that names groups. */
const BY_GROUP = { name: 'night shift', match: { groups: ['nights'] }, reason: 'works at night' };

/** Three stale credentials, and a digest that waits; with what it takes for that call to be made. */
export function sceneOf(call: CallName): Scene {
  const users = theStaff();
  const withoutAlicesPassword: Partial<Scene> = { users: users.map(withoutPassword), ledger: KILLED };
  const scenes: Partial<Record<CallName, Partial<Scene>>> = {
    // It is asked whether the ledger was deleted.
    'ListObjects no ledger': { ledger: undefined },
    // Somebody locked a user a minute ago, so no report shows it yet.
    'GetObject lock': { records: aLock({ at: NOW - MINUTE }).records },
    // A run was killed after its only write.
    'GetUser killed': withoutAlicesPassword,
    'read-back killed': withoutAlicesPassword,
    // A run was killed before it.
    'GetObject killed': { ledger: KILLED },
    // The report shows two keys of a user, and says that she has more.
    'ListAccessKeys more': { users: users.map(withThirdKey) },
    // The users are listed because the last report had many more.
    'GetAccount. drop': {
      ledger: { ...LEDGER, lastRun: { runId: PENDING.runId, endedAt: NOW - DAY, users: 20 } },
    },
    // Without checks of policies, one user in one page is looked up with GetUser, more with one call for all.
    'GetUser look-up': { users: users.slice(0, 1), policy: { ...AT_ONCE, checks: WITHOUT_POLICIES } },
    'GetKeyLastUsed twins': { users: users.map(withTwins) },
    ListGroupsForUser: { policy: { ...AT_ONCE, exemptions: [PROTECT_CAROL, BY_GROUP] } },
    'LookupEvents uses': { policy: { ...AT_ONCE, evidence: true } },
    // CloudTrail matters to a report that is not young.
    LookupEvents: { account: { report: { ageMs: HOUR } } },
  };
  return { users, policy: AT_ONCE, ledger: LEDGER, ...scenes[call] };
}

/** Alice's password is deleted. */
function withoutPassword(user: FakeUser): FakeUser {
  const { password: _password, ...rest } = user;
  return user.name === 'alice' ? rest : user;
}

/** Alice has another key that is in use. */
function withThirdKey(user: FakeUser): FakeUser {
  const old = user.keys.find(({ id }) => id === ALICE_OLD_KEY);
  if (!old) return user;
  const third = aKey({ id: 'AKIAMMMMALICETHIRDK1', createdAt: NOW - DAY });
  return { ...user, keys: [...user.keys, third] };
}

/** Both of alice's keys are of the same second, and only one of them is in use. */
function withTwins(user: FakeUser): FakeUser {
  const old = user.keys.find(({ id }) => id === ALICE_OLD_KEY);
  return old ? { ...user, keys: user.keys.map((key) => ({ ...key, createdAt: old.createdAt })) } : user;
}
