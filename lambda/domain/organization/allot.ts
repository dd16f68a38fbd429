import type { Instant } from '../instant';
import { NOTICE_LASTS } from '../ledger/announcements';
import { allowance } from '../remediation/plan';
import type { Limits } from '../policy/schema';
import { compareText } from '../text';
import type { ActItem, Allotment, Barrier, Candidate } from './act';
import type { Answer } from './answer';

export interface AllotInput {
  readonly runId: string;
  /** Understood and of this run, one for each account. */
  readonly answers: readonly Answer[];
  readonly limits: Limits;
  /** Credentials that count as disabled in the last 20 hours (`recentlySpent`). */
  readonly spent: number;
  /** Whether it stood in a delivered mail that is not too old (`toldWithin`). */
  readonly isTold: (candidate: Pick<Candidate, 'accountId' | 'id'>) => boolean;
  /** What holds the whole organization back already; of several the first. */
  readonly barrier: Barrier | undefined;
}

/** So many days' room is told ahead: nobody is disabled whom no recent mail has named. */
const DAYS_AHEAD = 3;

/**
 * Shares the organization's room among the accounts: "the longest unused first, over all accounts" (docs/design.md
 * §9.5). Pure.
 */
export function allot(input: AllotInput): Allotment {
  const { runId, answers, limits, spent, isTold } = input;
  const activeCredentials = answers.reduce((sum, answer) => sum + answer.activeCredentials, 0);
  const room = Math.max(0, allowance(limits, { activeCredentials }) - spent);
  const waiting = answers.filter(({ status }) => status === 'planned');
  const planned = waiting.reduce((sum, answer) => sum + answer.planned.length + answer.plannedLeftOut, 0);
  const isTooMuch = limits.onExceed === 'stop' && planned > room;
  const barrier = input.barrier ?? (isTooMuch ? 'limits' : undefined);
  const ofAll = candidatesOf(answers);
  const ofWaiting = candidatesOf(waiting);
  const ofOthers = candidatesOf(answers.filter(({ status }) => status !== 'planned'));
  const taken = barrier ? [] : firstOf(ofWaiting, room, isTold);
  const wouldBeDisabled = firstOf(ofAll, room, isTold);
  const today = new Set([...taken, ...wouldBeDisabled].map(keyOf));
  const untold = ofWaiting.filter((each) => !isTold(each)).length;
  const ids = new Map<string, string[]>(waiting.map(({ accountId }) => [accountId, []]));
  for (const { accountId, id } of taken) ids.get(accountId)?.push(id);
  return {
    version: 1,
    runId,
    items: waiting.map(({ accountId }) => ({
      version: 1,
      runId,
      id: accountId,
      ids: ids.get(accountId) ?? [],
      ...(barrier ? { barrier } : {}),
    })),
    room,
    planned,
    ...(untold > 0 ? { plannedUntold: untold } : {}),
    ...(barrier ? { barrier } : {}),
    wouldBeDisabled,
    // Credentials of a dry-run account never go. Before the others, they would keep those out of the mail for ever.
    next: [...ofWaiting, ...ofOthers].filter((each) => !today.has(keyOf(each))).slice(0, DAYS_AHEAD * room),
  };
}

/** The longest unused first; then by account and id, so that a repeated Allot decides the same. */
export function oldestFirst(one: Candidate, other: Candidate): number {
  return (
    one.reference - other.reference ||
    compareText(one.accountId, other.accountId) ||
    compareText(one.id, other.id)
  );
}

function candidatesOf(answers: readonly Answer[]): Candidate[] {
  return answers
    .flatMap(({ accountId, planned }) => planned.map((each) => ({ ...each, accountId })))
    .toSorted(oldestFirst);
}

/** Of a pair of keys both are in, or neither (docs/design.md §5.4). */
function firstOf(candidates: readonly Candidate[], room: number, isTold: AllotInput['isTold']): Candidate[] {
  const first = candidates.filter(isTold).slice(0, room);
  const isFirst = new Set(first);
  const others = new Set(candidates.filter((each) => !isFirst.has(each)).map(pairKey));
  others.delete(undefined);
  return first.filter((each) => !others.has(pairKey(each)));
}

/** The same for keys of one user and one second, whose ids end in `#shared`; undefined for all others. */
function pairKey({ accountId, id, reference }: Candidate): string | undefined {
  const second = /^(?<second>.+)\/[A-Z0-9]+#shared$/.exec(id)?.groups?.['second'];
  return second === undefined ? undefined : `${accountId} ${second} ${reference}`;
}

function keyOf({ accountId, id }: Pick<Candidate, 'accountId' | 'id'>): string {
  return `${accountId} ${id}`;
}

/** How many credentials each account may disable. The organization's ledger counts them as spent before Act begins. */
export function allottedByAccount(items: readonly ActItem[]): ReadonlyMap<string, number> {
  return new Map(items.filter(({ ids }) => ids.length > 0).map(({ id, ids }) => [id, ids.length]));
}

/** A mail that was delivered, by the organization's `told.json` files. */
export interface ToldMail {
  readonly at: Instant;
  /** Every id that stood in it, by account. */
  readonly accounts: readonly { readonly accountId: string; readonly ids: readonly string[] }[];
}

/** The credentials that stood in a mail within the time after which a notice lapses (docs/design.md §5.9). */
export function toldWithin(mails: readonly ToldMail[], now: Instant): AllotInput['isTold'] {
  const told = new Set(
    mails
      .filter(({ at }) => now - at <= NOTICE_LASTS)
      .flatMap(({ accounts }) =>
        accounts.flatMap(({ accountId, ids }) => ids.map((id) => keyOf({ accountId, id }))),
      ),
  );
  return (candidate) => told.has(keyOf(candidate));
}
