import { HOUR, MINUTE } from '../../../../../lambda/domain/instant';
import { LedgerError } from '../../../../../lambda/domain/ledger/schema';
import { answerText, type Answer } from '../../../../../lambda/domain/organization/answer';
import { coverageOf, type CoverageInput } from '../../../../../lambda/domain/organization/coverage';
import {
  beginningOf,
  isLedgerLost,
  mayTakeOver,
  organizationLedgerPlace,
  pendingMails,
  recentlySpent,
  unsettledMails,
} from '../../../../../lambda/domain/organization/ledger/queries';
import {
  emptyOrganizationLedger,
  type OrganizationLedger,
  organizationLedgerText,
  parseOrganizationLedger,
} from '../../../../../lambda/domain/organization/ledger/schema';
import {
  withAllotted,
  withClosed,
  withDrop,
  withInFlight,
  withOpened,
  withPublished,
  withSettled,
  withSpent,
  withUncovered,
  withUntold,
} from '../../../../../lambda/domain/organization/ledger/updates';
import { NOW } from '../../../../support/builders';
import { accountId, anAnswer, aRoster, ORGANIZATION_ID, RUN, toSweep } from '../an-organization';

const EMPTY = emptyOrganizationLedger(ORGANIZATION_ID);
const OPEN = { runId: RUN, executionArn: 'arn:one', openedAt: NOW };
const open = (parts: Partial<OrganizationLedger> = {}) => withOpened({ ...EMPTY, ...parts }, OPEN);

const covered = (parts: Partial<Answer> | undefined, act: Partial<CoverageInput> = {}) =>
  coverageOf({
    roster: aRoster(),
    stored: parts ? [{ accountId: accountId(), text: answerText(anAnswer(parts)) }] : [],
    allotted: new Set(),
    plans: [],
    ...act,
  });
const allotted = (ids: readonly string[]) => [
  { version: 1 as const, runId: RUN, id: accountId(), ids: [...ids] },
];

describe('an execution begins', () => {
  it.each([
    ['free', 'free', EMPTY],
    ['a retry of its own Freeze goes on', 'resume', open()],
    ['a second delivery ends', 'alreadyRan', withOpened(EMPTY, { ...OPEN, executionArn: 'arn:other' })],
    ['also after the first has ended', 'alreadyRan', withClosed(open(), { runId: RUN, endedAt: NOW })],
    ['another run has it', 'held', withOpened(EMPTY, { ...OPEN, runId: 'earlier' })],
    ['another run has had it', 'free', withClosed(open(), { runId: 'earlier', endedAt: NOW })],
  ])('%s', (_, kind, ledger) => {
    expect(beginningOf(ledger, OPEN).kind).toBe(kind);
  });

  it.each([
    [16 * MINUTE, true],
    [16 * MINUTE - 1, false],
  ])('an execution that stopped %d ms ago may be taken over: %s', (ago, may) => {
    expect(mayTakeOver(NOW - ago, NOW)).toBe(may);
  });

  it('one that runs may not', () => {
    expect(mayTakeOver(undefined, NOW)).toBe(false);
  });

  it.each([
    [undefined, true, true],
    [undefined, false, false],
    [EMPTY, true, false],
  ])('a ledger that is missing although runs are on record is lost', (ledger, hasRuns, isLost) => {
    expect(isLedgerLost(ledger, hasRuns)).toBe(isLost);
    expect(organizationLedgerPlace('records', ORGANIZATION_ID).key).toBe('organization/ledger.json');
  });
});

describe('what is spent', () => {
  it('the allotment, from Allot on, once, however often Allot is repeated', () => {
    const once = withAllotted(open(), RUN, allotted(['a', 'b']), NOW);
    expect(recentlySpent(once, NOW)).toBe(2);
    expect(withAllotted(once, RUN, allotted(['a', 'b']), NOW)).toEqual(once);
  });

  it.each<[string, Partial<Answer> | undefined, number]>([
    ['what a final answer says', { spent: 1 }, 1],
    ['nothing, if it says so', { spent: 0 }, 0],
    ['everything allotted without an answer', undefined, 2],
    ['everything allotted where it stopped at its plan', { status: 'planned' }, 2],
  ])('%s', (_, answer, expected) => {
    const ledger = withAllotted(open(), RUN, allotted(['a', 'b']), NOW - HOUR);
    const ended = withSpent(ledger, RUN, covered(answer), NOW);
    expect(recentlySpent({ ...ended, open: null }, NOW)).toBe(expected);
    expect(withSpent(ended, RUN, covered(answer), NOW)).toEqual(ended);
  });

  it('what an account did without an allotment counts, too', () => {
    expect(recentlySpent(withSpent(open(), RUN, covered({ spent: 3 }), NOW), NOW)).toBe(3);
  });

  it.each([
    ['a millisecond less than 20 hours ago', 20 * HOUR - 1, 2],
    ['20 hours ago', 20 * HOUR, 0],
  ])('dated by the end of the run: %s', (_, ago, expected) => {
    const ledger = withSpent(
      withAllotted(open(), RUN, allotted(['a', 'b']), NOW - 30 * HOUR),
      RUN,
      covered(undefined),
      NOW - ago,
    );
    expect(recentlySpent({ ...ledger, open: null }, NOW)).toBe(expected);
  });

  it('what no limit counts any more is forgotten', () => {
    const of = (at: number) => ({ [accountId()]: [{ runId: 'earlier', at, count: 4 }] });
    const after = (at: number) => withSpent(open({ spent: of(at) }), RUN, covered({ spent: 0 }), NOW).spent;
    expect(after(NOW - 20 * HOUR + 1)).toEqual(of(NOW - 20 * HOUR + 1));
    expect(after(NOW - 20 * HOUR)).toEqual({});
  });

  it('a run that has not ended counts, however old its Allot is', () => {
    expect(recentlySpent(withAllotted(open(), RUN, allotted(['a']), NOW - 30 * HOUR), NOW)).toBe(1);
  });

  it('an account that is not on the roster any more keeps what it has spent', () => {
    const spent = { [accountId(5)]: [{ runId: 'earlier', at: NOW, count: 4 }] };
    expect(recentlySpent(withSpent(open({ spent }), RUN, covered({ spent: 1 }), NOW), NOW)).toBe(5);
  });
});

