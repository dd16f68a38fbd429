import { TOPIC_ARN } from './deployment';
import type { FakeAccount } from './fake-aws';
import { ALICE_OLD_KEY, BOB_OLD_KEY, STALE_WRITES } from './staff';
import { storedLedger } from './stored';

// "Nothing done goes unreported": what was done to theStaff, and where it is told.

/** One of the writes that a sweep makes to theStaff. */
export type StaleWrite = (typeof STALE_WRITES)[number];

const [ALICES_PASSWORD, ALICES_KEY, BOBS_KEY] = STALE_WRITES;

/** The command that undoes each, on one line and up to what matters. */
const UNDONE_BY: Readonly<Record<StaleWrite, string>> = {
  [ALICES_PASSWORD]: 'aws iam create-login-profile --user-name alice',
  [ALICES_KEY]: `aws iam update-access-key --user-name alice --access-key-id ${ALICE_OLD_KEY} --status Active`,
  [BOBS_KEY]: `aws iam update-access-key --user-name bob --access-key-id ${BOB_OLD_KEY} --status Active`,
};

/** The credentials that are disabled now, by the write that did it; whatever that was told. */
export function done({ users }: FakeAccount): StaleWrite[] {
  const inactive = users.flatMap(({ keys }) => keys.filter(({ status }) => status === 'Inactive'));
  return STALE_WRITES.filter((write) =>
    write === ALICES_PASSWORD
      ? users.some(({ name, password }) => name === 'alice' && password === undefined)
      : inactive.some(({ id }) => write.includes(id)),
  );
}

/** Those of which a digest that SNS accepted has the command that undoes them. */
export function told(account: FakeAccount): StaleWrite[] {
  const digests = account.topics[TOPIC_ARN]?.published.map(({ message }) => message) ?? [];
  return STALE_WRITES.filter((write) => digests.some((text) => undoes(text, write)));
}

/** Those of which the digest that waits in the ledger has it, or that stand in an open plan. */
export function toBeTold(account: FakeAccount): StaleWrite[] {
  const { open, pendingDigest } = storedLedger(account);
  const planned = (open?.planned ?? []).map((action) =>
    action.kind === 'password'
      ? `${action.userName} DeleteLoginProfile`
      : `${action.userName} UpdateAccessKey ${action.keyId} Inactive`,
  );
  return STALE_WRITES.filter((write) => planned.includes(write) || undoes(pendingDigest?.body ?? '', write));
}

function undoes(text: string, write: StaleWrite): boolean {
  return text.replaceAll(/\s*\\?\s+/g, ' ').includes(UNDONE_BY[write]);
}

/** `before` with nothing changed but what is stale: whatever a sweep does, the account may not differ from it. */
export function withStaleDone(before: FakeAccount['users'], account: FakeAccount): FakeAccount['users'] {
  const written = done(account).join('\n');
  const users = structuredClone(before);
  for (const user of users) {
    if (user.name === 'alice' && written.includes(ALICES_PASSWORD)) delete user.password;
    for (const key of user.keys) if (written.includes(key.id)) key.status = 'Inactive';
  }
  return users;
}
