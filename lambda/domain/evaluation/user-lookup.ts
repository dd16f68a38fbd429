import type { UserIdentity } from '../identity';

/** What IAM says today about a user of the report. */
export type UserLookup =
  | {
      readonly kind: 'read';
      readonly identity: UserIdentity;
      readonly tags: ReadonlyMap<string, string>;
      /** undefined when the policy does not ask about groups. */
      readonly groups: readonly string[] | undefined;
    }
  | { readonly kind: 'gone' }
  /** The call failed: tags and groups are not known, which is not the same as none. */
  | { readonly kind: 'unreadable'; readonly cause: string };
