import { allowance, inspectionBudget } from '../../../../lambda/domain/remediation/plan';
import { aPolicy } from '../../../support/builders';

const limits = (maxDisabledPerDay: number, maxDisabledPercent: number) => ({
  ...aPolicy().limits,
  maxDisabledPerDay,
  maxDisabledPercent,
});

describe('allowed = min(maxDisabledPerDay, ceil(maxDisabledPercent% of the active credentials)); 0 means zero', () => {
  it.each([
    ['the count is less', 20, 25, 1000, 20],
    ['the share is less', 20, 25, 40, 10],
    ['they are equal', 10, 25, 40, 10],
    ['a share is rounded up', 20, 25, 41, 11],
    ['a share of few is at least one', 20, 1, 1, 1],
    ['a count of 0', 0, 100, 1000, 0],
    ['a share of 0', 20, 0, 1000, 0],
    ['no active credentials', 20, 25, 0, 0],
    ['a share of all', 1000, 100, 500, 500],
    ['a share below one percent', 20, 0.1, 1000, 1],
    ['7% of 100, which is no 7.000000000000001', 100, 7, 100, 7],
    ['1.1% of 3000, which is no 33.00000000000001', 100, 1.1, 3000, 33],
    ['4.4% of 750, which is no 33.00000000000001', 100, 4.4, 750, 33],
    ['2.2% of 3001, which is a little over 66', 100, 2.2, 3001, 67],
  ])('%s', (_, perDay, percent, activeCredentials, allowed) => {
    expect(allowance(limits(perDay, percent), { activeCredentials })).toBe(allowed);
  });
});

describe('up to three times the allowance are inspected', () => {
  it.each<['oldest-first' | 'stop', number, number]>([
    ['oldest-first', 20, 60],
    ['oldest-first', 1, 3],
    ['oldest-first', 0, 0],
    ['stop', 20, 60],
    ['stop', 1, 3],
    // One, or nobody would learn that zero is exceeded.
    ['stop', 0, 1],
  ])('%s, %d allowed: %d', (onExceed, allowed, budget) => {
    expect(inspectionBudget(allowed, { ...limits(20, 25), onExceed })).toBe(budget);
  });
});
