import { type Answer, AnswerError, isFinal, parseAnswer } from './answer';
import type { Roster, RosterEntry } from './roster';

/** Exactly one for each account (docs/design.md §9.6). */
export const COVERAGE_CLASSES = ['completed', 'halted', 'unreachable', 'suspended', 'excluded'] as const;
export type CoverageClass = (typeof COVERAGE_CLASSES)[number];

/** An answer as the bucket has it, under the account's name. */
export interface StoredAnswer {
  readonly accountId: string;
  readonly text: string;
}

/** What Act may have done in an account that gave no final answer. */
export interface PlanInFlight {
  readonly accountId: string;
  /** The actions of the account's `plan.json` of this run. */
  readonly actions: readonly { readonly id: string; readonly keyId?: string | undefined }[];
}

export interface AccountCoverage {
  readonly account: RosterEntry;
  readonly class: CoverageClass;
  /** Why it is halted or unreachable: one clause. */
  readonly cause?: string;
  /** Of this run, and understood. */
  readonly answer?: Answer;
  /** Each of these may have been disabled: a plan was recorded, and nothing says what became of it. */
  readonly inFlight?: PlanInFlight['actions'];
}

export interface Coverage {
  /** In the order of the roster. */
  readonly accounts: readonly AccountCoverage[];
  readonly counts: Readonly<Record<CoverageClass, number>>;
  /** The accounts that should have completed. */
  readonly expected: number;
  /** Of these, the accounts that did not. */
  readonly uncovered: number;
  readonly failedActions: number;
  /** Answers of accounts that the roster does not have. */
  readonly strays: readonly string[];
}

export interface CoverageInput {
  readonly roster: Roster;
  readonly stored: readonly StoredAnswer[];
  /** Accounts with credentials in `act.json`. */
  readonly allotted: ReadonlySet<string>;
  /** Of the allotted accounts those with a `plan.json` of this run. */
  readonly plans: readonly PlanInFlight[];
}

/**
 * Counts from the roster against what stands in the bucket. What a machine says of its own children is never asked: an
 * account of which nothing is heard is `unreachable` by subtraction. Pure.
 */
export function coverageOf({ roster, stored, allotted, plans }: CoverageInput): Coverage {
  const byAccount = new Map<string, StoredAnswer[]>();
  for (const each of stored) {
    byAccount.set(each.accountId, [...(byAccount.get(each.accountId) ?? []), each]);
  }
  const planOf = new Map(plans.map((plan) => [plan.accountId, plan.actions]));
  const accounts = roster.accounts.map((account) =>
    classify(account, roster.runId, byAccount.get(account.id) ?? [], {
      isAllotted: allotted.has(account.id),
      plan: planOf.get(account.id),
    }),
  );
  const ids = new Set(roster.accounts.map(({ id }) => id));
  const counts = countClasses(accounts);
  const expected = accounts.length - counts.suspended - counts.excluded;
  return {
    accounts,
    counts,
    expected,
    uncovered: expected - counts.completed,
    failedActions: accounts.reduce((sum, { answer }) => sum + (answer?.counts['failed'] ?? 0), 0),
    strays: [...byAccount.keys()].filter((id) => !ids.has(id)),
  };
}

function countClasses(accounts: readonly AccountCoverage[]): Record<CoverageClass, number> {
  const counts = { completed: 0, halted: 0, unreachable: 0, suspended: 0, excluded: 0 };
  for (const each of accounts) counts[each.class] += 1;
  const sum = COVERAGE_CLASSES.reduce((total, each) => total + counts[each], 0);
  // Every figure of the mail rests on it.
  if (sum !== accounts.length) {
    throw new Error(`coverage counts ${sum} accounts, and the roster has ${accounts.length}`);
  }
  return counts;
}

interface Acted {
  readonly isAllotted: boolean;
  readonly plan: PlanInFlight['actions'] | undefined;
}

function classify(
  account: RosterEntry,
  runId: string,
  stored: readonly StoredAnswer[],
  { isAllotted, plan }: Acted,
): AccountCoverage {
  if (account.kind === 'suspended' || account.kind === 'excluded') return { account, class: account.kind };
  if (account.kind === 'unclear') return { account, class: 'unreachable', cause: account.cause };
  const read = readAnswer(account.id, runId, stored);
  const { answer } = read;
  if (isAllotted && plan && !(answer && isFinal(answer))) {
    return {
      account,
      class: 'unreachable',
      cause: 'it was to disable credentials, and did not say what it did',
      inFlight: plan,
      ...(answer ? { answer } : {}),
    };
  }
  if (!answer) return { account, class: 'unreachable', cause: read.cause };
  if (answer.status === 'unreachable') {
    return { account, class: 'unreachable', cause: answer.halts[0]?.message ?? 'it gave no cause', answer };
  }
  if (!isFinal(answer)) {
    return {
      account,
      class: 'halted',
      cause: 'organization: it stopped at its plan, and no Act came',
      answer,
    };
  }
  const [halt] = answer.halts;
  if (answer.status !== 'halted' && !halt) return { account, class: 'completed', answer };
  const cause = halt ? `${halt.reason}: ${halt.message}` : 'it halted, and did not say why';
  return { account, class: 'halted', cause, answer };
}

type Read =
  { readonly answer: Answer; readonly cause?: never } | { readonly answer?: never; readonly cause: string };

/** Two answers that differ contradict each other: neither counts. */
function readAnswer(accountId: string, runId: string, stored: readonly StoredAnswer[]): Read {
  const [first, ...others] = stored;
  if (!first) return { cause: 'it did not answer' };
  if (others.some(({ text }) => text !== first.text)) return { cause: 'it has two answers, which differ' };
  try {
    return { answer: parseAnswer(first.text, { runId, accountId }) };
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    return { cause: error.message };
  }
}

/** Why the execution fails after its digest is out; undefined if it succeeds. */
export type Failure = 'SweepHalted' | 'OrganizationNotCovered' | 'ActionsFailed';

/**
 * "The execution succeeds only if every expected account completed, no action failed and nothing held the organization
 * back" (docs/design.md §9.6).
 */
export function failureOf(
  coverage: Pick<Coverage, 'uncovered' | 'failedActions'> | undefined,
  isHeldBack: boolean,
): Failure | undefined {
  if (!coverage || isHeldBack) return 'SweepHalted';
  if (coverage.uncovered > 0) return 'OrganizationNotCovered';
  return coverage.failedActions > 0 ? 'ActionsFailed' : undefined;
}

/** "More of the accounts to be swept are not covered" (docs/design.md §9.2). */
export function isOverUncovered(
  { expected, uncovered }: Pick<Coverage, 'expected' | 'uncovered'>,
  maxUncoveredPercent: number,
): boolean {
  return uncovered * 100 > maxUncoveredPercent * expected;
}

/** Before Act, an account that stopped at its plan has done all that it could. The others are not covered. */
export function uncoveredBeforeAct({ accounts }: Pick<Coverage, 'accounts'>): number {
  return accounts.filter(
    (each) => (each.class === 'halted' || each.class === 'unreachable') && each.answer?.status !== 'planned',
  ).length;
}
