import { check, findingOf, unreadableCell, user } from '../check';
import { CONTROLS } from '../controls';

/** CIS: "Ensure there is only one active access key for any single IAM user". */
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
      // One key that is not active is enough to rule out two active ones, even if the other cell is not understood.
      if (keys.some(({ kind }) => kind === 'none' || kind === 'inactive')) continue;
      if (odd) yield unreadableCell(user(name), odd);
      else {
        yield findingOf(facts, {
          subject: user(name),
          severity: 'low',
          fact: 'both keys are active',
          fix: 'Two keys are meant for a rotation only: deactivate the one that is no longer used, then delete it.',
          controls: CONTROLS.oneActiveKey,
        });
      }
    }
  },
});
