import { DAY, type Instant, utcDate } from '../../lambda/domain/instant';
import type { Match, Policy } from '../../lambda/domain/policy/schema';
import type { ModelSubscription } from './world';
import { keyLabel, type Label, type ModelUser, passwordLabel, shownKeyUse, shownSignIn } from './account';

// What the policy asks of a user as it truly is, read from docs/design.md §3.3 and §4 a second time: nothing of
// the code under test is used, not even its matcher.

function globbed(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
}

function matched({ users, paths, groups, tags, keys }: Match, user: ModelUser): boolean {
  const held = Object.entries(user.tags).map(([key, value]) => [key.toLowerCase(), value] as const);
  return (
    (keys === undefined || user.keys.length === 0) &&
    (users?.some((pattern) => globbed(pattern).test(user.name)) ?? true) &&
    (paths?.some((prefix) => user.path.startsWith(prefix)) ?? true) &&
    (groups?.some((group) => user.groups.includes(group)) ?? true) &&
    (Object.entries(tags ?? { '': '' }).some(
      ([key, value]) =>
        tags === undefined ||
        held.some(([has, is]) => has === key.toLowerCase() && (value === '*' || value === is)),
    ) ??
      true)
  );
}

/** The name of an exemption that protects the user, if one does. */
export function protectedBy(policy: Policy, user: ModelUser, now: Instant): string | undefined {
  return policy.exemptions.find(
    ({ match, until }) => (until === undefined || utcDate(now) <= until) && matched(match, user),
  )?.name;
}

/** How many subscriptions can be shown to get a mail, and count. */
export function hearing(
  subscriptions: readonly ModelSubscription[],
  policy: Pick<Policy, 'hearers'> | undefined,
): number {
  const counted = policy?.hearers ?? ['email', 'email-json'];
  return subscriptions.filter((kind) => (kind === 'email' || kind === 'sqs') && counted.includes(kind))
    .length;
}

/** `maxUnusedDays` for one of the user's credentials. */
export function allowedDays(policy: Policy, user: ModelUser, kind: 'password' | 'accessKey'): number {
  const override = policy.overrides.find(({ match }) => matched(match, user));
  return (override?.[kind] ?? policy[kind]).maxUnusedDays;
}

/**
 * The latest sign of life that IAM or CloudTrail could show at `at`, of one credential or (`judge: user`) of all.
 *
 * @param seenUntil a later reset of a password was not to be seen
 */
export function lastSign(
  policy: Policy,
  user: ModelUser,
  label: Label,
  { at, seenUntil }: { readonly at: Instant; readonly seenUntil: Instant },
): Instant {
  const own = user.keys.find((key) => keyLabel(user, key) === label);
  const { createdAt = 0, changedAt = 0 } = user.password ?? {};
  const password = [createdAt, changedAt <= seenUntil ? changedAt : 0, shownSignIn(user, at) ?? 0];
  if (policy.judge === 'credential') {
    return label === passwordLabel(user)
      ? Math.max(...password)
      : Math.max(own?.createdAt ?? Infinity, (own && shownKeyUse(own, at)) ?? 0);
  }
  const keys = user.keys.map((key) =>
    Math.max(key.status === 'Active' ? key.createdAt : 0, shownKeyUse(key, at) ?? 0),
  );
  return Math.max(...password, ...keys);
}

/** Whole and parts of days between two instants. */
export function daysBetween(from: Instant, to: Instant): number {
  return (to - from) / DAY;
}
