import { check, findingOf, unreadCell, user } from '../check';
import { NO_CONTROLS } from '../controls';

/** X.509 certificates that sign requests to old interfaces: the sweep leaves them alone. */
export const signingCertificates = check({
  id: 'signingCertificates',
  title: 'active signing certificates, which the sweep does not disable',
  description: 'Active X.509 signing certificates',
  *find(facts) {
    for (const {
      user: { name },
      certificates,
    } of facts.report.users) {
      for (const odd of certificates) if (typeof odd !== 'boolean') yield unreadCell(user(name), odd);
      const active = certificates.filter((certificate) => certificate === true).length;
      if (active === 0) continue;
      yield findingOf(facts, {
        whom: user(name),
        severity: 'low',
        fact: `${active} signing certificate${active === 1 ? '' : 's'} active`,
        fix: 'aws iam update-signing-certificate --status Inactive, unless something still signs with it.',
        controls: NO_CONTROLS,
      });
    }
  },
});
