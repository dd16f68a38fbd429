import {
  READS_BEFORE_A_WRITE,
  READS_OF_A_TRAIL,
  READS_OF_A_USER,
  READS_OF_THE_ACCOUNT,
  WRITES,
} from './iam-actions';

/** A permission of a sweep, before anybody has written it as a policy. */
export interface IamStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** `users`: every user of the account. `trails`: every trail. `all`: IAM cannot narrow these actions. */
  readonly on: 'all' | 'users' | 'trails';
}

const READS: readonly IamStatement[] = [
  { sid: 'ReadAccount', actions: READS_OF_THE_ACCOUNT, on: 'all' },
  { sid: 'ReadUsers', actions: READS_OF_A_USER, on: 'users' },
  { sid: 'ReadTrails', actions: READS_OF_A_TRAIL, on: 'trails' },
];
const WITH_WRITES: readonly IamStatement[] = [
  ...READS,
  { sid: 'ReadPasswordResets', actions: READS_BEFORE_A_WRITE, on: 'all' },
  { sid: 'DisableCredentials', actions: WRITES, on: 'users' },
];

/** What a sweep asks IAM and CloudTrail for; with `reportOnly`, the reads alone. */
export function sweepStatements({ reportOnly }: { readonly reportOnly: boolean }): readonly IamStatement[] {
  return reportOnly ? READS : WITH_WRITES;
}

/** Of a sweep that judges, and does not act: nothing that can change the account. */
export function judgingStatements(): readonly IamStatement[] {
  const writes = new Set<string>(WRITES);
  return WITH_WRITES.filter(({ actions }) => !actions.some((action) => writes.has(action)));
}

/** Where a statement applies: tokens of the CDK will do, too. */
export interface StatementPlace {
  readonly partition: string;
  readonly accountId: string;
}

/** Users have paths: `user/*` covers them all; `user/bob` would miss `user/team/bob`. */
export function allUsersArn(place: StatementPlace): string {
  return allOf(place, 'user');
}

/** The ARN of all resources of one kind. Groups and policies have paths, too. */
export function allOf({ partition, accountId }: StatementPlace, kind: 'user' | 'group' | 'policy'): string {
  return `arn:${partition}:iam::${accountId}:${kind}/*`;
}

/** The resource of a policy's statement. */
export function resourceOf({ on }: Pick<IamStatement, 'on'>, place: StatementPlace): string {
  switch (on) {
    case 'all':
      return '*';
    case 'users':
      return allUsersArn(place);
    // A trail may be of any region, and an organization's trail is of another account.
    case 'trails':
      return `arn:${place.partition}:cloudtrail:*:*:trail/*`;
  }
}
