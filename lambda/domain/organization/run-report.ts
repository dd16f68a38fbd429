import type { Instant } from '../instant';
import type { Mode, PolicyInForce } from '../settings';
import type { Allotment } from './act';
import type { Coverage } from './coverage';
import type { InFlight } from './ledger/schema';
import type { OrganizationPolicy } from './policy/schema';
import type { RosterChanges } from './roster-changes';

/** Why a run of the organization did less than it was asked to. */
export const ORGANIZATION_HALT_REASONS = [
  'policy',
  'organization-policy',
  'mode',
  'roster',
  'ledger',
  'busy',
  'coverage',
  'subscribers',
  'delivery',
  'limits',
  'report-only',
  'time',
  'permissions',
  'internal',
] as const;
export type OrganizationHaltReason = (typeof ORGANIZATION_HALT_REASONS)[number];

/** `halted`: nobody was swept. `ranAsDryRun`: everybody was, and nobody was acted on. Either one fails the execution. */
export interface OrganizationHalt {
  readonly effect: 'halted' | 'ranAsDryRun';
  readonly reason: OrganizationHaltReason;
  /** What went wrong and where, as one sentence without a full stop. */
  readonly message: string;
}

/** The organization's parameter in force, and where it came from. */
export interface OrganizationInForce extends Omit<PolicyInForce, 'policy'> {
  readonly policy: OrganizationPolicy;
}

/** A run that had not ended, and that Freeze took over (docs/design.md §9.8). */
export interface TakenOver {
  readonly runId: string;
  /** `false`: it ended before anything was swept. Otherwise its mail has gone out, or goes out with this one. */
  readonly hadRoster: boolean;
  /** Its folder, if the records in it are not understood: then it has no mail of its own. */
  readonly notUnderstood?: string | undefined;
}

/** What a run of the organization found, decided and did. A group is undefined if the run stopped before it was known. */
export interface OrganizationReport {
  readonly organizationId: string;
  readonly runId: string;
  readonly trigger: 'scheduled' | 'manual';
  /** The run acts on nobody, and its mail announces nothing. */
  readonly preview: boolean;
  /** A run of these accounts alone. */
  readonly only?: readonly string[];
  readonly now: Instant;
  readonly halts: readonly OrganizationHalt[];
  readonly settings:
    | {
        /** The master switch; undefined if the parameter holds something else. */
        readonly mode: Mode | undefined;
        readonly organization: OrganizationInForce;
        readonly policy: PolicyInForce;
      }
    | undefined;
  /** What was edited in either parameter since the last run, a line each (`policyChanges`). */
  readonly policyChanges: readonly string[];
  /** Subscriptions that hear the digest; undefined if not known. */
  readonly subscribers: number | undefined;
  readonly uncounted?: readonly string[] | undefined;
  readonly takenOver?: TakenOver | undefined;
  /** Earlier runs whose mail went out just before this one. */
  readonly deliveredLate: readonly string[];
  readonly coverage: Coverage | undefined;
  /** By account id. */
  readonly uncoveredSince: Readonly<Record<string, Instant>>;
  readonly changes: RosterChanges | undefined;
  readonly allotment: Allotment | undefined;
  /** Of this run and of earlier ones, also of accounts that have left. */
  readonly inFlight: readonly InFlight[];
  readonly records: { readonly location: string; readonly consoleUrl: string | undefined } | undefined;
  /** What `start-execution` needs. */
  readonly stateMachineArn: string | undefined;
}

/** What is told of a delivered entry. */
export interface Stood {
  readonly accountId: string;
  readonly runId: string;
  /** The ledger's id of the credential, if the entry is about one. */
  readonly id: string | undefined;
  readonly as: 'deed' | 'announced' | 'repeated';
}
