import { check, findingOf, unreadablePrivileges, user } from '../check';
import { CONTROLS } from '../controls';

const MAX_NAMES = 3;

/** CIS: "Ensure IAM users receive permissions only through groups". */
export const directPolicies = check({
  id: 'directPolicies',
  title: 'users with policies of their own, not by a group',
  description: 'Users with a policy that is attached to the user or inline, and not by a group',
  needs: ['privileges'],
  *find(facts) {
    const { privileges } = facts.account;
    yield* unreadablePrivileges(facts);
    if (privileges.kind !== 'read') return;
    for (const { name, direct } of privileges.value.users) {
      if (direct.length === 0) continue;
      const more = direct.length > MAX_NAMES ? ` and ${direct.length - MAX_NAMES} more` : '';
      yield findingOf(facts, {
        subject: user(name),
        severity: 'low',
        fact: `${direct.slice(0, MAX_NAMES).join(', ')}${more}`,
        fix: 'Give the policies to a group that has the user, and then take them from the user.',
        controls: CONTROLS.directPolicies,
      });
    }
  },
});
