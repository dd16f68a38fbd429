import { check, findingOf, unreadablePrivileges, user } from '../check';
import { NO_CONTROLS } from '../controls';

/**
 * AWS attaches one of its policies AWSCompromisedKeyQuarantine to a user whose key it has found in public. They deny a
 * part of what an attacker would do, and leave the key active.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
 */
export const quarantined = check({
  id: 'quarantined',
  title: 'users whom AWS has quarantined, because a key of theirs is public',
  description: "Users with one of AWS's policies for compromised keys",
  needs: ['privileges'],
  *find(facts) {
    const { privileges } = facts.account;
    yield* unreadablePrivileges(facts);
    if (privileges.kind !== 'read') return;
    for (const { name, quarantine } of privileges.value.users) {
      if (quarantine === undefined) continue;
      yield findingOf(facts, {
        subject: user(name),
        severity: 'critical',
        fact: quarantine,
        fix: "AWS's policy denies a part of what an attacker would do; the key still works. Lock each user: npm run lock -- USER --reason INCIDENT. Leave the policy attached until you have done what AWS's support case asks for.",
        controls: NO_CONTROLS,
      });
    }
  },
});
