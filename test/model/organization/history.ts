import type { OrganizationPolicy } from '../../../lambda/domain/organization/policy/schema';
import type { Policy } from '../../../lambda/domain/policy/schema';
import type { FirstUser } from '../history';
import type { Event } from '../people';
import type { ModelSubscription } from '../world';
import type { StepName } from './journal';

/** An account on the first day. */
export interface FirstMember {
  readonly ou: string;
  readonly hasRole: boolean;
  readonly users: readonly FirstUser[];
}

/** What people do to the organization or in one of its accounts. `member` counts around whoever there is. */
export type OrganizationEvent =
  | { readonly kind: 'in'; readonly member: number; readonly event: Event }
  | { readonly kind: 'mode'; readonly mode: 'enforce' | 'dry-run' }
  | { readonly kind: 'organization'; readonly policy: OrganizationPolicy }
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'subscriptions'; readonly of: readonly ModelSubscription[] }
  /** SNS takes no mail any more, or takes them again. */
  | { readonly kind: 'topic'; readonly isDown: boolean }
  | { readonly kind: 'join'; readonly ou: string; readonly users: readonly FirstUser[] }
  | { readonly kind: 'leave' | 'suspend' | 'reopen' | 'loseRole' | 'getRole'; readonly member: number }
  | { readonly kind: 'move'; readonly member: number; readonly ou: string };

/** What goes wrong in one invocation of a function. */
export type StepFault =
  /** The function dies at its n-th call, before or after it took effect. */
  | { readonly kind: 'kill'; readonly at: number; readonly effect: boolean }
  /** The n-th call throws, before or after it took effect. */
  | { readonly kind: 'throws'; readonly at: number; readonly effect: boolean }
  /** Publishing throws, before or after it took effect. */
  | { readonly kind: 'lostMail'; readonly effect: boolean }
  | { readonly kind: 'slow'; readonly at: number; readonly minutes: number }
  /** Somebody does something before the n-th call. */
  | { readonly kind: 'meanwhile'; readonly at: number; readonly event: OrganizationEvent }
  /** A whole other execution happens before the n-th call: the event's second delivery, or one by hand. */
  | { readonly kind: 'along'; readonly at: number; readonly as: 'duplicate' | 'manual' | 'preview' }
  /** Somebody stops the execution, and starts another one after so many minutes. This function runs on all the same. */
  | { readonly kind: 'stopped'; readonly at: number; readonly minutes: number };

/** Where it goes wrong. A function that is invoked again has its faults in the first attempt alone. */
export interface Trouble {
  readonly step: StepName;
  /** Of Judge and Act: in which of the accounts over which they map. */
  readonly which: number;
  readonly fault: StepFault;
}

export interface Executing {
  /** Of the day. */
  readonly minute: number;
  readonly kind: 'scheduled' | 'manual' | 'preview' | 'named';
  /** Of the accounts, for a run of named ones. */
  readonly named: number;
  readonly troubles: readonly Trouble[];
  /** Step Functions gives each step so many attempts, and each account's function as many. */
  readonly attempts: number;
  /** A step that succeeded is invoked once more, since its answer was lost. */
  readonly again?: StepName | undefined;
  /** The function is not invoked for this account. */
  readonly lost?: { readonly step: 'judge' | 'act'; readonly which: number } | undefined;
  /** Somebody stops the execution after this step. */
  readonly abortAfter?: Exclude<StepName, 'tell'> | undefined;
  /** This step begins so many minutes late. */
  readonly late?: { readonly step: StepName; readonly minutes: number } | undefined;
  /** The event is delivered once more after so many minutes. */
  readonly duplicateAfter?: number | undefined;
}

export interface OrganizationDay {
  readonly events: readonly { readonly minute: number; readonly event: OrganizationEvent }[];
  readonly executions: readonly Executing[];
}

/** Some weeks in the life of an organization. Plain JSON, so that it can be printed and kept. */
export interface OrganizationHistory {
  readonly mode: 'enforce' | 'dry-run';
  readonly policy: Policy;
  readonly organization: OrganizationPolicy;
  /** The first is the account of the deployment and the management account. */
  readonly members: readonly FirstMember[];
  readonly days: readonly OrganizationDay[];
}

/** A scheduled run in which nothing goes wrong. */
export const HEALTHY: Executing = { minute: 7 * 60, kind: 'scheduled', named: 0, troubles: [], attempts: 1 };
