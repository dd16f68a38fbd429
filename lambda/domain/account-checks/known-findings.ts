import { type Finding, unreadOf, type FindingSubject } from './check';
import type { AccountChecks } from './run-checks';

/** What each check has found, by its id: how grave it is, whom it is about, and which one it is. */
export type KnownFindings = Readonly<Record<string, readonly string[]>>;

/**
 * What the next run is to know. What was not asked or could not be read today may still
 * be so: it is not new when it is read again.
 */
export function knownFindings(
  { checks }: AccountChecks,
  before: KnownFindings = {},
): Record<string, string[]> {
  return Object.fromEntries(
    checks.map(({ id, answer }) => {
      const found = answer.kind === 'failing' ? answer.findings.map(keyOf) : [];
      const open = answer.kind === 'notAsked' || unreadOf(answer).length > 0;
      return [id, [...new Set([...found, ...(open ? (before[id] ?? []) : [])])].toSorted()];
    }),
  );
}

/** Those of a check's findings that the last run did not have. */
export function newFindings(id: string, findings: readonly Finding[], known: KnownFindings): Finding[] {
  const before = new Set(known[id]);
  return findings.filter((finding) => !before.has(keyOf(finding)));
}

/** How many findings the last run did not have. */
export function countNewFindings({ checks }: AccountChecks, known: KnownFindings): number {
  return checks.reduce(
    (sum, { id, answer }) =>
      sum + (answer.kind === 'failing' ? newFindings(id, answer.findings, known).length : 0),
    0,
  );
}

function keyOf({ severity, whom, which }: Finding): string {
  return `${severity} ${nameOf(whom)}${which === undefined ? '' : ` ${which}`}`;
}

/** IAM allows no blank in a name. */
function nameOf(whom: FindingSubject): string {
  return whom.kind === 'user' ? whom.name : 'the account';
}
