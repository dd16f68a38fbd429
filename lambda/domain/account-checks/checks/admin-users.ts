import { check, findingOf, unreadablePrivileges, user } from '../check';
import { CONTROLS, type Controls, NO_CONTROLS } from '../controls';
import type { AdministratorPolicy } from '../privileges';

/** CIS: "Ensure IAM policies that allow full "*:*" administrative privileges are not attached". */
export const adminUsers = check({
  id: 'adminUsers',
  title: 'users who are administrators',
  description: 'Users whose own policies, or those of a group, allow every action on every resource',
  needs: ['privileges'],
  *find(facts) {
    const { privileges } = facts.account;
    yield* unreadablePrivileges(facts);
    if (privileges.kind !== 'read') return;
    for (const { name, privilege } of privileges.value.users) {
      if (privilege.kind === 'unreadable') yield { subject: user(name), cause: privilege.cause };
      if (privilege.kind !== 'administrator') continue;
      const [first, ...others] = privilege.by;
      const more = others.length > 0 ? `, and ${others.length} more` : '';
      yield findingOf(facts, {
        subject: user(name),
        severity: 'high',
        fact: `${wordsFor(first)}${more}`,
        fix: 'Give people a role for that, with MFA, and the user only what the user needs. Permissions boundaries, SCPs, Deny and NotAction were not considered, so such a user may be able to do less.',
        controls: CONTROLS_OF[first.kind],
      });
    }
  },
});

/** An inline policy is not attached. IAM.1 "only checks the customer managed policies that you create". */
const CONTROLS_OF: Readonly<Record<AdministratorPolicy['kind'], Controls>> = {
  aws: { ...CONTROLS.fullAdministrator, securityHub: null },
  customer: CONTROLS.fullAdministrator,
  inline: NO_CONTROLS,
};

/** `AdministratorAccess by the group admins`, or `the inline policy all allows everything, under a condition`. */
function wordsFor({ kind, name, group, conditional }: AdministratorPolicy): string {
  const policy =
    kind === 'aws' ? name : `${kind === 'inline' ? 'the inline ' : ''}policy ${name} allows * on *`;
  return `${policy}${group === undefined ? '' : ` by the group ${group}`}${conditional ? ', under a condition' : ''}`;
}
