import { describeFailure } from '../../lambda/aws/responses';
import { count } from '../../lambda/domain/text';
import type { Clock } from '../../lambda/ports';
import type { Terminal } from '../preview/terminal';
import type { FieldClients } from './clients';
import type { Remaining } from './sandbox';
import { deleteUser, FIELD_TEST_PATH, fieldTestUsers } from './users';

/**
 * Finds the users of earlier field tests that were killed, and removes them if the user agrees.
 *
 * @returns the users that are left
 */
export async function removeLeftovers(
  clients: Pick<FieldClients, 'iam'>,
  context: {
    readonly agrees: (question: string) => Promise<boolean>;
    readonly io: { readonly stdout: Terminal; readonly clock: Pick<Clock, 'now'> };
  },
): Promise<Remaining[]> {
  const users = await fieldTestUsers(clients.iam);
  if (users.length === 0) return [];
  const { agrees, io } = context;
  const newest = Math.max(...users.map(({ CreateDate }) => CreateDate.getTime()));
  const minutes = Math.max(0, Math.round((io.clock.now() - newest) / 60_000));
  io.stdout.write(
    `${count(users.length, 'user')} of an earlier field test below ${FIELD_TEST_PATH}; the newest is ${minutes} min old.\nIf another field test runs in this account now, they may be its users.\n`,
  );
  if (!(await agrees('Remove them?'))) {
    return users.map(({ UserName: name }) => ({ name, cause: 'left by an earlier field test' }));
  }
  const left: Remaining[] = [];
  for (const { UserName: name } of users) {
    try {
      await deleteUser(clients.iam, name);
    } catch (error) {
      left.push({ name, cause: describeFailure('the removal', error) });
    }
  }
  io.stdout.write(`${count(users.length - left.length, 'user')} removed.\n\n`);
  return left;
}
