import { type Finding, unreadableFactsOf, type FindingSubject } from './check';
import type { AccountChecks } from './run-checks';

/** The findings of an earlier run by check id. Each is one text: severity, subject and key. */
export type KnownFindings = Readonly<Record<string, readonly string[]>>;

/**
 * The findings to remember for the next run. A finding whose facts could not be read today is kept: it may still exist,
 * and must not be reported as new once it can be read again.
 */
export function knownFindings(
  { checks }: AccountChecks,
  before: KnownFindings = {},
): Record<string, string[]> {
  return Object.fromEntries(
    checks.map(({ id, result }) => {
      const found = result.kind === 'failing' ? result.findings.map(keyOf) : [];
      const isIncomplete = result.kind === 'notAsked' || unreadableFactsOf(result).length > 0;
      return [id, [...new Set([...found, ...(isIncomplete ? (before[id] ?? []) : [])])].toSorted()];
    }),
  );
}

/** The findings of one check that the last run did not have. */
export function newFindings(id: string, findings: readonly Finding[], known: KnownFindings): Finding[] {
  const before = new Set(known[id]);
  return findings.filter((finding) => !before.has(keyOf(finding)));
}

/** Counts the findings that the last run did not have. */
export function countNewFindings({ checks }: AccountChecks, known: KnownFindings): number {
  return checks.reduce(
    (sum, { id, result }) =>
      sum + (result.kind === 'failing' ? newFindings(id, result.findings, known).length : 0),
    0,
  );
}

function keyOf({ severity, subject, key }: Finding): string {
  return `${severity} ${nameOf(subject)}${key === undefined ? '' : ` ${key}`}`;
}

/** IAM allows no space in a user name, so no user can be called "the account". */
function nameOf(subject: FindingSubject): string {
  return subject.kind === 'user' ? subject.name : 'the account';
}
