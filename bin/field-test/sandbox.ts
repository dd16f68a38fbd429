import { randomBytes } from 'node:crypto';
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  type IAMClient,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { IamReportSource } from '../../lambda/aws/iam-credential-report';
import { IamDate, UserReader } from '../../lambda/aws/iam-user-reader';
import {
  parseResponse,
  attemptsOf,
  CallFailed,
  describeFailure,
  statusOf,
  withAction,
} from '../../lambda/aws/responses';
import {
  type AccessKeyId,
  type AccountId,
  isAccessKeyId,
  isUserName,
  type UserName,
} from '../../lambda/domain/identity';
import type { Clock, FetchedReport } from '../../lambda/ports';
import type { FieldClients } from './clients';
import { deleteUser, FIELD_TEST_PATH } from './users';

/**
 * What IAM has said about a user. `created`: it said so, and may not show it yet. `mayExist`: the answer was lost, or
 * IAM has shown the user; if IAM does not show it now, it is gone.
 */
type State = 'mayExist' | 'created' | 'deleted';

/** A user that could not be removed. */
export interface Remaining {
  readonly name: UserName;
  readonly cause: string;
}

const Created = z.object({
  User: z.object({ Arn: z.string(), Path: z.string(), UserId: z.string(), CreateDate: z.date() }),
});
export type CreatedUser = z.infer<typeof Created>['User'] & { readonly name: UserName };

const CreatedKey = z.object({
  AccessKey: z.object({ AccessKeyId: z.string().refine(isAccessKeyId), CreateDate: z.date() }),
});
const CreatedProfile = z.object({ LoginProfile: z.object({ CreateDate: z.date() }) });

/** The label of the user that is made right before the report. */
export const LAST_USER = 'last';

/** IAM may refuse to delete what it has just been told about, for some seconds. */
const REMOVAL_PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** IAM asks to wait "several minutes" for a user who was deleted and created again (docs/assumptions.md A33). */
const LONG_PAUSES_MS = [30_000, 60_000, 60_000, 60_000, 60_000];

/**
 * The users of one field test. No user has a permission, and nobody ever sees a password or a secret key. A name is
 * noted before IAM is asked to create it, so that `removeAll` misses none.
 */
export class Sandbox {
  readonly id = randomBytes(8).toString('hex');
  readonly path = `${FIELD_TEST_PATH}${this.id}/`;
  readonly reader: UserReader;
  private readonly states = new Map<UserName, State>();
  private readonly byLabel = new Map<string, Promise<CreatedUser>>();
  private fetched: Promise<FetchedReport> | undefined;

  constructor(
    readonly account: AccountId,
    readonly clients: FieldClients,
    readonly clock: Clock,
  ) {
    this.reader = new UserReader(clients.iam);
  }

  /** The name of a user. The label's characters are those of a user name. */
  nameOf(label: string): UserName {
    const name = `iam-lapse-field-test-${this.id}-${label}`;
    if (!isUserName(name)) throw new Error('a user needs a name');
    return name;
  }

  /** Creates the user of this label; the second call for a label returns the same user. */
  user(label: string): Promise<CreatedUser> {
    const user = this.byLabel.get(label) ?? this.createUser(this.nameOf(label));
    this.byLabel.set(label, user);
    return user;
  }

  async createUser(name: UserName): Promise<CreatedUser> {
    const before = this.states.get(name);
    this.states.set(name, 'mayExist');
    const command = new CreateUserCommand({ UserName: name, Path: this.path });
    try {
      const response = await this.clients.iam.send(command);
      const { User } = parseResponse(Created, 'CreateUser', response);
      this.states.set(name, 'created');
      return { ...User, name };
    } catch (error) {
      // A 4xx to the only attempt is a decision of IAM: nothing was created.
      const status = statusOf(error) ?? 0;
      if (status >= 400 && status < 500 && attemptsOf(error) === 1) this.restore(name, before);
      throw new CallFailed('CreateUser', error);
    }
  }

