import type { Instant } from '../../../lambda/domain/instant';
import type { OrganizationPolicy } from '../../../lambda/domain/organization/policy/schema';
import type { Policy } from '../../../lambda/domain/policy/schema';
import { hearing } from '../oracle';
import { settle } from '../play';
import { aWorld, type ModelSubscription, type World } from '../world';
import type { FirstUser } from '../history';
import { emptyJournal, type OrganizationJournal } from './journal';

export const ORGANIZATION_ID = 'o-a1b2c3d4e5';
/** The first account: that of the deployment, and the management account. */
export const CENTRAL = '111111111110';
const ROOT = 'r-ab12';

/** An account, with its users and with what the bucket has below its id. */
export interface Member {
  readonly id: string;
  readonly world: World;
  /** Organizations lists it. */
  isMember: boolean;
  state: string;
  ou: string;
  hasRole: boolean;
}

export interface StoredVersion {
  readonly text: string;
  readonly versionId: string;
}

/** What the bucket has below `organization/`. */
export interface OrganizationBucket {
  ledger: { readonly text: string; readonly etag: string } | undefined;
  writes: number;
  /** All versions of an object, the latest last, by `<runId>/<name>` or `<runId>/answers/<account>`. */
  readonly objects: Map<string, StoredVersion[]>;
}

/** A simulated organization with everything that a run can reach. */
export interface OrganizationWorld {
  now: Instant;
  mode: string;
  policy: Policy;
  organization: OrganizationPolicy;
  /** Of the parameters. */
  version: number;
  subscriptions: readonly ModelSubscription[];
  topicIsDown: boolean;
  readonly members: Member[];
  readonly bucket: OrganizationBucket;
  readonly journal: OrganizationJournal;
  /** Calls so far: whoever waits for a step sees by it that something goes on. */
  calls: number;
}

export function anOrganizationWorld(
  now: Instant,
  {
    mode,
    policy,
    organization,
  }: Pick<OrganizationWorld, 'mode' | 'policy'> & { readonly organization: OrganizationPolicy },
): OrganizationWorld {
  return {
    now,
    mode,
    policy,
    organization,
    version: 1,
    subscriptions: ['email'],
    topicIsDown: false,
    members: [],
    bucket: { ledger: undefined, writes: 0, objects: new Map() },
    journal: emptyJournal(),
    calls: 0,
  };
}

/** One clock for all accounts. */
export function addMember(
  organization: OrganizationWorld,
  {
    ou,
    hasRole,
    users,
  }: { readonly ou: string; readonly hasRole: boolean; readonly users: readonly FirstUser[] },
): Member {
  const id = String(Number(CENTRAL) + organization.members.length);
  const { policy, mode } = organization;
  const world: World = {
    ...aWorld(organization.now, { policy, mode }),
    account: id,
    get now() {
      return organization.now;
    },
    set now(at) {
      organization.now = at;
    },
  };
  for (const user of users) settle(world, user);
  const member = { id, world, isMember: true, state: 'ACTIVE', ou, hasRole };
  organization.members.push(member);
  return member;
}

/** Writes down how things stand from now on. */
export function noteTruth(world: OrganizationWorld): void {
  const { now, mode, policy, organization, members, subscriptions, journal } = world;
  journal.truths.push({
    from: now,
    mode,
    policy: JSON.stringify(policy),
    organization: JSON.stringify(organization),
    accounts: members.map(({ id, isMember, state, ou, hasRole }) => ({ id, isMember, state, ou, hasRole })),
    hearing: hearing(subscriptions, policy),
  });
}

/** As Organizations lists it. */
export function listed({ id, state, ou }: Member) {
  return {
    id,
    name: `account ${id.slice(-2)}`,
    state,
    paths: [`${ORGANIZATION_ID}/${ROOT}/${ou}/${id}`],
    joinedAt: 0,
  };
}
