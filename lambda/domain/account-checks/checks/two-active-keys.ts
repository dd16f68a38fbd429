import { check, findingOf, unlistedKeys, unreadableCell, user } from '../check';
import { deactivation, userCommand } from '../../iam-command';
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
          fix: 'Two keys are meant for a rotation only. Set KEY_ID to the id of the key that nobody uses any more, look up its last use, and make it inactive. Delete it only after some days without an error.',
          commands: [
            userCommand('list-access-keys', name),
            { call: 'get-access-key-last-used', options: [['access-key-id', { variable: 'KEY_ID' }]] },
            deactivation('update-access-key', name, 'access-key-id', { variable: 'KEY_ID' }),
          ],
          controls: CONTROLS.oneActiveKey,
        });
      }
    }
  },
});
