import { answerText } from '../../../../lambda/domain/organization/answer';
import {
  coverageOf,
  type CoverageInput,
  failureOf,
  isOverUncovered,
  uncoveredBeforeAct,
} from '../../../../lambda/domain/organization/coverage';
import type { Answer } from '../../../../lambda/domain/organization/answer';
import { accountId, anAnswer, aRoster, RUN, toSweep } from './an-organization';

const text = (parts: Partial<Answer> = {}) => answerText(anAnswer(parts));
const HALT = { effect: 'halted', reason: 'report', message: 'the report is cut off' } as const;
const PLAN = { accountId: accountId(), actions: [{ id: 'a' }] };

function classOf(texts: readonly string[], parts: Partial<CoverageInput> = {}): string {
  const stored = texts.map((each) => ({ accountId: accountId(), text: each }));
  const [account] = coverageOf({
    roster: aRoster(),
    stored,
    allotted: new Set(),
    plans: [],
    ...parts,
  }).accounts;
  return `${account?.class}${account?.cause === undefined ? '' : `: ${account.cause}`}`;
}

describe('an account to sweep is', () => {
  it.each<[string, string[], string]>([
    ['completed by its answer', [text()], 'completed'],
    ['completed, with actions that failed', [text({ status: 'failed', counts: { failed: 2 } })], 'completed'],
    [
      'halted with its reason',
      [text({ status: 'halted', halts: [HALT] })],
      'halted: report: the report is cut off',
    ],
    [
      'halted, if it ran as dry-run for a reason',
      [text({ status: 'completed', halts: [{ ...HALT, effect: 'ranAsDryRun' }] })],
      'halted: report: the report is cut off',
    ],
    ['halted without a reason', [text({ status: 'halted' })], 'halted: it halted, and did not say why'],
    [
      'halted at its plan',
      [text({ status: 'planned' })],
      'halted: organization: it stopped at its plan, and no Act came',
    ],
    ['unreachable without an answer', [], 'unreachable: it did not answer'],
    ['reached by one answer that was listed twice', [text(), text()], 'completed'],
    [
      'unreachable by two that differ',
      [text(), text({ users: 1 })],
      'unreachable: it has two answers, which differ',
    ],
    [
      'unreachable by one of another run',
      [text({ runId: 'other' })],
      'unreachable: its answer is that of run other',
    ],
    [
      'unreachable by one of another account',
      [text({ accountId: accountId(1) })],
      `unreachable: its answer is that of account ${accountId(1)}`,
    ],
  ])('%s', (_, texts, expected) => {
    expect(classOf(texts)).toBe(expected);
  });

  it.each<[string, Partial<CoverageInput>, string[], string]>([
    [
      'unreachable, if Act came and it has not said what it did',
      { allotted: new Set([accountId()]), plans: [PLAN] },
      [text({ status: 'planned' })],
      'unreachable: it was to disable credentials, and did not say what it did',
    ],
    [
      'the same if its answer is gone',
      { allotted: new Set([accountId()]), plans: [PLAN] },
      [],
      'unreachable: it was to disable credentials, and did not say what it did',
    ],
    [
      'halted, if it never recorded a plan: nothing can have been written',
      { allotted: new Set([accountId()]) },
      [text({ status: 'planned' })],
      'halted: organization: it stopped at its plan, and no Act came',
    ],
    [
      'halted, if it was allotted nothing',
      { plans: [PLAN] },
      [text({ status: 'planned' })],
      'halted: organization: it stopped at its plan, and no Act came',
    ],
    [
      'completed by a final answer',
      { allotted: new Set([accountId()]), plans: [PLAN] },
      [text()],
      'completed',
    ],
  ])('%s', (_, act, texts, expected) => {
    expect(classOf(texts, act)).toBe(expected);
  });
});

it('others are what the roster says, whatever answers stand there', () => {
  const roster = aRoster([
    { kind: 'suspended', id: accountId(), state: 'CLOSED' },
    { kind: 'excluded', id: accountId(1) },
    { kind: 'unclear', id: accountId(2), cause: 'no state' },
    toSweep(accountId(3)),
  ]);
  const stored = [0, 1, 2, 3, 9].map((index) => ({
    accountId: accountId(index),
    text: text({ accountId: accountId(index) }),
  }));
  const coverage = coverageOf({ roster, stored, allotted: new Set(), plans: [] });
  expect(coverage.counts).toEqual({ completed: 1, halted: 0, unreachable: 1, suspended: 1, excluded: 1 });
  expect([coverage.expected, coverage.uncovered, coverage.strays]).toEqual([2, 1, [accountId(9)]]);
});

it.each([
  [{ uncovered: 0, failedActions: 0 }, false, undefined],
  [{ uncovered: 1, failedActions: 1 }, false, 'OrganizationNotCovered'],
  [{ uncovered: 0, failedActions: 1 }, false, 'ActionsFailed'],
  [{ uncovered: 1, failedActions: 1 }, true, 'SweepHalted'],
  [undefined, false, 'SweepHalted'],
])('the execution of %j, held back: %s, ends with %s', (coverage, isHeldBack, failure) => {
  expect(failureOf(coverage, isHeldBack)).toBe(failure);
});

it.each([
  [10, 1, 10, false],
  [100, 10, 10, false],
  [100, 11, 10, true],
  [10, 0, 0, false],
  [10, 1, 0, true],
  [0, 0, 0, false],
])('of %d accounts %d are not covered; over %d%%: %s', (expected, uncovered, percent, isOver) => {
  expect(isOverUncovered({ expected, uncovered }, percent)).toBe(isOver);
});

it('before Act, whoever waits for an allotment is covered', () => {
  const roster = aRoster([toSweep(accountId()), toSweep(accountId(1)), toSweep(accountId(2))]);
  const stored = [
    { accountId: accountId(), text: text({ status: 'planned' }) },
    { accountId: accountId(1), text: text({ accountId: accountId(1), status: 'halted', halts: [HALT] }) },
  ];
  expect(uncoveredBeforeAct(coverageOf({ roster, stored, allotted: new Set(), plans: [] }))).toBe(2);
});

it(`an answer is asked for by the run, ${RUN}`, () => {
  expect(classOf([text()], { roster: aRoster([toSweep()], { runId: 'next' }) })).toBe(
    `unreachable: its answer is that of run ${RUN}`,
  );
});
