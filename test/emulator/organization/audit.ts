import { decides, statementsOf } from '../../support/iam-decision';
import type { Audit } from './controls';

/** What AWS's services ask for on behalf of the functions. The emulator sees no such request. */
const NOT_SEEN_HERE = /^(kms|logs):/;

/** The requests of our roles that IAM denied. */
export function denied({ requests }: Audit): string[] {
  return requests
    .filter(({ allowed }) => !allowed)
    .map(({ role, action, resource }) => `${nameOf(role)}: ${action} on ${resource}`);
}

/** What the roles' policies allow and no request asked for. A role of many accounts is one role. */
export function unused({ requests, policies }: Audit): string[] {
  const used = new Map<string, boolean>();
  for (const [role, documents] of Object.entries(policies)) {
    const own = requests.filter((each) => each.role === role);
    for (const statement of documents.flatMap((document) => statementsOf(document))) {
      if (statement.Effect === 'Deny') continue;
      for (const action of statement.Action) {
        for (const resource of statement.Resource ?? []) {
          const narrow = { Effect: 'Allow' as const, Action: [action], Resource: [resource], Condition: {} };
          const isUsed = own.some((request) => decides('Allow', [narrow], request));
          const permission = `${nameOf(role)}: ${action} on ${resource.replace(accountOf(role), 'ACCOUNT')}`;
          used.set(permission, used.get(permission) || isUsed);
        }
      }
    }
  }
  return [...used]
    .filter(([permission, isUsed]) => !isUsed && !NOT_SEEN_HERE.test(permission.split(': ')[1] ?? ''))
    .map(([permission]) => permission)
    .toSorted();
}

/** What the account function asked for, of objects, that is another account's than the one it had in hand. */
export function ofOthers({ requests }: Audit): string[] {
  return requests
    .filter(({ role, action }) => nameOf(role) === 'iam-lapse-account' && /Object/.test(action))
    .filter(({ about, resource }) => {
      const key = resource.slice(resource.indexOf('/') + 1);
      const own = [new RegExp(`^${about}/`), new RegExp(`^organization/answers/.*/${about}\\.json$`)];
      const shared = [
        /^organization\/ledger\.json$/,
        /^organization\/runs\/.*\/(settings|roster|act)\.json$/,
      ];
      return ![...own, ...shared].some((pattern) => pattern.test(key));
    })
    .map(({ about, action, resource }) => `for ${about}: ${action} on ${resource}`);
}

function nameOf(role: string): string {
  return role.slice(role.lastIndexOf('/') + 1);
}

function accountOf(role: string): string {
  return role.split(':')[4] ?? '';
}
