import { check, findingOf, unreadableCell, user } from '../check';
import { CONTROLS } from '../controls';

/** CIS: "MFA is enabled for all IAM users that have a console password". */
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
      if (password.kind === 'notUnderstood') yield unreadableCell(user(name), password);
      else if (mfa !== false) yield unreadableCell(user(name), mfa);
      else {
        yield findingOf(facts, {
          subject: user(name),
          severity: 'high',
          fact: 'password enabled, no MFA device',
          fix: 'Ask each user to register an MFA device. examples/guards of iam-lapse has a policy that requires one.',
          controls: CONTROLS.consoleMfa,
        });
      }
    }
  },
});
