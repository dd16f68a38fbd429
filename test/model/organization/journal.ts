import type { Instant } from '../../../lambda/domain/instant';
import type { Label } from '../account';
import type { AppliedWrite, Delivered, Ending, Run } from '../journal';
import type { Executing } from './history';

// What truly happened in the organization, written down by the world: the laws are judged by this and by nothing else.

export type StepName = 'freeze' | 'judge' | 'allot' | 'act' | 'tell';

/** What a call did to something that outlasts the step. */
export type Effect = "the organization's ledger" | "an account's ledger" | 'told.json' | 'a write to IAM';

/** One invocation of a function. */
export interface Invocation {
  readonly number: number;
  readonly execution: Execution;
  readonly step: StepName;
  /** The account that is swept. */
  readonly account: string | undefined;
  readonly startedAt: Instant;
  readonly calls: string[];
  readonly effects: Effect[];
  /** What the member's role may do, as far as a session was opened. */
  session: 'judge' | 'act' | undefined;
  /** It tried to write with a session that may not. */
  triedInVain: boolean;
  /** The sweep of the account. */
  run: Run | undefined;
  ending: Ending | { readonly kind: 'answered'; readonly status: string } | undefined;
}

/** One execution of the state machine. */
export interface Execution {
  readonly arn: string;
  readonly asked: Executing['kind'];
  readonly input: unknown;
  readonly startedAt: Instant;
  runId: string | undefined;
  state: 'running' | { readonly stoppedAt: Instant; readonly as: 'SUCCEEDED' | 'FAILED' | 'ABORTED' };
}

/** An account as it truly is at one moment. */
export interface TrueAccount {
  readonly id: string;
  readonly isMember: boolean;
  readonly state: string;
  readonly ou: string;
  readonly hasRole: boolean;
}

/** Everything that people decide, from one moment on. */
export interface Truth {
  readonly from: Instant;
  readonly mode: string;
  readonly policy: string;
  readonly organization: string;
  readonly accounts: readonly TrueAccount[];
  readonly hearing: number;
}

/** A record of a run, as it was first written, and what stood in the bucket then. */
export interface Decided {
  readonly runId: string;
  readonly at: Instant;
  /** When the step that wrote it began. */
  readonly since: Instant;
  readonly text: string;
  /** The answers of the run. */
  readonly answers: ReadonlyMap<string, string>;
}

/** A write that changed a credential of a member. */
export interface Deed {
  readonly account: string;
  readonly write: AppliedWrite;
  readonly run: Run;
  readonly invocation: Invocation;
  /** Every `told.json` in the account's folder at that moment. */
  readonly tolds: readonly string[];
  /** The latest `act.json` of the run at that moment. */
  readonly act: string | undefined;
}

/** A mail that SNS took. */
export interface Mail extends Delivered {
  readonly invocation: Invocation;
}

export interface OrganizationJournal {
  readonly executions: Execution[];
  readonly invocations: Invocation[];
  readonly truths: Truth[];
  readonly mails: Mail[];
  readonly deeds: Deed[];
  /** `settings.json`: by what a run goes. */
  readonly settings: Decided[];
  /** `accounts.json`: whom it sweeps. */
  readonly rosters: Decided[];
  /** `allotment.json`: who may act. */
  readonly allotments: Decided[];
  /** `told-plan.json`: the mail is laid down. */
  readonly laid: Decided[];
  readonly people: {
    readonly at: Instant;
    readonly text: string;
    /** The credential of the account that is enabled again by this. */
    readonly restored?: Label | undefined;
  }[];
}

export function emptyJournal(): OrganizationJournal {
  return {
    executions: [],
    invocations: [],
    truths: [],
    mails: [],
    deeds: [],
    settings: [],
    rosters: [],
    allotments: [],
    laid: [],
    people: [],
  };
}

/** How things stood at that moment. */
export function truthAt({ truths }: Pick<OrganizationJournal, 'truths'>, at: Instant): Truth {
  const truth = truths.findLast(({ from }) => from <= at) ?? truths[0];
  if (!truth) throw new Error('nothing is known of that moment');
  return truth;
}

/** How things stood in the course of that time. */
export function truthsWithin(
  journal: Pick<OrganizationJournal, 'truths'>,
  since: Instant,
  until: Instant,
): readonly Truth[] {
  return [truthAt(journal, since), ...journal.truths.filter(({ from }) => from > since && from <= until)];
}
