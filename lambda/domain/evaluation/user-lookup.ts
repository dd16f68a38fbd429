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
