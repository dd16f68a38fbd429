import { answerText } from '../../../../../lambda/domain/organization/answer';
import {
  COVERAGE_CLASSES,
  type CoverageInput,
  type StoredAnswer,
} from '../../../../../lambda/domain/organization/coverage';
import { fc } from '../../../../support/runs';
import { accountId } from '../an-organization';
import type { Law } from './program';
import { anyAnswer, anyRoster } from './any';

/** Lost, double, of another run, of another account, cut off, of nobody on the roster. */
const anyStored: fc.Arbitrary<StoredAnswer> = fc.nat(6).chain((index) => {
  const id = accountId(index);
  return fc
    .oneof(
      { weight: 5, arbitrary: anyAnswer(id).map(answerText) },
      { weight: 3, arbitrary: anyAnswer(id, 'another-run').map(answerText) },
      anyAnswer(accountId(9)).map(answerText),
      anyAnswer(id).map((answer) => answerText(answer).slice(0, 40)),
      anyAnswer(id).map((answer) => answerText(answer).replace(/"status":"\w+"/, '"status":"done"')),
      fc.constant(''),
    )
    .map((text) => ({ accountId: id, text }));
});

const anyInput: fc.Arbitrary<CoverageInput> = fc.record({
  roster: anyRoster,
  stored: fc.array(anyStored, { maxLength: 8 }),
  allotted: fc.array(fc.nat(5).map(accountId)).map((ids) => new Set(ids)),
  plans: fc.array(
    fc.nat(5).map((index) => ({ accountId: accountId(index), actions: [{ id: `planned-${index}` }] })),
  ),
});

export const coverageLaws: readonly Law[] = [
  {
    law: 'the five classes partition the roster',
    check: ({ coverageOf }) => {
      fc.assert(
        fc.property(anyInput, (input) => {
          const { accounts, counts, expected, uncovered } = coverageOf(input);
          expect(accounts.map(({ account }) => account.id)).toEqual(
            input.roster.accounts.map(({ id }) => id),
          );
          for (const each of COVERAGE_CLASSES) {
            expect(counts[each]).toBe(accounts.filter((account) => account.class === each).length);
          }
          expect(Object.values(counts).reduce((sum, number) => sum + number, 0)).toBe(accounts.length);
          expect(expected).toBe(
            input.roster.accounts.filter(({ kind }) => kind === 'toSweep' || kind === 'unclear').length,
          );
          expect(uncovered).toBe(expected - counts.completed);
        }),
      );
    },
  },
  {
    law: 'an account completed only if one answer of this run and of its own says so',
    check: ({ coverageOf }) => {
      fc.assert(
        fc.property(anyInput, (input) => {
          for (const each of coverageOf(input).accounts) {
            if (each.class !== 'completed') continue;
            const { id } = each.account;
            const own = input.stored.filter((stored) => stored.accountId === id);
            expect(new Set(own.map(({ text }) => text)).size).toBe(1);
            const said: unknown = JSON.parse(own[0]?.text ?? '');
            expect(said).toMatchObject({
              runId: input.roster.runId,
              accountId: id,
              halts: [],
              status: expect.stringMatching(/^(completed|failed)$/),
            });
          }
        }),
      );
    },
  },
  {
    law: 'the execution succeeds only if every expected account completed',
    check: ({ coverageOf, failureOf }) => {
      fc.assert(
        fc.property(anyInput, fc.boolean(), (input, isHeldBack) => {
          const coverage = coverageOf(input);
          const isGreen = failureOf(coverage, isHeldBack) === undefined;
          const all = coverage.accounts.every(
            ({ class: is, answer }) =>
              is === 'suspended' ||
              is === 'excluded' ||
              (is === 'completed' && answer?.counts['failed'] === 0),
          );
          // An account that is not covered may have failed actions as well.
          expect(isGreen).toBe(all && !isHeldBack);
        }),
      );
    },
  },
  {
    law: 'whoever was to disable something and gave no final answer may have disabled it',
    check: ({ coverageOf }) => {
      fc.assert(
        fc.property(anyInput, (input) => {
          for (const each of coverageOf(input).accounts) {
            const { id, kind } = each.account;
            const plan = input.plans.findLast((plan_) => plan_.accountId === id);
            const isSilent = each.class !== 'completed' && !(each.class === 'halted' && isFinal(each.answer));
            const isDue = kind === 'toSweep' && input.allotted.has(id) && plan !== undefined && isSilent;
            expect(each.inFlight).toEqual(isDue ? plan.actions : undefined);
            if (isDue) expect(each.class).toBe('unreachable');
          }
        }),
      );
    },
  },
];

function isFinal(answer: { readonly status: string } | undefined): boolean {
  return answer !== undefined && answer.status !== 'planned';
}
