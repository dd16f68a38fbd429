import { MINUTE } from '../../instant';
import { check, findingOf, unreadCell, user } from '../check';
import { CONTROLS } from '../controls';

/** Made with the user: the console's wizard and a template take seconds. */
const AT_ONCE = 5 * MINUTE;

/** "Do not create access keys during initial setup for IAM users with a console password." */
export const keysAtSetup = check({
  id: 'keysAtSetup',
  title: 'users created with console password and access key at once',
  description: 'Users with a console password whose active access key is as old as they are',
  *find(facts) {
    for (const {
      user: { name },
      created,
      password,
      keys,
    } of facts.report.users) {
      if (password.kind === 'none') continue;
      for (const key of keys) {
        if (key.kind === 'none' || key.kind === 'inactive') continue;
        if (key.kind === 'notUnderstood') yield unreadCell(user(name), key);
        else if (password.kind === 'notUnderstood') yield unreadCell(user(name), password);
        else if (created.kind === 'notUnderstood') yield unreadCell(user(name), created);
        else if (key.lastRotated.kind === 'notUnderstood') yield unreadCell(user(name), key.lastRotated);
        else if (created.kind !== 'at' || key.lastRotated.kind !== 'at') {
          yield { whom: user(name), cause: 'the report does not say when user and key were created' };
        } else if (Math.abs(key.lastRotated.at - created.at) <= AT_ONCE) {
          yield findingOf(facts, {
            whom: user(name),
            severity: 'low',
            fact: 'has a console password and a key as old as the user',
            fix: 'Ask whether both are needed; a key that nobody asked for goes.',
            controls: CONTROLS.keysAtSetup,
          });
        }
      }
    }
  },
});
