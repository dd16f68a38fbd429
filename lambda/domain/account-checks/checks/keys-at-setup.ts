import { MINUTE } from '../../instant';
import { check, findingOf, unlistedKeys, unreadableCell, user } from '../check';
import { deactivation, userCommand } from '../../iam-command';
import { CONTROLS } from '../controls';

/** A key this young was created with its user: the console's wizard and a template take seconds. */
const SETUP_DURATION = 5 * MINUTE;

/**
 * CIS: "Do not create access keys during initial setup for IAM users with a console password". Its rationale is about keys
 * that the console made by default and nobody needed, and its audit looks for keys without a use. A key that somebody
 * uses is no finding.
 */
export const keysAtSetup = check({
  id: 'keysAtSetup',
  title: 'console users with an access key from their setup that has no use',
  description:
    'Users with a console password whose active access key was created with the user and has no use',
  *find(facts) {
    for (const row of facts.report.users) {
      const { created, password, keys } = row;
      const { name } = row.user;
      if (password.kind === 'none') continue;
      yield* unlistedKeys(row);
      for (const key of keys) {
        if (key.kind === 'none' || key.kind === 'inactive') continue;
        if (key.kind === 'notUnderstood') yield unreadableCell(user(name), key);
        else if (password.kind === 'notUnderstood') yield unreadableCell(user(name), password);
        else if (created.kind === 'notUnderstood') yield unreadableCell(user(name), created);
        else if (key.lastRotated.kind === 'notUnderstood') yield unreadableCell(user(name), key.lastRotated);
        else if (created.kind !== 'at' || key.lastRotated.kind !== 'at') {
          yield { subject: user(name), cause: 'the report does not say when user and key were created' };
        } else if (Math.abs(key.lastRotated.at - created.at) > SETUP_DURATION) continue;
        else if (key.lastUsed.kind === 'notUnderstood') yield unreadableCell(user(name), key.lastUsed);
        else if (key.lastUsed.kind === 'never') {
          yield findingOf(facts, {
            subject: user(name),
            severity: 'low',
            fact: 'has a console password, and a key as old as the user without a use',
            fix: 'Ask whether somebody is about to use the key. If not, set KEY_ID to its id, and make it inactive. Delete it only after some days without an error.',
            commands: [
              userCommand('list-access-keys', name),
              deactivation('update-access-key', name, 'access-key-id', { variable: 'KEY_ID' }),
            ],
            controls: CONTROLS.keysAtSetup,
          });
        }
      }
    }
  },
});
