import { isQuarantine } from '../../../lambda/domain/account-checks/privileges';
import type { Investigation } from '../investigation';
import type { Section } from './section';

export function quarantineSection({ credentials }: Investigation): Section {
  const attached = credentials?.attachedPolicies.kind === 'read' ? credentials.attachedPolicies.value : [];
  return {
    title: 'AWS TAKES THIS USER FOR COMPROMISED',
    grave: true,
    note: 'AWS attached this policy. It denies some calls, not all. Leave it, and read the support case that AWS made.',
    columns: ['Policy'],
    rows: attached.filter(isQuarantine).map(({ arn }) => [arn]),
  };
}

/** What goes into a command that you paste. A name that begins with a hyphen would be an option. */
const PASTABLE = /^\w[\w+=,.@-]{0,63}$/;

/** Other users that this one created or changed: what it did goes on under their names. */
export function nextSection({ activity, user }: Investigation): Section {
  const others = activity.changes.flatMap(({ outcome, user: other }) =>
    outcome === 'done' && other !== undefined && other.toLowerCase() !== user.toLowerCase() ? [other] : [],
  );
  return {
    title: 'LOOK AT THESE USERS NEXT',
    grave: false,
    columns: ['User', 'Command'],
    rows: [...new Set(others)]
      .filter((other) => PASTABLE.test(other))
      .map((other) => [other, `npm run investigate -- ${other}`]),
  };
}
