import { isolated, type Mutation, programOf } from '../mutate';
import type { OrganizationProgram } from './program';

/** The organization's program with that one thing wrong with it, in a module registry of its own. */
export function mutatedOrganization(mutation: Mutation): OrganizationProgram {
  return isolated(mutation, (required) => {
    const from = (name: string) => required(`organization/${name}`);
    const { parseCoordinatorEvent }: Pick<OrganizationProgram, 'parseCoordinatorEvent'> =
      from('coordinator-event');
    const { parseAccountEvent }: Pick<OrganizationProgram, 'parseAccountEvent'> = from('account-event');
    const { freeze }: Pick<OrganizationProgram, 'freeze'> = from('freeze');
    const { allot }: Pick<OrganizationProgram, 'allot'> = from('allot');
    const { tell }: Pick<OrganizationProgram, 'tell'> = from('tell');
    const { sweepAccount }: Pick<OrganizationProgram, 'sweepAccount'> = from('sweep-account');
    const { MemberUnreachable, PinBroken }: Pick<OrganizationProgram, 'MemberUnreachable' | 'PinBroken'> =
      from('ports');
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
