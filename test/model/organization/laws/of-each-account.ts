import { neverTheWrongCredential } from '../../laws/never-the-wrong-credential';
import { recordedBefore } from '../../laws/recorded';
import { restoringSticks } from '../../laws/restoring-sticks';
import type { OrganizationLaw } from './law';

/** The laws of one account that hold in each of an organization. Those on notice, limits and mails are the organization's. */
export const lawsOfEachAccount: readonly OrganizationLaw[] = [
  neverTheWrongCredential,
  recordedBefore,
  restoringSticks,
].map(({ name, brokenBy }) => ({
  name: `Each account: ${name}`,
  brokenBy: ({ members }) =>
    members.flatMap(({ id, world }) => brokenBy(world).map((fault) => `${id} ${fault}`)),
}));
