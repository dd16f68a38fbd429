// The names that the central account and its members must agree on. They are fixed: a trust policy in a member names the
// role of the central account before that role exists, and it must still fit when the role is made again.

/** The role in each member account that a sweep of that account uses. */
export const MEMBER_ROLE = 'iam-lapse-member';

/** The role of the account function in the central account. Nobody else can assume the role of a member. */
export const ACCOUNT_FUNCTION_ROLE = 'iam-lapse-account';

/** The role of the coordinator: it freezes, allots and tells, and gets into no account. */
export const COORDINATOR_ROLE = 'iam-lapse-coordinator';

/**
 * A role that the stack does not make. The policy of the record bucket lets nobody but the two functions write; whoever has
 * to move a ledger in, or to restore one, makes a role of this name and deletes it afterwards.
 */
export const RECORD_KEEPER_ROLE = 'iam-lapse-record-keeper';

/**
 * The value of `/iam-lapse/mode` in a member account. A single-account deployment has a parameter of that name too, so the
 * two cannot stand side by side: two sweepers would mean two memories of what somebody restored (docs/design.md, law 6).
 */
export const SWEPT_BY_THE_ORGANIZATION = 'organization';

export function roleArn(partition: string, accountId: string, role: string): string {
  return `arn:${partition}:iam::${accountId}:role/${role}`;
}
