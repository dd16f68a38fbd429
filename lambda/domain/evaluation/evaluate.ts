import type { AccessKey, Credential, ReportedUser } from '../credential';
import { DAY, type Instant } from '../instant';
import type { AccessKeyId } from '../identity';
import type { Policy, Exemption } from '../policy/schema';
import { type CredentialReport, hasKeys, type UserFacts } from '../credential-report/facts';
import { type Evidence, latest } from './evidence';
import { evidenceOfUser, reportedUser, type UserLookup } from './user-evidence';
import { doubtAboutTwins, identifyKey, type KeyListing } from './key-identity';
import { judge, type CredentialHistory } from './judge';
import { type CredentialContext, withContext } from './credential-context';
import { type StrictCis, strictCis } from './strict-cis';
import { shortestLimit, hasEnded, type Subject, matches } from '../policy/rules';
import type { Verdict } from './verdict';

/** One credential with its evidence and its verdict. */
export interface Judged extends CredentialContext {
  readonly credential: Credential;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  readonly strictCis: StrictCis;
}

export interface Evaluation {
  readonly judged: readonly Judged[];
  /** Enabled passwords and active keys. `maxDisabledPercent` is a share of these (docs/design.md §5.4). */
  readonly activeCredentials: number;
  /** Rules whose users and paths match no user of the report. */
  readonly matchNobody: readonly UnmatchedRule[];
}

export interface EvaluationInput {
  readonly report: CredentialReport;
  readonly policy: Policy;
  /** IAM's current data of the users that `usersToLookUp` names; undefined for all others. */
  readonly lookedUp: (user: ReportedUser) => UserLookup | undefined;
  /** The keys that IAM lists today for the users that `usersToIdentify` names; undefined for all others. */
  readonly keyListing?: (user: ReportedUser) => KeyListing | undefined;
  /** The id of a key that an earlier run has learnt. */
  readonly knownKeyId?: (key: AccessKey) => AccessKeyId | undefined;
  /** What earlier runs have recorded about a credential; `{}` for nothing. */
  readonly history: (credential: Credential) => CredentialHistory;
  readonly now: Instant;
  /**
   * Set by the command line's preview, which assumes one run a day at the time of day of `now`. Then `actOn` is the date of
   * the first run that can act. A deployed function may run more often, so there `actOn` is the earliest date of all.
   */
  readonly daily?: boolean;
}

/** Judges every console password and access key of the report. Pure. */
export function evaluate(input: EvaluationInput): Evaluation {
  const judged = input.report.users.flatMap((facts) => judgeUser(facts, input));
  const activeCredentials = input.report.users
    .flatMap(({ password, keys }) => [password.kind, ...keys.map(({ kind }) => kind)])
    .filter((kind) => kind === 'enabled' || kind === 'active').length;
  return { judged, activeCredentials, matchNobody: unmatchedRules(input) };
}

/** The users whose tags and groups matter: due or stale under the policy's shortest limit (docs/design.md §4.6). */
export function usersToLookUp(report: CredentialReport, policy: Policy, now: Instant): ReportedUser[] {
  const horizon = (shortestLimit(policy) - policy.noticeDays) * DAY;
  return report.users
    .filter((facts) =>
      evidenceOfUser(facts, policy, now).some(
        ({ evidence }) => evidence.kind === 'known' && now - latest(evidence.signs).at >= horizon,
      ),
    )
    .map(reportedUser);
}

function judgeUser(facts: UserFacts, input: EvaluationInput): Judged[] {
  const { policy, now } = input;
  const lookup = input.lookedUp(reportedUser(facts));
  const subject: Subject = {
    name: facts.user.name,
    path: facts.user.path,
    tags: lookup?.kind === 'read' ? lookup.tags : undefined,
    groups: lookup?.kind === 'read' ? lookup.groups : undefined,
    hasKeys: hasKeys(facts),
  };
  const judged = evidenceOfUser(facts, policy, now).map(({ credential: reported, evidence }): Judged => {
    const { credential, doubt } = identified(reported, facts, input);
    return {
      credential,
      evidence,
      verdict: judge({
        policy,
        section: credential.kind,
        subject,
        evidence,
        doubt: doubtAboutUser(facts, lookup) ?? doubt,
        unread: lookup?.kind === 'unreadable' ? lookup.cause : undefined,
        history: input.history(credential),
        now,
        daily: input.daily,
      }),
      strictCis: strictCis(evidence, policy.benchmark, now),
    };
  });
  return withContext(judged, subject.tags);
}

