import { allotmentLaws } from './laws/allotment';
import { coverageLaws } from './laws/coverage';
import { modeLaws } from './laws/modes';
import { type Law, PROGRAM } from './laws/program';
import { SEEDED } from './laws/seeded';
import { textLaws } from './laws/texts';
import { toldLaws } from './laws/told';

const LAWS: readonly Law[] = [...modeLaws, ...coverageLaws, ...allotmentLaws, ...toldLaws, ...textLaws];

describe('the laws of an organization hold', () => {
  it.each(LAWS)('$law', ({ check }) => {
    expect(() => check(PROGRAM)).not.toThrow();
  });
});

describe('each law finds what is wrong', () => {
  it.each(SEEDED)('$what', ({ law, mutation }) => {
    const found = LAWS.find((each) => each.law === law);
    expect(found).toBeDefined();
    expect(() => found?.check({ ...PROGRAM, ...mutation(PROGRAM) })).toThrow(/Property failed|expect\(/);
  });

  it('and each has something to find', () => {
    expect(LAWS.map(({ law }) => law).filter((law) => !SEEDED.some((seeded) => seeded.law === law))).toEqual(
      [],
    );
  });
});
