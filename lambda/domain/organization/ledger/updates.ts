import type { Instant } from '../../instant';
import { NOTICE_LASTS } from '../../ledger/announcements';
import { LIMITS_WINDOW } from '../../ledger/queries';
import { type ActItem } from '../act';
import { allottedByAccount } from '../allot';
import { isFinal } from '../answer';
import type { Coverage } from '../coverage';
import type { Roster } from '../roster';
import type { InFlight, Open, OrganizationLedger, Spent } from './schema';

// Each function returns a new ledger with one more fact. None reads a clock. Each may be repeated with the same facts,
// because Step Functions retries every step.

/** Before anything else is written: from here on no other run has the organization. */
export function withOpened(ledger: OrganizationLedger, open: Open): OrganizationLedger {
  return { ...ledger, open };
}

/** "The allotment counts as spent before Act begins" (docs/design.md §9.5): the limit holds under every kill. */
export function withAllotted(
  ledger: OrganizationLedger,
  runId: string,
  items: readonly ActItem[],
  now: Instant,
): OrganizationLedger {
  const spent = { ...ledger.spent };
  for (const [accountId, count] of allottedByAccount(items)) {
    spent[accountId] = replaced(spent[accountId], { runId, at: now, count });
  }
  return { ...ledger, spent };
}

function replaced(spent: readonly Spent[] = [], by: Spent): Spent[] {
  return [...spent.filter(({ runId }) => runId !== by.runId), by];
}

/**
 * The run has ended. "Disabled or unproven where there is a final answer, everything allotted where there is none", dated
 * by this end. What is older than the window of the limits is forgotten.
 */
export function withSpent(
  ledger: OrganizationLedger,
  runId: string,
  { accounts }: Pick<Coverage, 'accounts'>,
  endedAt: Instant,
): OrganizationLedger {
  const final = new Map(
    accounts.flatMap(({ account, answer }) =>
      answer && isFinal(answer) ? [[account.id, answer.spent] as const] : [],
    ),
  );
  const spent: Record<string, Spent[]> = {};
  for (const id of new Set([...Object.keys(ledger.spent), ...final.keys()])) {
    const before = ledger.spent[id] ?? [];
    const allotted = before.find((each) => each.runId === runId)?.count ?? 0;
    const kept = replaced(before, { runId, at: endedAt, count: final.get(id) ?? allotted }).filter(
      ({ at, count }) => count > 0 && at > endedAt - LIMITS_WINDOW,
    );
    if (kept.length > 0) spent[id] = kept;
  }
  return { ...ledger, spent };
}

/** Adds what this run left in flight, and removes what an account has looked up since. */
export function withInFlight(
  ledger: OrganizationLedger,
  runId: string,
  { accounts }: Pick<Coverage, 'accounts'>,
): OrganizationLedger {
  // A run that stopped at its plan has caught up, too: with what earlier runs left.
  const caughtUp = new Set(accounts.flatMap(({ account, answer }) => (answer?.caughtUp ? [account.id] : [])));
  const kept = ledger.inFlight.filter((each) => each.runId !== runId && !caughtUp.has(each.accountId));
  const added = accounts.flatMap(({ account: { id, name }, inFlight }): InFlight[] =>
    inFlight
      ? [
          {
            runId,
            accountId: id,
            ...(name === undefined ? {} : { accountName: name }),
            actions: inFlight.map(({ id: credential, keyId }) => ({
              id: credential,
              ...(keyId === undefined ? {} : { keyId }),
            })),
          },
        ]
      : [],
  );
  return { ...ledger, inFlight: [...kept, ...added] };
}

/** Since when each account is not covered. A run of named accounts says nothing of the others. */
export function withUncovered(
  ledger: OrganizationLedger,
  { accounts }: Pick<Coverage, 'accounts'>,
  now: Instant,
): OrganizationLedger {
  const uncoveredSince = { ...ledger.uncoveredSince };
  for (const each of accounts) {
    const { id } = each.account;
    if (each.class === 'halted' || each.class === 'unreachable') uncoveredSince[id] ??= now;
    else delete uncoveredSince[id];
  }
  return { ...ledger, uncoveredSince };
}

/** The mail is written down, and goes out next. */
export function withUntold(ledger: OrganizationLedger, runId: string): OrganizationLedger {
  if (ledger.untold.some((each) => each.runId === runId)) return ledger;
  return { ...ledger, untold: [...ledger.untold, { runId }] };
}

/** SNS has taken the mail. An earlier instant stays: notice counts from it. */
export function withPublished(
  ledger: OrganizationLedger,
  runId: string,
  { at, subscribers }: { readonly at: Instant; readonly subscribers: number },
): OrganizationLedger {
  return {
    ...ledger,
    untold: ledger.untold.map((each) =>
      each.runId === runId && each.publishedAt === undefined
        ? { ...each, publishedAt: at, subscribers }
        : each,
    ),
  };
}

/** The run that has the organization has sent this mail of an earlier one. */
export function withDeliveredLate(ledger: OrganizationLedger, runId: string): OrganizationLedger {
  const { open } = ledger;
  if (!open || open.runId === runId || open.deliveredLate?.includes(runId)) return ledger;
  return { ...ledger, open: { ...open, deliveredLate: [...(open.deliveredLate ?? []), runId] } };
}

/** Every `told.json` of the mail is written; or it tells nobody, because nothing proves that somebody heard it. */
export function withSettled(ledger: OrganizationLedger, runId: string): OrganizationLedger {
  const mail = ledger.untold.find((each) => each.runId === runId);
  const untold = ledger.untold.filter((each) => each !== mail);
  const { publishedAt: at, subscribers = 0 } = mail ?? {};
  if (at === undefined || subscribers === 0) return { ...ledger, untold };
  const young = (ledger.delivered ?? []).filter((each) => each.at >= at - NOTICE_LASTS);
  return { ...ledger, untold, delivered: [...young, { runId, at }] };
}

/**
 * The run has ended; the organization is free. A run of named accounts leaves the figures of the whole organization
 * alone, and so does one that never froze a roster.
 */
export function withClosed(
  ledger: OrganizationLedger,
  {
    runId,
    endedAt,
    roster,
    coverage,
  }: {
    readonly runId: string;
    readonly endedAt: Instant;
    readonly roster?: Roster;
    readonly coverage?: Coverage;
  },
): OrganizationLedger {
  const { lastRun } = ledger;
  const ofAll = roster && roster.only === undefined;
  return {
    ...ledger,
    open: null,
    lastRun: {
      ...lastRun,
      ...(ofAll ? { accounts: roster.accounts.length, rosterOf: roster.runId } : {}),
      ...(ofAll && coverage ? { coverage: { ...coverage.counts } } : {}),
      runId,
      endedAt,
    },
  };
}

/** Freeze has refused a list with too few accounts, once: the next run goes on with them. */
export function withDrop(
  ledger: OrganizationLedger,
  {
    runId,
    endedAt,
    accounts,
  }: {
    readonly runId: string;
    readonly endedAt: Instant;
    readonly accounts: number;
  },
): OrganizationLedger {
  return { ...ledger, open: null, lastRun: { ...ledger.lastRun, runId, endedAt, accounts } };
}
