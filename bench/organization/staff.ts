import { DAY, type Instant } from '../../lambda/domain/instant';
import type { FakeUser } from '../../test/support/fake-aws';
import { passwordOf, type Place, staffOf } from '../accounts';

/** Members that have lost their role, in the run that loses some. */
export const isLost = (index: number) => index % 10 === 9;

/** `200000000000` and on. */
export const memberId = (index: number) => String(200_000_000_000 + index);

/** The users of one member, and those of their credentials that are due. Over all members, a tenth of each kind is. */
export interface MemberStaff {
  readonly users: FakeUser[];
  readonly due: ReadonlySet<string>;
}

/** A small account has few policies of its own, a large one as many as that of the other tables. */
export const placeOf = (index: number, usersEach: number): Place => ({
  from: index * usersEach,
  accountId: memberId(index),
  ...(usersEach < 100 && { policies: 20 }),
});

/** The staff of an account like any other: its users are those of the whole organization that come next. */
export function staffOfMember(index: number, usersEach: number, now: Instant): MemberStaff {
  const { users, due } = staffOf(usersEach, 'together', now, placeOf(index, usersEach));
  const staff = { users, due: new Set(due) };
  useWhatIsNotDue(staff, now);
  return staff;
}

/** Nobody is on notice by a fresh credential, and so every day but the first is quiet. */
const FRESHEST_DAYS = 30;

/** Whatever is not due was used in the last month. */
export function useWhatIsNotDue({ users, due }: MemberStaff, now: Instant): void {
  for (const [index, user] of users.entries()) {
    const at = now - (1 + (index % FRESHEST_DAYS)) * DAY;
    if (!due.has(passwordOf(user.name))) user.passwordLastUsedAt = at;
    for (const key of user.keys) {
      if (!due.has(key.id) && key.lastUsed) key.lastUsed = { ...key.lastUsed, at };
    }
  }
}

/** A credential that does not work any more, as `user0010/password` or `user0010/key`: each user has one of each. */
export interface Disabled {
  readonly name: string;
  readonly isDue: boolean;
}

export function disabledIn({ users, due }: MemberStaff): Disabled[] {
  return users.flatMap(({ name, password, keys }) => [
    ...(password ? [] : [{ name: passwordOf(name), isDue: due.has(passwordOf(name)) }]),
    ...keys
      .filter(({ status }) => status !== 'Active')
      .map(({ id }) => ({ name: keyOf(name), isDue: due.has(id) })),
  ]);
}

export const keyOf = (userName: string) => `${userName}/key`;
