import * as z from 'zod';
import type { NotUnderstood, UserFacts } from '../credential-report/facts';
import type { IamCommand } from '../iam-command';
import type { AccountFact, CheckFacts, Fetched } from './facts';
import { controlIds, type Controls, type BenchmarkId } from './controls';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The subject of a finding: an IAM user, or the account itself (including root). */
export type FindingSubject = { readonly kind: 'account' } | { readonly kind: 'user'; readonly name: string };
export const ACCOUNT: FindingSubject = { kind: 'account' };

/** Something wrong in the account. iam-lapse reports it and never acts on it (docs/design.md §3.10). */
export interface Finding {
  readonly subject: FindingSubject;
  readonly severity: Severity;
  /**
   * Distinguishes it from another finding of the same check about the same subject, such as the creation time of a key.
   * It must not change from run to run, or the finding would be reported as new. Left out where only one can exist.
   */
  readonly key?: string;
  /** The evidence: one clause without a full stop. */
  readonly fact: string;
  /** What the reader can do: one sentence or a few. Findings of one check with the same fix are printed together. */
  readonly fix: string;
  /** The calls that the fix speaks of, in order. Left out where no call does it. */
  readonly commands?: readonly IamCommand[];
  /** Control ids of the policy's benchmark and of Security Hub. */
  readonly controls: readonly string[];
}

/** A fact that the check could not read or understand. It counts as neither passed nor failed. */
export interface UnreadableFact {
  readonly subject: FindingSubject;
  readonly cause: string;
}

/** The result of one check. A failing check may also have facts that it could not read. */
export type CheckResult =
  | { readonly kind: 'compliant' }
  /** The check had nothing to look at today, so it was not made. */
  | { readonly kind: 'notAsked' }
  | {
      readonly kind: 'failing';
      readonly findings: readonly [Finding, ...Finding[]];
      readonly unreadable: readonly UnreadableFact[];
    }
  | { readonly kind: 'unreadable'; readonly unreadable: readonly [UnreadableFact, ...UnreadableFact[]] };

/** A check as the registry and the policy's schema use it. */
export interface Check {
  /** Its key in the policy's `checks`. */
  readonly id: string;
  /** What is wrong when it fails: `console users without MFA`. */
  readonly title: string;
  /** What it needs from IAM besides the credential report. */
  readonly needs: readonly AccountFact[];
  /** Schema of its value in the policy's `checks`. */
  readonly setting: z.ZodType;
  /** @param setting its value in the policy; undefined or true stands for the benchmark's thresholds */
  readonly run: (facts: CheckFacts, setting: unknown) => CheckResult;
}

interface CheckDefinition {
  readonly id: string;
  readonly title: string;
  /** What it finds, in one clause. It goes into `policy.schema.json`. */
  readonly description: string;
  readonly needs?: readonly AccountFact[];
  /** Whether there is anything to look at today. Left out where there always is. */
  readonly applies?: (facts: CheckFacts) => boolean;
}

type CheckOutput = Iterable<Finding | UnreadableFact>;

/** Defines a check that is on or off. */
export function check({
  description,
  needs = [],
  applies = () => true,
  find,
  ...definition
}: CheckDefinition & { readonly find: (facts: CheckFacts) => CheckOutput }): Check {
  return {
    ...definition,
    needs,
    setting: z.boolean({ error: 'must be true or false' }).describe(description),
    run: (facts) => (applies(facts) ? resultOf(find(facts)) : { kind: 'notAsked' }),
  };
}

/** Defines a check with thresholds. The policy may turn it off, or replace the benchmark's thresholds. */
export function checkWithThresholds<T>({
  description,
  needs = [],
  thresholds,
  example,
  defaults,
  find,
  ...definition
}: Omit<CheckDefinition, 'applies'> & {
  readonly thresholds: z.ZodType<T>;
  /** Valid thresholds as JSON, for the error message. */
  readonly example: string;
  readonly defaults: (benchmark: BenchmarkId) => T;
  readonly find: (facts: CheckFacts, thresholds: T) => CheckOutput;
}): Check {
  return {
    ...definition,
    needs,
    setting: z
      .union([z.boolean(), thresholds], { error: `must be true, false or ${example}` })
      .describe(description),
    run: (facts, setting) => {
      const given = thresholds.safeParse(setting);
      return resultOf(find(facts, given.success ? given.data : defaults(facts.benchmark)));
    },
  };
}

function resultOf(output: CheckOutput): CheckResult {
  const findings: Finding[] = [];
  const unreadable: UnreadableFact[] = [];
  for (const each of output) {
    if ('fact' in each) findings.push(each);
    else unreadable.push(each);
  }
  const [finding, ...more] = findings;
  if (finding) return { kind: 'failing', findings: [finding, ...more], unreadable };
  const [first, ...others] = unreadable;
  return first ? { kind: 'unreadable', unreadable: [first, ...others] } : { kind: 'compliant' };
}

/** Facts that the check could not read. */
export function unreadableFactsOf(result: CheckResult): readonly UnreadableFact[] {
  return result.kind === 'failing' || result.kind === 'unreadable' ? result.unreadable : [];
}

export function user(name: string): FindingSubject {
  return { kind: 'user', name };
}

/** The keys beyond the two that the report shows, where IAM did not list them: the check has not seen them. */
export function unlistedKeys({
  user: { name },
  keysUnreadable: cause,
}: UserFacts): readonly UnreadableFact[] {
  return cause === undefined ? [] : [{ subject: user(name), cause }];
}

/** The users of whom IAM's policies are not known; the account, if they are known of nobody. */
export function unreadablePrivileges({ account, report }: CheckFacts): readonly UnreadableFact[] {
  const { privileges } = account;
  if (privileges.kind !== 'read') return [unavailableFact(ACCOUNT, privileges)];
  const { users, unreadable } = privileges.value;
  // One user may have been deleted since the report. All of them are no evidence that nobody has such a policy.
  if (report.users.length > 0 && users.length + unreadable.length === 0) {
    return [{ subject: ACCOUNT, cause: 'IAM lists no user, and the credential report does' }];
  }
  return unreadable.map(({ arn, cause }) => ({
    subject: arn === undefined ? ACCOUNT : user(arn.slice(arn.lastIndexOf('/') + 1)),
    cause,
  }));
}

/** Builds a finding that cites the control ids of the policy's benchmark. */
export function findingOf(
  { benchmark }: Pick<CheckFacts, 'benchmark'>,
  { controls, ...rest }: Omit<Finding, 'controls'> & { readonly controls: Controls },
): Finding {
  return { ...rest, controls: controlIds(controls, benchmark) };
}

/** A cell with an unrecognized value: `mfa_active is "perhaps", which is not understood`. */
export function unreadableCell(subject: FindingSubject, { column, token }: NotUnderstood): UnreadableFact {
  const cause =
    token === ''
      ? `the credential report does not say ${column}`
      : `${column} is ${JSON.stringify(token)}, which is not understood`;
  return { subject, cause };
}

/** Explains why a fact could not be read from IAM. */
export function unavailableFact(
  subject: FindingSubject,
  fetched: Exclude<Fetched<unknown>, { kind: 'read' }>,
): UnreadableFact {
  return { subject, cause: fetched.kind === 'unreadable' ? fetched.cause : 'IAM was not asked' };
}
