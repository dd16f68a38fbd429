import { DeleteLoginProfileCommand, GetLoginProfileCommand, GetUserCommand } from '@aws-sdk/client-iam';
import { withAction } from '../../../lambda/aws/responses';
import { type Belief, differs, holds, holdsIf, notTried } from '../belief';
import { LAST_READ_BACK_MS, readUntil, seenText } from '../clock';
import { refusalOf } from '../refusal';
import { oncePerSandbox } from '../once';
import type { Sandbox } from '../sandbox';

/** A password that was set, and reset more than a second later. */
export interface Reset {
  readonly createdAt: number;
  /** When the reset was asked for, by our clock. */
  readonly at: number;
  /** The CreateDate after the reset; undefined if no read showed the reset. */
  readonly shownAfter: number | undefined;
}

const RESET_USER = 'reset';

/** Resets a password once; the report is read for it, too. */
export const passwordReset = oncePerSandbox(async (sandbox): Promise<Reset> => {
  const { name } = await sandbox.user(RESET_USER);
  const createdAt = await sandbox.createPassword(name);
  // IAM's dates have whole seconds.
  await sandbox.clock.sleep(2_500);
  const at = sandbox.clock.now();
  await sandbox.resetPassword(name);
  let shownAfter: number | undefined;
  await readUntil(sandbox.clock, async () => {
    const profile = await loginProfile(sandbox, name);
    if (profile.PasswordResetRequired) shownAfter = profile.CreateDate?.getTime();
    return profile.PasswordResetRequired === true;
  });
  return { createdAt, at, shownAfter: shownAfter === undefined ? undefined : wholeSeconds(shownAfter) };
});

export function resetUserName(sandbox: Sandbox) {
  return sandbox.nameOf(RESET_USER);
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

async function loginProfile({ clients: { iam } }: Sandbox, name: string) {
  const { LoginProfile } = await withAction('GetLoginProfile', () =>
    iam.send(new GetLoginProfileCommand({ UserName: name })),
  );
  if (!LoginProfile) throw new Error('GetLoginProfile answered without a login profile');
  return LoginProfile;
}

const unmovedByReset: Belief = {
  id: 'A21',
  belief: "A password reset does not move the login profile's CreateDate.",
  expected: 'the same CreateDate before and after UpdateLoginProfile',
  attempt: async (sandbox) => {
    const { createdAt, shownAfter } = await passwordReset(sandbox);
    if (shownAfter === undefined) return notTried('IAM did not show the reset within 60 s');
    const seconds = (shownAfter - createdAt) / 1000;
    return seconds === 0 ? holds('the same CreateDate') : differs(`CreateDate moved by ${seconds} s`);
  },
};

const deletedPassword: Belief = {
  id: 'A22',
  belief: 'IAM answers NoSuchEntity about a login profile that was deleted.',
  expected: 'NoSuchEntity, also to a second DeleteLoginProfile',
  attempt: async (sandbox) => {
    const second = (await deletion(sandbox)).second;
    return holdsIf(second === 'NoSuchEntity', `the second call ${answered(second)}`);
  },
};

const visibleDeletion: Belief = {
  id: 'A31',
  belief: 'A read shows a deleted password within the 31 seconds in which a sweep reads back.',
  expected: 'at read 1, 2 or 3',
  attempt: async (sandbox) => {
    const { seen } = await deletion(sandbox);
    if (!seen) return differs('GetLoginProfile still finds it after 60 s');
    return holdsIf(seen.ms <= LAST_READ_BACK_MS, seenText(seen));
  },
};

const deletion = oncePerSandbox(async (sandbox) => {
  const { name } = await sandbox.user('password');
  await sandbox.createPassword(name);
  await readUntil(sandbox.clock, async () => (await profileRefusal(sandbox, name)) === undefined);
  await withAction('DeleteLoginProfile', () => remove(sandbox, name));
  const seen = await readUntil(
    sandbox.clock,
    async () => (await profileRefusal(sandbox, name)) === 'NoSuchEntity',
  );
  return { seen, second: await refusalOf(() => remove(sandbox, name)) };
});

function remove({ clients: { iam } }: Sandbox, name: string): Promise<unknown> {
  return iam.send(new DeleteLoginProfileCommand({ UserName: name }));
}

async function profileRefusal(sandbox: Sandbox, name: string): Promise<string | undefined> {
  const refusal = await refusalOf(() => loginProfile(sandbox, name));
  if (refusal === undefined || refusal === 'NoSuchEntity') return refusal;
  throw new Error(`GetLoginProfile ${answered(refusal)}`);
}

function answered(refusal: string | undefined): string {
  return refusal === undefined ? 'was accepted' : `answered ${refusal}`;
}

const neverSignedIn: Belief = {
  id: 'A28',
  belief: 'GetUser has no PasswordLastUsed for a user who never signed in.',
  expected: 'no PasswordLastUsed',
  attempt: async (sandbox) => {
    await passwordReset(sandbox);
    const { User: user } = await withAction('GetUser', () =>
      sandbox.clients.iam.send(new GetUserCommand({ UserName: resetUserName(sandbox) })),
    );
    if (!user) return notTried('GetUser answered without a user');
    return user.PasswordLastUsed === undefined ? holds('none') : differs('there is one');
  },
};

export const PASSWORD_BELIEFS: readonly Belief[] = [
  unmovedByReset,
  deletedPassword,
  visibleDeletion,
  neverSignedIn,
];
