import { TOPIC_ARN } from './deployment';
import type { FakeAccount } from './fake-aws';
import { ALICE_OLD_KEY, BOB_OLD_KEY, STALE_WRITES } from './staff';
import { storedLedger } from './stored';

// Every write is reported (docs/design.md §1). These functions list the writes to theStaff, and where they are reported.

/** One of the writes that a sweep makes to theStaff. */
export type StaleWrite = (typeof STALE_WRITES)[number];

const [ALICES_PASSWORD, ALICES_KEY, BOBS_KEY] = STALE_WRITES;

/** The undo command of each write, on one line and shortened. */
const UNDONE_BY: Readonly<Record<StaleWrite, string>> = {
  [ALICES_PASSWORD]: 'aws iam create-login-profile --user-name alice',
  [ALICES_KEY]: `aws iam update-access-key --user-name alice --access-key-id ${ALICE_OLD_KEY} --status Active`,
  [BOBS_KEY]: `aws iam update-access-key --user-name bob --access-key-id ${BOB_OLD_KEY} --status Active`,
};

/** The writes that took effect, whatever the function was answered. */
export function done({ users }: FakeAccount): StaleWrite[] {
  const inactive = users.flatMap(({ keys }) => keys.filter(({ status }) => status === 'Inactive'));
  return STALE_WRITES.filter((write) =>
    write === ALICES_PASSWORD
      ? users.some(({ name, password }) => name === 'alice' && password === undefined)
      : inactive.some(({ id }) => write.includes(id)),
  );
}

/** The writes whose undo command is in a digest that SNS accepted. */
export function reported(account: FakeAccount): StaleWrite[] {
  const digests = account.topics[TOPIC_ARN]?.published.map(({ message }) => message) ?? [];
  return STALE_WRITES.filter((write) => digests.some((text) => undoes(text, write)));
}

/** The writes that the ledger's pending digest or open plan lists. */
export function toBeReported(account: FakeAccount): StaleWrite[] {
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

/** `before` with only the stale credentials disabled. The account must equal it, whatever a sweep does. */
export function withStaleDone(before: FakeAccount['users'], account: FakeAccount): FakeAccount['users'] {
  const written = done(account).join('\n');
  const users = structuredClone(before);
  for (const user of users) {
    if (user.name === 'alice' && written.includes(ALICES_PASSWORD)) delete user.password;
    for (const key of user.keys) if (written.includes(key.id)) key.status = 'Inactive';
  }
  return users;
}
