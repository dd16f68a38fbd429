import * as z from 'zod';
import type { BenchmarkId } from '../benchmark';
import type { NotUnderstood } from '../credential-report/facts';
import type { AccountFact, CheckFacts, Fetched } from './facts';
import { controlIds, type Controls } from './controls';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** FindingSubject something is about: a user by name, or the account with its root user. */
export type FindingSubject = { readonly kind: 'account' } | { readonly kind: 'user'; readonly name: string };
export const ACCOUNT: FindingSubject = { kind: 'account' };

/** Something that is not as it should be. Never acted on. */
export interface Finding {
  readonly whom: FindingSubject;
  readonly severity: Severity;
  /**
   * What tells it from another finding of the same check about the same user, and stays as it is while nothing
   * changes: when root was last used, when a key was created. Left out: there is one at a time.
   */
  readonly which?: string;
  /** What it rests on: one clause without a full stop. */
  readonly fact: string;
  /** What the reader can do: a sentence. */
  readonly fix: string;
  /** Of the policy's benchmark, and Security Hub's. */
  readonly controls: readonly string[];
}

/** What could not be read or was not understood: neither passed nor failed. */
export interface UnreadableFact {
  readonly whom: FindingSubject;
  readonly cause: string;
}

/** What a check comes to. One that found something may have been unable to read other things. */
export type CheckResult =
  | { readonly kind: 'compliant' }
  /** There was nobody to ask about today: no check was made. */
  | { readonly kind: 'notAsked' }
  | {
      readonly kind: 'failing';
      readonly findings: readonly [Finding, ...Finding[]];
      readonly unread: readonly UnreadableFact[];
    }
  | { readonly kind: 'unreadable'; readonly unread: readonly [UnreadableFact, ...UnreadableFact[]] };

/** A check as the list and the policy know it. */
export interface Check {
  /** Its key in the policy's `checks`. */
  readonly id: string;
  /** What is wrong when it fails: `console users without MFA`. */
  readonly title: string;
  /** What it asks of IAM besides the credential report. */
  readonly needs: readonly AccountFact[];
  /** What the policy may say of it. */
  readonly setting: z.ZodType;
  /** @param setting what the policy says; undefined or true: the benchmark's thresholds */
  readonly run: (facts: CheckFacts, setting: unknown) => CheckResult;
}

interface CheckDefinition {
  readonly id: string;
  readonly title: string;
  /** For the policy's schema: what it finds, in one clause. */
  readonly description: string;
  readonly needs?: readonly AccountFact[];
  /** Whether there is anything to look at today; left out: always. */
  readonly asked?: (facts: CheckFacts) => boolean;
}

type Found = Iterable<Finding | UnreadableFact>;

/** A check that is on or off. */
export function check({
  description,
  needs = [],
  asked = () => true,
  find,
  ...definition
}: CheckDefinition & { readonly find: (facts: CheckFacts) => Found }): Check {
  return {
    ...definition,
    needs,
    setting: z.boolean({ error: 'must be true or false' }).describe(description),
    run: (facts) => (asked(facts) ? answerOf(find(facts)) : { kind: 'notAsked' }),
  };
}

/** A check with thresholds: on with the benchmark's, off, or on with those that the policy gives. */
export function checkWithThresholds<T>({
  description,
  needs = [],
  thresholds,
  example,
  defaults,
  find,
  ...definition
}: Omit<CheckDefinition, 'asked'> & {
  readonly thresholds: z.ZodType<T>;
  /** Of the thresholds, as it stands in an error. */
  readonly example: string;
  readonly defaults: (benchmark: BenchmarkId) => T;
  readonly find: (facts: CheckFacts, thresholds: T) => Found;
}): Check {
  return {
    ...definition,
    needs,
    setting: z
      .union([z.boolean(), thresholds], { error: `must be true, false or ${example}` })
      .describe(description),
    run: (facts, setting) => {
      const given = thresholds.safeParse(setting);
      return answerOf(find(facts, given.success ? given.data : defaults(facts.benchmark)));
    },
  };
}

function answerOf(found: Iterable<Finding | UnreadableFact>): CheckResult {
  const findings: Finding[] = [];
  const unread: UnreadableFact[] = [];
  for (const each of found) {
    if ('fact' in each) findings.push(each);
    else unread.push(each);
  }
  const [finding, ...more] = findings;
  if (finding) return { kind: 'failing', findings: [finding, ...more], unread };
  const [first, ...others] = unread;
  return first ? { kind: 'unreadable', unread: [first, ...others] } : { kind: 'compliant' };
}

/** What an answer leaves open. */
export function unreadOf(answer: CheckResult): readonly UnreadableFact[] {
  return answer.kind === 'failing' || answer.kind === 'unreadable' ? answer.unread : [];
}

export function user(name: string): FindingSubject {
  return { kind: 'user', name };
}

/** What all findings of one kind share. */
export function findingOf(
  { benchmark }: Pick<CheckFacts, 'benchmark'>,
  { controls, ...rest }: Omit<Finding, 'controls'> & { readonly controls: Controls },
): Finding {
  return { ...rest, controls: controlIds(controls, benchmark) };
}

/** `mfa_active is "perhaps", which is not understood` */
export function unreadCell(whom: FindingSubject, { column, token }: NotUnderstood): UnreadableFact {
  const cause =
    token === ''
      ? `the credential report does not say ${column}`
      : `${column} is ${JSON.stringify(token)}, which is not understood`;
  return { whom, cause };
}

/** Why there is no answer from IAM, of one that there is not. */
export function unreadFact(
  whom: FindingSubject,
  read: Exclude<Fetched<unknown>, { kind: 'read' }>,
): UnreadableFact {
  return { whom, cause: read.kind === 'unreadable' ? read.cause : 'IAM was not asked' };
}
