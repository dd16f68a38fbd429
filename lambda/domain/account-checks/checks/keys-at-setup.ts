import { MINUTE } from '../../instant';
import { check, findingOf, unreadableCell, user } from '../check';
import { CONTROLS } from '../controls';

/** A key this young was created with its user: the console's wizard and a template take seconds. */
const SETUP_DURATION = 5 * MINUTE;

/** CIS: "Do not create access keys during initial setup for IAM users with a console password". */
export const keysAtSetup = check({
  id: 'keysAtSetup',
  title: 'users created with console password and access key at once',
  description: 'Users with a console password whose active access key was created with the user',
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
        if (key.kind === 'notUnderstood') yield unreadableCell(user(name), key);
        else if (password.kind === 'notUnderstood') yield unreadableCell(user(name), password);
        else if (created.kind === 'notUnderstood') yield unreadableCell(user(name), created);
        else if (key.lastRotated.kind === 'notUnderstood') yield unreadableCell(user(name), key.lastRotated);
        else if (created.kind !== 'at' || key.lastRotated.kind !== 'at') {
          yield { subject: user(name), cause: 'the report does not say when user and key were created' };
        } else if (Math.abs(key.lastRotated.at - created.at) <= SETUP_DURATION) {
          yield findingOf(facts, {
            subject: user(name),
            severity: 'low',
            fact: 'has a console password and a key as old as the user',
            fix: 'Ask whether both are needed, and delete a key that nobody uses.',
            controls: CONTROLS.keysAtSetup,
          });
        }
      }
    }
  },
});
