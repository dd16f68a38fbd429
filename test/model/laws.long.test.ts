import { plansThatDiffer } from './forks';
import type { History } from './history';
import { counterexample, counterexampleTo } from './judge-history';
import { LAWS } from './laws';
import { PROGRAM } from './program';
import { LAW_RUNS } from '../support/runs';

// The laws of docs/design.md §1 in random histories of an account: ten to sixty days of sign-ins, key use, restores, tags,
// re-created users, edits of the policy, lost and repeated events, kills between any two calls, and faults of
// any call. Each is judged by what truly happened. LAW_RUNS and FUZZ_SEED look for longer, and elsewhere.

const LONG = 30 * 60_000;

describe('in every history', () => {
  it.each(LAWS.map(({ name }) => name))(
    '%s',
    async (name) => {
      expect(await counterexample(name)).toBe('');
    },
    LONG,
  );

  it(
    '5. Dry-run is the same run',
    async () => {
      const differing = (lived: History) => plansThatDiffer(lived, PROGRAM);
      expect(await counterexampleTo(differing, Math.ceil(LAW_RUNS / 5))).toBe('');
    },
    LONG,
  );
});
