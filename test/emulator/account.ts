import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  GetLoginProfileCommand,
  type IAMClient,
  NoSuchEntityException,
  paginateListAccessKeys,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import type { EmulatedClock } from './emulated-clock';
import type { Moto } from './moto';

/** Ages in days. `used` is absent if the credential was never used. */
interface Past {
  readonly created: number;
  readonly used?: number;
}

export interface UserSeed {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly password?: Past;
  readonly keys?: readonly Past[];
  /** Whether each signing certificate is active. */
  readonly certificates?: readonly boolean[];
}

/** The credentials of a user. `keys` has each key's status by its id. */
export interface Credentials {
  readonly password: boolean;
  readonly keys: Readonly<Record<string, string>>;
}

interface Account {
  readonly clients: { readonly iam: IAMClient };
  readonly moto: Moto;
  readonly clock: EmulatedClock;
}

/**
 * Creates a user with credentials of the given ages.
 *
 * @returns the ids of the keys, in the given order
 */
export async function createUser(
  { clients: { iam }, moto, clock }: Account,
  { name: UserName, tags = {}, password, keys = [], certificates = [] }: UserSeed,
): Promise<string[]> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await iam.send(new CreateUserCommand({ UserName, Tags }));
  if (password) await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Correct-Horse-9' }));
  const ids: string[] = [];
  for (const _ of keys) {
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    ids.push(key?.AccessKeyId ?? '');
  }
  const history = {
    created: clock.daysAgo(400),
    certificates,
    ...(password && { passwordSet: clock.daysAgo(password.created) }),
    ...(password?.used !== undefined && { passwordLastUsed: clock.daysAgo(password.used) }),
    keys: Object.fromEntries(
      keys.map(({ created, used }, index) => [
        ids[index],
        { created: clock.daysAgo(created), ...(used !== undefined && { lastUsed: clock.daysAgo(used) }) },
      ]),
    ),
  };
  await writeHistory(moto, UserName, history);
  return ids;
}

/** Uses the password or the keys at this moment. */
export async function use(
  { moto, clock }: Pick<Account, 'moto' | 'clock'>,
  { name, password = false, keys = [] }: Usage,
): Promise<void> {
  const now = clock.daysAgo(0);
  await writeHistory(moto, name, {
    ...(password && { passwordLastUsed: now }),
    keys: Object.fromEntries(keys.map((id) => [id, { lastUsed: now }])),
  });
}

interface Usage {
  readonly name: string;
  readonly password?: boolean;
  /** Ids. */
  readonly keys?: readonly string[];
}

async function writeHistory(moto: Moto, user: string, history: unknown): Promise<void> {
  await moto.request('/emulator/history', { method: 'POST', body: JSON.stringify({ [user]: history }) });
}

/** Every user's credentials by user name, as IAM returns them. */
export async function credentialsOf(iam: IAMClient): Promise<Record<string, Credentials>> {
  const all: Record<string, Credentials> = {};
  for await (const { Users = [] } of paginateListUsers({ client: iam }, {})) {
    for (const { UserName = '' } of Users) {
      all[UserName] = { password: await hasPassword(iam, UserName), keys: await keysOf(iam, UserName) };
    }
  }
  return all;
}

async function hasPassword(iam: IAMClient, UserName: string): Promise<boolean> {
  try {
    await iam.send(new GetLoginProfileCommand({ UserName }));
    return true;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false;
    throw error;
  }
}

async function keysOf(iam: IAMClient, UserName: string): Promise<Record<string, string>> {
  const keys: Record<string, string> = {};
  for await (const { AccessKeyMetadata = [] } of paginateListAccessKeys({ client: iam }, { UserName })) {
    for (const { AccessKeyId = '', Status = '' } of AccessKeyMetadata) keys[AccessKeyId] = Status;
  }
  return keys;
}
