import { isolated, type Mutation, programOf } from '../mutate';
import type { OrganizationProgram } from './program';

/** The organization's program with that one thing wrong with it, in a module registry of its own. */
export function mutatedOrganization(mutation: Mutation): OrganizationProgram {
  return isolated(mutation, (required) => {
    const from = <K extends keyof OrganizationProgram>(name: string) =>
      required<Pick<OrganizationProgram, K>>(`organization/${name}`);
    const { parseCoordinatorEvent } = from<'parseCoordinatorEvent'>('coordinator-event');
    const { parseAccountEvent } = from<'parseAccountEvent'>('account-event');
    const { freeze } = from<'freeze'>('freeze');
    const { allot } = from<'allot'>('allot');
    const { tell } = from<'tell'>('tell');
    const { sweepAccount } = from<'sweepAccount'>('sweep-account');
    const { MemberUnreachable, PinBroken } = from<'MemberUnreachable' | 'PinBroken'>('ports');
    return {
      ...programOf(mutation, required),
      parseCoordinatorEvent,
      parseAccountEvent,
      freeze,
      allot,
      tell,
      sweepAccount,
      MemberUnreachable,
      PinBroken,
    };
  });
}
