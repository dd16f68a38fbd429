import { ACCOUNT, check, findingOf, unreadableCell, user, type FindingSubject } from '../check';
import { deactivation, userCommand } from '../../iam-command';
import { NO_CONTROLS } from '../controls';
import type { CredentialReport, Surroundings } from '../../credential-report/facts';

/** X.509 certificates sign requests to old AWS interfaces. iam-lapse does not disable them. */
export const signingCertificates = check({
  id: 'signingCertificates',
  title: 'active signing certificates, which iam-lapse does not disable',
  description: 'Active X.509 signing certificates',
  *find(facts) {
    for (const { subject, certificates } of ownersIn(facts.report)) {
      for (const odd of certificates) if (typeof odd !== 'boolean') yield unreadableCell(subject, odd);
      const active = certificates.filter((certificate) => certificate === true).length;
      if (active === 0) continue;
      yield findingOf(facts, {
        subject,
        fact: `${active} signing certificate${active === 1 ? '' : 's'}${subject.kind === 'account' ? ' of the root user' : ''} active`,
        ...(subject.kind === 'account' ? OF_ROOT : ofUser(subject.name)),
        controls: NO_CONTROLS,
      });
    }
  },
});

/** A certificate of root has all permissions of root, and no policy can restrict it. */
const OF_ROOT = {
  severity: 'high',
  fix: 'Move what signs with it to a role. After that, sign in as root and delete it; in a member account, remove it centrally from the organization.',
} as const;

function ofUser(name: string) {
  return {
    severity: 'low',
    fix: 'If nothing signs with it any more, set CERTIFICATE_ID to its id from the list, and make it inactive. With --status Active you undo that.',
    commands: [
      userCommand('list-signing-certificates', name),
      deactivation('update-signing-certificate', name, 'certificate-id', { variable: 'CERTIFICATE_ID' }),
    ],
  } as const;
}

function ownersIn({
  root,
  users,
}: CredentialReport): (Pick<Surroundings, 'certificates'> & { readonly subject: FindingSubject })[] {
  return [
    ...(root ? [{ subject: ACCOUNT, certificates: root.certificates }] : []),
    ...users.map(({ user: { name }, certificates }) => ({ subject: user(name), certificates })),
  ];
}