  private restore(name: UserName, state: State | undefined): void {
    if (state === undefined) this.states.delete(name);
    else this.states.set(name, state);
  }

  /** Deletes one of this sandbox's users before the end of the run. */
  async deleteUser(name: UserName): Promise<void> {
    if (!this.states.has(name)) throw new Error('not a user of this field test');
    const result = await deleteUser(this.clients.iam, name, () => this.states.set(name, 'mayExist'));
    if (result === 'absent') throw new Error('IAM does not show a user that it has created');
    this.states.set(name, 'deleted');
  }

  /** @returns the creation time that IAM gives the login profile, in whole seconds */
  async createPassword(name: UserName): Promise<number> {
    const { iam } = this.clients;
    const { LoginProfile } = await withAction('CreateLoginProfile', async () =>
      parseResponse(
        CreatedProfile,
        'CreateLoginProfile',
        await iam.send(new CreateLoginProfileCommand({ UserName: name, Password: aPassword() })),
      ),
    );
    return IamDate.parse(LoginProfile.CreateDate);
  }

  /** Sets another password, which must be changed at the next sign-in: a read shows by it that it sees the change. */
  async resetPassword(name: UserName): Promise<void> {
    const change = { UserName: name, Password: aPassword(), PasswordResetRequired: true };
    await withAction('UpdateLoginProfile', () =>
      this.clients.iam.send(new UpdateLoginProfileCommand(change)),
    );
  }

  async createKey(
    name: UserName,
    iam: IAMClient = this.clients.iam,
  ): Promise<{ readonly id: AccessKeyId; readonly createdAt: Date }> {
    const { AccessKey } = await withAction('CreateAccessKey', async () =>
      parseResponse(
        CreatedKey,
        'CreateAccessKey',
        await iam.send(new CreateAccessKeyCommand({ UserName: name })),
      ),
    );
    return { id: AccessKey.AccessKeyId, createdAt: AccessKey.CreateDate };
  }

  /** The account's credential report, read once. */
  report(): Promise<FetchedReport> {
    this.fetched ??= this.fetchReport();
    return this.fetched;
  }

  private async fetchReport(): Promise<FetchedReport> {
    // A report that shows this user is younger than everything that was done before.
    await this.user(LAST_USER).catch(() => undefined);
    return new IamReportSource(this.clients.iam, this.clock).fetch();
  }

  /** The users that may exist now. */
  get users(): UserName[] {
    return [...this.states].filter(([, state]) => state !== 'deleted').map(([name]) => name);
  }

  /**
   * Removes every user, again and again while IAM refuses or does not show them yet: for half a minute, or for five
   * minutes if IAM asks to wait.
   *
   * @returns the users that are left
   */
  async removeAll(clock: Pick<Clock, 'sleep'>): Promise<Remaining[]> {
    for (let attempt = 0; ; attempt += 1) {
      const left: Remaining[] = [];
      for (const name of this.users) {
        const cause = await this.remove(name);
        if (cause !== undefined) left.push({ name, cause });
      }
      const asksToWait = left.some(({ cause }) => cause.includes('EntityTemporarilyUnmodifiable'));
      const pause = [...REMOVAL_PAUSES_MS, ...(asksToWait ? LONG_PAUSES_MS : [])][attempt];
      if (left.length === 0 || pause === undefined) return left;
      await clock.sleep(pause);
    }
  }

  /** @returns why the user may still be there; undefined when it is not */
  private async remove(name: UserName): Promise<string | undefined> {
    try {
      const result = await deleteUser(this.clients.cleanup, name, () => this.states.set(name, 'mayExist'));
      // IAM may not show yet what it has just created.
      if (result === 'absent' && this.states.get(name) === 'created') return 'IAM does not show it';
      this.states.set(name, 'deleted');
      return undefined;
    } catch (error) {
      return describeFailure('', error);
    }
  }
}

/** Long and of all kinds of characters, so that every password policy accepts it. Nobody sees it. */
function aPassword(): string {
  return `aA1!${randomBytes(36).toString('base64url')}`;
}