/** The credential with its key id, as far as that is known, and why it cannot be told from another one. */
function identified(
  credential: Credential,
  facts: UserFacts,
  input: EvaluationInput,
): { readonly credential: Credential; readonly doubt?: string } {
  if (credential.kind === 'password') return { credential };
  const key = facts.keys.find(({ slot }) => slot === credential.slot);
  const doubt = key && doubtAboutTwins(key, facts.keys);
  if (!key || doubt !== undefined) return { credential, ...(doubt === undefined ? {} : { doubt }) };
  const listing = input.keyListing?.(credential.user);
  if (listing?.kind === 'unreadable') return { credential, doubt: listing.cause };
  const identity = listing && identifyKey(key, facts.keys, listing.keys);
  if (identity?.kind === 'doubt') return { credential, doubt: identity.cause };
  if (identity) return { credential: { ...credential, id: identity.id, hasTwin: identity.hasTwin } };
  const id = input.knownKeyId?.(credential);
  return { credential: id === undefined ? credential : { ...credential, id } };
}

/**
 * The users whose access keys have to be listed: a key of theirs is due or stale, and its id is not known. A key is
 * announced and disabled by its id only (docs/design.md §4.4).
 */
export function usersToIdentify({ judged }: Pick<Evaluation, 'judged'>): ReportedUser[] {
  const users = judged.flatMap(({ credential, verdict }) =>
    credential.kind === 'accessKey' &&
    credential.id === undefined &&
    (verdict.kind === 'due' || verdict.kind === 'stale')
      ? [[credential.user.arn, credential.user] as const]
      : [],
  );
  return [...new Map(users).values()];
}

/** A row and a live user are the same when name, ARN and creation time are equal (docs/design.md §4.4). */
function doubtAboutUser(facts: UserFacts, lookup: UserLookup | undefined): string | undefined {
  if (lookup?.kind === 'gone') return 'the user no longer exists';
  if (lookup?.kind !== 'read' || facts.created.kind !== 'at') return undefined;
  const { name, arn, createdAt } = lookup.identity;
  if (name !== facts.user.name || arn !== facts.user.arn) return 'the user has been renamed or moved';
  return createdAt === facts.created.at ? undefined : 'the user has been deleted and created again';
}

/** A rule of the policy that matches nobody. Perhaps it is misspelt. */
export interface UnmatchedRule {
  readonly kind: 'exemption' | 'override';
  readonly rule: Pick<Exemption, 'name' | 'match'>;
}

/**
 * Live exemptions, and overrides, whose `users`, `paths` and `keys` match no user. Rules by tags or groups alone are left
 * out, because the tags and groups of most users are not read (docs/design.md §8.5).
 */
export function unmatchedRules({
  report,
  policy,
  now,
}: {
  readonly report: CredentialReport;
  readonly policy: Policy;
  readonly now: Instant;
}): UnmatchedRule[] {
  const rules: UnmatchedRule[] = [
    ...policy.exemptions
      .filter((exemption) => !hasEnded(exemption, now))
      .map((rule) => ({ kind: 'exemption', rule }) as const),
    ...policy.overrides.map((rule) => ({ kind: 'override', rule }) as const),
  ];
  return rules.filter(
    ({ rule: { match } }) =>
      (match.users ?? match.paths ?? match.keys) !== undefined &&
      report.users.every(({ user: { name, path }, ...facts }) => {
        const subject = { name, path, tags: undefined, groups: undefined, hasKeys: hasKeys(facts) };
        return matches(match, subject) === 'no';
      }),
  );
}
