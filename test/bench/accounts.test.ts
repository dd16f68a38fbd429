import { staffOf } from '../../bench/accounts';
import { DAY } from '../../lambda/domain/instant';
import { NOW } from '../support/builders';

describe('staffOf', () => {
  it.each([
    ['together', 10],
    ['apart', 20],
  ] as const)('%s: a tenth of the passwords and a tenth of the keys are due', (mix, owners) => {
    const { users, due } = staffOf(100, mix, NOW);
    const stalePasswords = users.filter(({ passwordLastUsedAt: at = 0 }) => NOW - at >= 45 * DAY);
    const staleKeys = users.filter(({ keys }) =>
      keys.some(({ lastUsed }) => NOW - (lastUsed?.at ?? 0) >= 45 * DAY),
    );
    expect(stalePasswords).toHaveLength(10);
    expect(staleKeys).toHaveLength(10);
    expect(new Set([...stalePasswords, ...staleKeys]).size).toBe(owners);
    expect(due.toSorted()).toEqual(
      [
        ...stalePasswords.map(({ name }) => `${name}/password`),
        ...staleKeys.flatMap(({ keys }) => keys.map(({ id }) => id)),
      ].toSorted(),
    );
  });

  it('is the same at every call, so that two processes agree on it', () => {
    expect(staffOf(50, 'apart', NOW)).toEqual(staffOf(50, 'apart', NOW));
  });
});
