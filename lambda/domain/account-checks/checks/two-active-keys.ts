import { check, findingOf, unreadCell, user } from '../check';
import { CONTROLS } from '../controls';

/** "Only one active access key for any single IAM user." */
export const twoActiveKeys = check({
  id: 'twoActiveKeys',
  title: 'users with two active access keys',
  description: 'Users with two active access keys',
  *find(facts) {
    for (const {
      user: { name },
      keys,
    } of facts.report.users) {
      const odd = keys.find((key) => key.kind === 'notUnderstood');
      // With one key that is not active there cannot be two that are, whatever the other one is.
      if (keys.some(({ kind }) => kind === 'none' || kind === 'inactive')) continue;
      if (odd) yield unreadCell(user(name), odd);
      else {
        yield findingOf(facts, {
          whom: user(name),
          severity: 'low',
          fact: 'both keys are active',
          fix: 'Two are for the days of a rotation: deactivate the one that is no longer used, then delete it.',
          controls: CONTROLS.oneActiveKey,
        });
      }
    }
  },
});
