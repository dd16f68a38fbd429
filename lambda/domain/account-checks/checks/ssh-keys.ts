import { count } from '../../text';
import { check, findingOf, unavailableFact, user } from '../check';
import { deactivation } from '../../iam-command';
import { NO_CONTROLS } from '../controls';

/**
 * IAM lists SSH keys one user at a time. They are read only for users with a planned action, because there a reader
 * might take "disabled" to mean that the user has no access left.
 */
export const sshKeys = check({
  id: 'sshKeys',
  title: 'active SSH public keys of users with credentials that this run acts on',
  description: 'Active SSH public keys (CodeCommit) of the users whose credentials a run plans to disable',
  needs: ['sshKeys'],
  applies: ({ account }) => account.sshKeys.length > 0,
  *find(facts) {
    for (const { user: name, keys } of facts.account.sshKeys) {
      if (keys.kind !== 'read') {
        yield unavailableFact(user(name), keys);
        continue;
      }
      const active = keys.value.filter(({ status }) => status !== 'Inactive');
      if (active.length === 0) continue;
      yield findingOf(facts, {
        subject: user(name),
        severity: 'low',
        fact: `${count(active.length, 'SSH public key')} active`,
        fix: 'If the user must have no access at all, make the SSH keys inactive, too. With --status Active you undo that.',
        commands: active.map(({ id }) =>
          deactivation('update-ssh-public-key', name, 'ssh-public-key-id', id),
        ),
        controls: NO_CONTROLS,
      });
    }
  },
});
