import { type AllotInput, oldestFirst } from '../../../../../lambda/domain/organization/allot';
import { BARRIERS } from '../../../../../lambda/domain/organization/act';
import { allowance } from '../../../../../lambda/domain/remediation/plan';
import { fc, runs } from '../../../../support/runs';
import { accountId, RUN } from '../an-organization';
import { anyAnswer, anyLimits } from './any';
import type { Law, Program } from './program';

const anyInput: fc.Arbitrary<AllotInput & { readonly untold: readonly string[] }> = fc
  .record({
    // Most of them wait for an allotment.
    answers: fc.tuple(
      ...[0, 1, 2, 3].map((index) =>
        fc
          .tuple(anyAnswer(accountId(index)), fc.boolean())
          .map(([answer, waits]) => (waits ? { ...answer, status: 'planned' as const } : answer)),
      ),
    ),
    limits: anyLimits,
    spent: fc.nat(4),
    barrier: fc.option(fc.constantFrom(...BARRIERS), { nil: undefined, freq: 5 }),
    untold: fc.array(fc.constantFrom('anna', 'bob', 'EXAMPLE', '7EXAMPLE'), { maxLength: 1 }),
  })
  .map((parts) => ({
    ...parts,
    runId: RUN,
    isTold: ({ id }) => !parts.untold.some((word) => id.includes(word)),
  }));

const allottedIn = ({ items }: ReturnType<Program['allot']>) =>
  items.flatMap(({ id: account, ids }) => ids.map((id) => `${account} ${id}`));
const plannedIn = (answers: AllotInput['answers']) =>
  answers
    .filter(({ status }) => status === 'planned')
    .flatMap(({ accountId: account, planned }) => planned.map((each) => ({ ...each, accountId: account })));

interface OfOne {
  readonly law: string;
  readonly holds: (input: AllotInput, given: ReturnType<Program['allot']>) => void;
}

const OF_ONE_ALLOTMENT: readonly OfOne[] = [
  {
    law: 'no more is allotted than there is room for',
    holds: ({ answers, limits, spent }, given) => {
      const activeCredentials = answers.reduce((sum, answer) => sum + answer.activeCredentials, 0);
      const room = Math.max(0, allowance(limits, { activeCredentials }) - spent);
      expect(given.room).toBe(room);
      expect(allottedIn(given).length).toBeLessThanOrEqual(room);
    },
  },
  {
    law: 'an account gets nothing that it has not planned, and nothing twice',
    holds: ({ answers }, given) => {
      const planned = new Set(plannedIn(answers).map(({ accountId: account, id }) => `${account} ${id}`));
      const allotted = allottedIn(given);
      expect(new Set(allotted).size).toBe(allotted.length);
      expect(allotted.filter((each) => !planned.has(each))).toEqual([]);
    },
  },
  {
    law: 'every account that stopped at its plan has one item, and nobody else',
    holds: ({ answers }, given) => {
      expect(given.items.map(({ id }) => id)).toEqual(
        answers.filter(({ status }) => status === 'planned').map((answer) => answer.accountId),
      );
    },
  },
  {
    law: 'nobody is allotted whom no mail has named',
    holds: ({ answers, isTold }, given) => {
      const allotted = new Set(allottedIn(given));
      for (const each of plannedIn(answers)) {
        if (allotted.has(`${each.accountId} ${each.id}`)) expect(isTold(each)).toBe(true);
      }
    },
  },
  {
    law: 'nobody is passed over for one who has been unused for a shorter time',
    holds: ({ answers, isTold }, given) => {
      const allotted = new Set(allottedIn(given));
      const told = plannedIn(answers).filter(isTold).toSorted(oldestFirst);
      const isIn = told.map((each) => allotted.has(`${each.accountId} ${each.id}`));
      const last = isIn.lastIndexOf(true);
      // Only a key of a pair is passed over, for both of it would not fit.
      told.slice(0, Math.max(last, 0)).forEach(({ id }, index) => {
        if (!id.endsWith('#shared')) expect(isIn[index]).toBe(true);
      });
    },
  },
  {
    law: 'no account that cannot act is told ahead while one that can waits to be told',
    holds: ({ answers }, given) => {
      const waits = new Set(given.items.map(({ id }) => id));
      if (given.next.every(({ accountId: account }) => waits.has(account))) return;
      const keyOf = (each: { accountId: string; id: string }) => `${each.accountId} ${each.id}`;
      const named = new Set([...allottedIn(given), ...[...given.wouldBeDisabled, ...given.next].map(keyOf)]);
      expect(
        plannedIn(answers)
          .map(keyOf)
          .filter((each) => !named.has(each)),
      ).toEqual([]);
    },
  },
  {
    law: 'of a pair of keys both are allotted, or neither',
    holds: ({ answers }, given) => {
      const allotted = new Set(allottedIn(given));
      for (const one of plannedIn(answers)) {
        for (const other of plannedIn(answers)) {
          const arePair =
            one.accountId === other.accountId &&
            one.id.endsWith('#shared') &&
            other.id.endsWith('#shared') &&
            one.reference === other.reference;
          if (!arePair) continue;
          expect(allotted.has(`${one.accountId} ${one.id}`)).toBe(
            allotted.has(`${other.accountId} ${other.id}`),
          );
        }
      }
    },
  },
  {
    law: 'under a barrier nobody is allotted anything, and every item says so',
    holds: (input, given) => {
      if (!input.barrier) return;
      expect(allottedIn(given)).toEqual([]);
      expect(given.items.every((item) => item.barrier === input.barrier)).toBe(true);
    },
  },
  {
    law: 'under stop, more than there is room for is a barrier',
    holds: ({ answers, barrier, limits }, given) => {
      const planned = answers
        .filter(({ status }) => status === 'planned')
        .reduce((sum, answer) => sum + answer.planned.length + answer.plannedLeftOut, 0);
      const isTooMuch = limits.onExceed === 'stop' && planned > given.room;
      expect(given.barrier).toBe(barrier ?? (isTooMuch ? 'limits' : undefined));
      if (isTooMuch) expect(allottedIn(given)).toEqual([]);
    },
  },
];

export const allotmentLaws: readonly Law[] = [
  ...OF_ONE_ALLOTMENT.map(({ law, holds }) => ({
    law,
    check: ({ allot }: Program) => {
      fc.assert(
        fc.property(anyInput, (input) => holds(input, allot(input))),
        { numRuns: runs(300) },
      );
    },
  })),
  {
    law: 'Allot decides the same in whatever order the answers come',
    check: ({ allot }) => {
      fc.assert(
        fc.property(anyInput, (input) => {
          const reversed = allot({ ...input, answers: input.answers.toReversed() });
          expect(allottedIn(reversed).toSorted()).toEqual(allottedIn(allot(input)).toSorted());
        }),
        { numRuns: runs(300) },
      );
    },
  },
];
