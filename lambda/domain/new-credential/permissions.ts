import type { Fetched } from '../account-checks/facts';
import type { AdministratorPolicy, Policies, Privilege, UserPolicies } from '../account-checks/privileges';
import { clean } from '../text';

/** What a user may do, as far as it was read after the event. */
export interface UserPermissions {
  readonly policies: UserPolicies;
  /** Never `less` while something is `missing`. */
  readonly privilege: Privilege;
  /** Why the policies of a group, or the groups, are missing; undefined if nothing is. */
  readonly missing: string | undefined;
}

/** A user may have a hundred, by groups. */
const MAX_LISTED = 20;

export function isAdministrator(permissions: Fetched<UserPermissions>): boolean {
  return permissions.kind === 'read' && permissions.value.privilege.kind === 'administrator';
}

/** `AN ADMINISTRATOR, by AdministratorAccess (group admins). Policies: deploy (inline), AdministratorAccess (group admins).` */
export function permissionsText({ policies, privilege, missing }: UserPermissions): string {
  const names = namesOf(policies);
  if (names.length === 0 && missing === undefined) return 'no policy, and none by a group.';
  const listed = [
    ...names.slice(0, MAX_LISTED),
    ...(names.length > MAX_LISTED ? [`${names.length - MAX_LISTED} more`] : []),
    ...(missing === undefined ? [] : ['others that could not be read']),
  ];
  return `${privilegeText(privilege)}. Policies: ${listed.join(', ')}.`;
}

/** Other policies can be as dangerous, so without one that allows everything the mail does not say "harmless". */
function privilegeText(privilege: Privilege): string {
  switch (privilege.kind) {
    case 'administrator':
      return `AN ADMINISTRATOR, by ${administratorText(privilege.by[0])}`;
    case 'less':
      return 'none of its policies allows everything';
    case 'unreadable':
      return `whether it is an administrator is not known: ${clean(privilege.cause, 300)}`;
  }
}

function administratorText({ kind, name, group, conditional }: AdministratorPolicy): string {
  return `${nameText(name, { group, inline: kind === 'inline' })}${conditional ? ', under a condition' : ''}`;
}

function namesOf({ groups, ...own }: UserPolicies): string[] {
  const ofOne = ({ attached, inline }: Policies, group?: string) => [
    ...attached.map(({ name }) => nameText(name, { group, inline: false })),
    ...inline.map(({ name }) => nameText(name, { group, inline: true })),
  ];
  return [...ofOne(own), ...groups.flatMap(({ name, policies }) => (policies ? ofOne(policies, name) : []))];
}

/** `deploy (inline, group builders)` */
function nameText(
  name: string,
  { group, inline }: { readonly group: string | undefined; readonly inline: boolean },
): string {
  const notes = [
    ...(inline ? ['inline'] : []),
    ...(group === undefined ? [] : [`group ${clean(group, 64)}`]),
  ];
  return `${clean(name, 64)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}
