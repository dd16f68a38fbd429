import { check, findingOf, unreadFact, user } from '../check';
import { NO_CONTROLS } from '../controls';

/** IAM tells SSH keys user by user: they are asked for where "disabled" might be read as "gone". */
export const sshKeys = check({
  id: 'sshKeys',
  title: 'active SSH public keys of users whose credentials this run plans to disable',
  description: 'Active SSH public keys (CodeCommit) of the users whose credentials a run plans to disable',
  needs: ['sshKeys'],
  asked: ({ account }) => account.sshKeys.length > 0,
  *find(facts) {
    for (const { user: name, keys } of facts.account.sshKeys) {
      if (keys.kind !== 'read') {
        yield unreadFact(user(name), keys);
        continue;
      }
      const active = keys.value.filter(({ status }) => status !== 'Inactive').length;
      if (active === 0) continue;
      yield findingOf(facts, {
        whom: user(name),
        severity: 'low',
        fact: `${active} SSH public key${active === 1 ? '' : 's'} active`,
        fix: 'aws iam update-ssh-public-key --status Inactive, if the user is to have no access at all.',
        controls: NO_CONTROLS,
      });
    }
  },
});
