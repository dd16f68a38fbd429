import { check, findingOf, unlistedKeys, unreadableCell, user } from '../check';
import { CONTROLS } from '../controls';

/** CIS: "Ensure there is only one active access key for any single IAM user". */
export const twoActiveKeys = check({
  id: 'twoActiveKeys',
  title: 'users with two active access keys',
  description: 'Users with two active access keys',
  *find(facts) {
    for (const row of facts.report.users) {
      const { keys } = row;
      const { name } = row.user;
      const active = keys.filter(({ kind }) => kind === 'active').length;
      const odd = keys.filter((key) => key.kind === 'notUnderstood');
      // Other cells are enough to rule out two active keys, even if one is not understood.
      if (active + odd.length < 2) {
        yield* unlistedKeys(row);
        continue;
      }
      if (active < 2 && odd[0]) yield unreadableCell(user(name), odd[0]);
      else {
        yield findingOf(facts, {
          subject: user(name),
          severity: 'low',
          fact: active === 2 ? 'both keys are active' : `${active} keys are active`,
          fix: 'Two keys are meant for a rotation only: deactivate the one that is no longer used, then delete it.',
          controls: CONTROLS.oneActiveKey,
        });
      }
    }
  },
});
