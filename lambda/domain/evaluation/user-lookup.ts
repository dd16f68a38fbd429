import type { UserIdentity } from '../identity';

/** IAM's current data of a user in the report. */
export type UserLookup =
  | {
      readonly kind: 'read';
      readonly identity: UserIdentity;
      readonly tags: ReadonlyMap<string, string>;
      /** Undefined when the policy does not name groups. */
      readonly groups: readonly string[] | undefined;
    }
  | { readonly kind: 'gone' }
  /**
   * The call failed, or its response is not valid. Tags and groups are unknown, which is not the same as none
   * (docs/design.md §4.6).
   */
  | Unreadable;

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly cause: string;
  /** The call was about all users, and nobody could be read. */
  readonly everybody?: true;
  /** AWS does not allow the function to make the call. */
  readonly denied?: true;
}

/** So many users, each unreadable by itself, are no coincidence any more. */
const TOO_MANY = 3;

/**
 * A user who cannot be read is `unclear`, and nobody else. If the account cannot be read, no exemption by tag works.
 * That is so when the call for all users failed, or when at least three users were asked for one by one and none could
 * be read: one or two may be protected, or odd in their own way (docs/design.md §4.6).
 *
 * @returns the first of them if the account cannot be read
 */
export function nobodyReadable(users: readonly UserLookup[]): Unreadable | undefined {
  const [first] = users;
  if (first?.kind !== 'unreadable' || users.some(({ kind }) => kind !== 'unreadable')) return undefined;
  return first.everybody || users.length >= TOO_MANY ? first : undefined;
}