describe('mails', () => {
  it('are pending until SNS has them, and unsettled until everybody is told', () => {
    const written = withUntold(withUntold(open(), 'one'), 'two');
    expect(withUntold(written, 'one')).toEqual(written);
    expect(pendingMails(written)).toEqual(['one', 'two']);
    const out = withPublished(written, 'one', { at: NOW, subscribers: 1 });
    expect(withPublished(out, 'one', { at: NOW + 1, subscribers: 2 })).toEqual(out);
    expect([pendingMails(out), unsettledMails(out)]).toEqual([['two'], [{ runId: 'one', at: NOW }]]);
    expect(withSettled(out, 'one').untold).toEqual([{ runId: 'two' }]);
  });
});

describe('what may have been disabled', () => {
  const act = {
    allotted: new Set([accountId()]),
    plans: [{ accountId: accountId(), actions: [{ id: 'a', keyId: 'K' }] }],
  };
  const left = withInFlight(open(), RUN, covered({ status: 'planned' }, act));
  const entry = {
    runId: RUN,
    accountId: accountId(),
    accountName: 'payments',
    actions: [{ id: 'a', keyId: 'K' }],
  };

  it('is kept, once', () => {
    expect(left.inFlight).toEqual([entry]);
    expect(withInFlight(left, RUN, covered({ status: 'planned' }, act))).toEqual(left);
  });
  it('until a run has looked it up in the account', () => {
    expect(withInFlight(left, 'next', covered({ caughtUp: true })).inFlight).toEqual([]);
  });
  it.each<[string, ReturnType<typeof covered>]>([
    ['halted before it could', covered({ status: 'halted', caughtUp: false })],
    ['unreachable', covered(undefined)],
    ['excluded now', covered({}, { roster: aRoster([{ kind: 'excluded', id: accountId() }]) })],
    ['gone', covered(undefined, { roster: aRoster([]) })],
  ])('and longer, if the account is %s', (_, coverage) => {
    expect(withInFlight(left, 'next', coverage).inFlight).toEqual([entry]);
  });
});

it('since when an account is not covered', () => {
  const lost = withUncovered(EMPTY, covered(undefined), NOW);
  expect(lost.uncoveredSince).toEqual({ [accountId()]: NOW });
  expect(withUncovered(lost, covered(undefined), NOW + 1)).toEqual(lost);
  expect(withUncovered(lost, covered({}), NOW).uncoveredSince).toEqual({});
});

describe('the end of a run', () => {
  const coverage = covered({});
  it('frees the organization, and keeps what the next is compared with', () => {
    const closed = withClosed(open(), { runId: RUN, endedAt: NOW, roster: aRoster(), coverage });
    expect(closed).toMatchObject({
      open: null,
      lastRun: { runId: RUN, accounts: 1, rosterOf: RUN, coverage: { completed: 1 } },
    });
  });
  it('of named accounts leaves the figures of the whole alone', () => {
    const before = withClosed(open(), {
      runId: 'all',
      endedAt: NOW,
      roster: aRoster([toSweep(), toSweep(accountId(1))], { runId: 'all' }),
    });
    const roster = aRoster([toSweep()], { only: [accountId()] });
    expect(withClosed(before, { runId: RUN, endedAt: NOW, roster, coverage }).lastRun).toEqual({
      runId: RUN,
      endedAt: NOW,
      accounts: 2,
      rosterOf: 'all',
    });
  });
  it('that refused a list which is too short: the next goes on with it', () => {
    const before = withClosed(open(), {
      runId: 'all',
      endedAt: NOW,
      roster: aRoster([toSweep()], { runId: 'all' }),
    });
    expect(withDrop(before, { runId: RUN, endedAt: NOW, accounts: 79 })).toMatchObject({
      open: null,
      lastRun: { runId: RUN, accounts: 79, rosterOf: 'all' },
    });
  });
});

describe('a ledger that is not understood', () => {
  const refusal = (keys: Record<string, unknown>): string => {
    const ledger: unknown = JSON.parse(organizationLedgerText(EMPTY));
    try {
      parseOrganizationLedger(JSON.stringify(Object.assign({}, ledger, keys)), ORGANIZATION_ID);
    } catch (error) {
      if (error instanceof LedgerError) return error.message;
      throw error;
    }
    return 'accepted';
  };
  it.each([
    ['accepted', {}],
    ["the organization's ledger is that of o-zz12cd34ef", { organizationId: 'o-zz12cd34ef' }],
    ['the organization\'s ledger is not understood: : Unrecognized key: "mood"', { mood: 1 }],
    [
      "the organization's ledger is not understood: open.executionArn: Invalid input: expected string, received undefined",
      { open: { runId: RUN, openedAt: '2026-11-20T07:00:00Z' } },
    ],
  ])('%s', (message, keys) => {
    expect(refusal(keys)).toBe(message);
  });
  it('is not JSON', () => {
    expect(() => parseOrganizationLedger('{', ORGANIZATION_ID)).toThrow(LedgerError);
  });
});
