import type { Instant } from '../../lambda/domain/instant';
import type { PasswordEvent } from '../../lambda/domain/remediation/password-events';
import type { Policy } from '../../lambda/domain/policy/schema';
import type { Label, ModelUser } from './account';
import type { Journal } from './journal';
import type { Planted } from './ledger-ahead';

/** What stands in SSM. */
export interface ModelSettings {
  mode: string;
  policy: Policy;
  version: number;
}

/** A credential report as IAM serves it, and what it was made from. */
export interface ModelReport {
  readonly content: Uint8Array;
  readonly generatedAt: Instant;
  /** When its rows were read, whatever it says. */
  readonly takenAt: Instant;
  /** Serials of the users in it, by ARN. */
  readonly users: ReadonlyMap<string, number>;
  readonly enabled: ReadonlySet<Label>;
}

export interface ModelBucket {
  ledger: { readonly text: string; readonly etag: string } | undefined;
  /** Its last version, while it is deleted. */
  deleted?: { readonly text: string; readonly etag: string } | undefined;
  readonly files: Map<string, string>;
  /** The records of locks by `<id>/<file>`. */
  readonly locks: Map<string, string>;
  writes: number;
  /** Instants ahead of the clock that somebody put into the ledger. */
  readonly planted: Planted[];
}

/**
 * Confirmed mail and queue; mail that is not confirmed, or that a filter keeps away; mail whose attributes cannot be read.
 */
export type ModelSubscription = 'email' | 'sqs' | 'pending' | 'filtered' | 'unreadable';

/** One simulated AWS account with everything that a sweep can reach. Plain data: `structuredClone` forks it. */
export interface World {
  /** In an organization each account has its own. @default - the account of the builders */
  readonly account?: string;
  now: Instant;
  serials: number;
  users: ModelUser[];
  readonly settings: ModelSettings;
  /** The cached report. */
  report: ModelReport | undefined;
  /** Of the digest topic. */
  subscriptions: readonly ModelSubscription[];
  readonly bucket: ModelBucket;
  /** Disabled by a sweep and not enabled again: what a person may restore. */
  readonly disabledByUs: Map<Label, { readonly user: number }>;
  /** Writes that reads do not show yet, with the instant from which they do. */
  readonly lagging: Map<Label, Instant>;
  /** CloudTrail's event history of the calls that set a password. */
  readonly trail: TrailEvent[];
  readonly journal: Journal;
}

export interface TrailEvent extends PasswordEvent {
  readonly at: Instant;
  /** The history has it from then on. */
  readonly shownAt: Instant;
}

export function aWorld(
  now: Instant,
  { policy, mode }: { readonly policy: Policy; readonly mode: string },
): World {
  return {
    now,
    serials: 0,
    users: [],
    settings: { mode, policy, version: 1 },
    report: undefined,
    subscriptions: ['email'],
    bucket: { ledger: undefined, files: new Map(), locks: new Map(), writes: 0, planted: [] },
    disabledByUs: new Map(),
    lagging: new Map(),
    trail: [],
    journal: { runs: [], people: [] },
  };
}

export function nextSerial(world: World): number {
  world.serials += 1;
  return world.serials;
}

export function findUser(world: World, name: string): ModelUser | undefined {
  return world.users.find((user) => user.name.toLowerCase() === name.toLowerCase());
}
