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
  /** The call failed. Tags and groups are unknown, which is not the same as none (docs/design.md §4.6). */
  | { readonly kind: 'unreadable'; readonly cause: string };
