import { check, findingOf, unreadCell, user } from '../check';
import { CONTROLS } from '../controls';

/** "MFA for all IAM users that have a console password." */
export const consoleMfa = check({
  id: 'consoleMfa',
  title: 'console users without MFA',
  description: 'Users with a console password and no MFA device',
  *find(facts) {
    for (const {
      user: { name },
      password,
      mfa,
    } of facts.report.users) {
      if (mfa === true || password.kind === 'none') continue;
      if (password.kind === 'notUnderstood') yield unreadCell(user(name), password);
      else if (mfa !== false) yield unreadCell(user(name), mfa);
      else {
        yield findingOf(facts, {
          whom: user(name),
          severity: 'high',
          fact: 'password enabled, no MFA device',
          fix: 'Let each register an MFA device; examples/guards has a policy that asks for one.',
          controls: CONTROLS.consoleMfa,
        });
      }
    }
  },
});
