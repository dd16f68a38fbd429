import {
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  GetUserCommand,
  type IAMClient,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { UserReader } from '../../lambda/aws/iam-user-reader';
import { parsePages, parseResponse, isNoSuchEntity, withAction } from '../../lambda/aws/responses';
import { isUserName, type UserName } from '../../lambda/domain/identity';

/** Every user that a field test makes is below this path, and has a name that begins like this. */
export const FIELD_TEST_PATH = '/iam-lapse-field-test/';
const FIELD_TEST_NAME = /^iam-lapse-field-test-[0-9a-f]{16}-[\w,]+$/i;

const User = z.object({ UserName: z.string().refine(isUserName), Path: z.string(), CreateDate: z.date() });
export type FieldTestUser = z.infer<typeof User>;

/** Both must fit, so that nobody's own user is ever taken for one of ours. */
export function isFieldTestUser({
  UserName: name,
  Path: path,
}: Pick<FieldTestUser, 'UserName' | 'Path'>): boolean {
  return path.startsWith(FIELD_TEST_PATH) && FIELD_TEST_NAME.test(name);
}

/** The users of earlier field tests that were killed, and of one that is still running. */
export async function fieldTestUsers(iam: IAMClient, path = FIELD_TEST_PATH): Promise<FieldTestUser[]> {
  return withAction('ListUsers', async () => {
    const users: FieldTestUser[] = [];
    const pages = paginateListUsers({ client: iam }, { PathPrefix: path });
    for await (const { Users } of parsePages(z.object({ Users: z.array(User) }), 'ListUsers', pages)) {
      users.push(...Users.filter(isFieldTestUser));
    }
    return users;
  });
}

/**
 * Deletes a user of a field test with password and keys. It refuses any user that IAM does not show below our path.
 *
 * @param onShown called when IAM shows the user. If IAM does not show it later, it has been deleted.
 * @returns `absent` when IAM does not know the user; right after its creation this may be a read that lags
 */
export async function deleteUser(
  iam: IAMClient,
  name: UserName,
  onShown: () => void = () => {},
): Promise<'deleted' | 'absent'> {
  const user = await shownUser(iam, name);
  if (user === undefined) return 'absent';
  if (!isFieldTestUser(user)) throw new Error(`${name} is not a user of a field test: it is left alone`);
  onShown();
  for (const { id } of (await orAbsent(() => new UserReader(iam).keys(name))) ?? []) {
    const key = { UserName: name, AccessKeyId: id };
    await orAbsent(() => withAction('DeleteAccessKey', () => iam.send(new DeleteAccessKeyCommand(key))));
  }
  const target = { UserName: name };
  await orAbsent(() =>
    withAction('DeleteLoginProfile', () => iam.send(new DeleteLoginProfileCommand(target))),
  );
  await orAbsent(() => withAction('DeleteUser', () => iam.send(new DeleteUserCommand(target))));
  return 'deleted';
}

async function shownUser(iam: IAMClient, name: UserName): Promise<FieldTestUser | undefined> {
  return orAbsent(() =>
    withAction('GetUser', async () => {
      const response = await iam.send(new GetUserCommand({ UserName: name }));
      return parseResponse(z.object({ User }), 'GetUser', response).User;
    }),
  );
}

async function orAbsent<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isNoSuchEntity(error)) return undefined;
    throw error;
  }
}

/** The commands that remove a user by hand. The name has no character that a shell would take for something else. */
export function removalCommands(name: string): string[] {
  const user = `--user-name ${name}`;
  return [
    `for id in $(aws iam list-access-keys ${user} --query 'AccessKeyMetadata[].AccessKeyId' --output text); do`,
    `  aws iam delete-access-key ${user} --access-key-id "$id"; done`,
    `aws iam delete-login-profile ${user}   # NoSuchEntity: it has none`,
    `aws iam delete-user ${user}`,
  ];
}
