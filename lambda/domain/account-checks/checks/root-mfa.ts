import { ACCOUNT, check, findingOf, type UnreadableFact, unreadableCell, unavailableFact } from '../check';
import { CONTROLS } from '../controls';
import type { CheckFacts } from '../facts';

/**
 * CIS 6.0, 2.4: "AccountMFAEnabled is 1 or AccountPasswordPresent is 0", and "Not applicable for us-gov cloud regions".
 * A member account whose root credentials were removed centrally has no root password, and can have no MFA device.
 */
export const rootMfa = check({
  id: 'rootMfa',
  title: 'root user without MFA',
  description: 'Root user with a password and without MFA',
  needs: ['summary'],
  *find(facts) {
    if (facts.partition === 'aws-us-gov') return;
    const state = stateOf(facts);
    if ('cause' in state) yield state;
    else if (!state.mfa && state.password !== false) {
      yield findingOf(facts, {
        subject: ACCOUNT,
        severity: 'critical',
        fact: `${state.by}: no MFA device${state.password ? ', and a password' : ''}`,
        fix: 'Sign in as root and register an MFA device; in a member account, remove the root credentials centrally.',
        controls: CONTROLS.rootMfa,
      });
    }
  },
});

interface State {
  readonly by: string;
  readonly mfa: boolean;
  readonly password: boolean | undefined;
}

function stateOf({ account: { summary }, report: { root } }: CheckFacts): State | UnreadableFact {
  // `not_supported` in the report says nothing about a password.
  const reported = typeof root?.rootHasPassword === 'boolean' ? root.rootHasPassword : undefined;
  if (summary.kind === 'read') {
    const { hasMfa: mfa, hasPassword = reported } = summary.value;
    return { by: 'GetAccountSummary', mfa, password: hasPassword };
  }
  if (!root) return unavailableFact(ACCOUNT, summary);
  if (typeof root.mfa !== 'boolean') return unreadableCell(ACCOUNT, root.mfa);
  return { by: 'the root row of the credential report', mfa: root.mfa, password: reported };
}
