import { check, findingOf, type UnreadableFact, unreadableCell, unavailableFact, user } from '../check';
import { userCommand } from '../../iam-command';
import { NO_CONTROLS } from '../controls';
import type { CheckFacts } from '../facts';
import type { UserFacts } from '../../credential-report/facts';

/** A user without any credential cannot sign in, so its permissions serve nobody. */
export const noCredentials = check({
  id: 'noCredentials',
  title: 'users without any credential that the report or the list of service credentials shows',
  description: 'Users without password, access key, certificate and service-specific credential',
  needs: ['serviceCredentials'],
  *find(facts) {
    for (const row of facts.report.users) {
      // The same mail says how to undo what has ended today; the user is reported when a report shows nothing left.
      if (facts.ended.has(row.user.arn)) continue;
      const state = stateOf(row, facts);
      if (state === 'some') continue;
      if (state !== 'none') yield state;
      else {
        yield findingOf(facts, {
          subject: user(row.user.name),
          severity: 'low',
          fact: 'no password, access key, certificate or service-specific credential',
          fix: 'Nobody can sign in as such a user. Consider deleting the user, but only after you have seen that it has no SSH key in use.',
          commands: [userCommand('list-ssh-public-keys', row.user.name)],
          controls: NO_CONTROLS,
        });
      }
    }
  },
});

/** An inactive key or certificate counts as a credential, because somebody may still activate it. */
function stateOf(
  { user: { name }, password, keys, certificates, certificatesSet }: UserFacts,
  { account: { serviceCredentials } }: CheckFacts,
): 'some' | 'none' | UnreadableFact {
  const cells = [
    password.kind === 'notUnderstood' ? password : password.kind !== 'none',
    ...keys.map((key) => (key.kind === 'notUnderstood' ? key : key.kind !== 'none')),
    ...certificates,
    ...certificatesSet.map((set) => (set.kind === 'notUnderstood' ? set : set.kind === 'at')),
  ];
  if (cells.includes(true)) return 'some';
  const odd = cells.find((cell) => typeof cell !== 'boolean');
  if (odd !== undefined) return unreadableCell(user(name), odd);
  if (serviceCredentials.kind !== 'read') return unavailableFact(user(name), serviceCredentials);
  const userName = name.toLowerCase();
  return serviceCredentials.value.some((each) => each.user.toLowerCase() === userName) ? 'some' : 'none';
}
