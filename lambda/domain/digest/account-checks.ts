import type { Section } from './layout';
import { clean, count, wrap } from '../text';
import {
  type Finding,
  SEVERITIES,
  type UnreadableFact,
  unreadableFactsOf,
  type FindingSubject,
} from '../account-checks/check';
import {
  type Checked,
  type AccountChecks,
  type KnownFindings,
  newFindings,
} from '../account-checks/run-checks';

/** The mail lists at most this many names of a finding; result.json has all of them. */
const MAX_NAMES = 40;
const MAX_LINES = 20;

/** Findings of one check that have the same severity and the same fix. */
interface Group {
  readonly check: Checked;
  readonly first: Finding;
  readonly findings: Finding[];
}

/** `Account checks: 5 of 13 failed (25 findings); 3 could not be completed.` It is printed even without findings. */
export function accountChecksSummary(accountChecks: AccountChecks | undefined): string {
  const results = accountChecks?.checks.map(({ result }) => result) ?? [];
  const made = results.filter(({ kind }) => kind !== 'notAsked').length;
  if (made === 0) return 'Account checks: none was made.';
  const failed = results.filter(({ kind }) => kind === 'failing').length;
  const findings = results.flatMap((result) => (result.kind === 'failing' ? result.findings : []));
  const verdict =
    failed === 0
      ? `none of ${made} failed`
      : `${failed} of ${made} failed (${count(findings.length, 'finding')})`;
  const incomplete = results.filter((result) => unreadableFactsOf(result).length > 0).length;
  return `Account checks: ${verdict}${incomplete > 0 ? `; ${incomplete} could not be completed` : ''}.`;
}

/**
 * The findings, new ones first and then by severity; after them the facts that could not be read.
 *
 * @param known the findings of the last run: each of these gets one line
 * @param options `hasRecords`: false in a preview, which writes no result.json
 */
export function accountCheckSections(
  accountChecks: AccountChecks | undefined,
  known?: KnownFindings,
  { hasRecords }: { readonly hasRecords: boolean } = { hasRecords: true },
): Section[] {
  if (!accountChecks) return [];
  const groups = accountChecks.checks.flatMap(groupsOf);
  const isNew = ({ check, findings }: Group) =>
    known === undefined || newFindings(check.id, findings, known).length > 0;
  const sorted = groups.toSorted(
    (one, other) => Number(isNew(other)) - Number(isNew(one)) || severityRank(one) - severityRank(other),
  );
  return [
    {
      title: 'ACCOUNT FINDINGS',
      intro: wrap(
        `Problems of the account itself. ${hasRecords ? 'Shown in detail: what is new; the full list is in result.json. ' : ''}iam-lapse only reports them.`,
        2,
      ),
      items: sorted.map((group, index) => {
        // Findings that take one line follow each other without an empty line.
        const before = sorted[index - 1];
        const needsEmptyLine = isNew(group) || !before || isNew(before);
        return { lines: [...(needsEmptyLine ? [''] : []), ...groupLines(group, known)] };
      }),
    },
    {
      title: 'ACCOUNT CHECKS THAT COULD NOT BE MADE',
      intro: wrap('iam-lapse could not read what these need. That part neither passed nor failed.', 2),
      items: accountChecks.checks.flatMap(({ title, result }) => {
        const unreadable = unreadableFactsOf(result);
        return unreadable.length === 0
          ? []
          : [{ lines: ['', ...wrap(title, 2, 4), ...unreadableLines(unreadable)] }];
      }),
    },
  ];
}

function groupsOf(check: Checked): Group[] {
  if (check.result.kind !== 'failing') return [];
  const groups = new Map<string, Group>();
  for (const finding of check.result.findings) {
    const { severity, fix } = finding;
    const key = `${severity} ${fix}`;
    const group = groups.get(key);
    if (group) group.findings.push(finding);
    else groups.set(key, { check, first: finding, findings: [finding] });
  }
  return [...groups.values()];
}

function severityRank({ first: { severity } }: Group): number {
  return SEVERITIES.indexOf(severity);
}

function groupLines(
  { check: { id, title }, first, findings }: Group,
  known: KnownFindings | undefined,
): string[] {
  const { severity, fix } = first;
  const sameControls = findings.every((finding) => controlIds(finding) === controlIds(first));
  const number = findings.length > 1 ? `, ${findings.length}` : '';
  const heading = `${severity.toUpperCase()}: ${title}${number}`;
  const fresh = known ? newFindings(id, findings, known) : findings;
  if (fresh.length === 0) return wrap(`${heading}: as in the last run`, 2, 4);
  const numberNew = known ? `, ${fresh.length} new` : '';
  return [
    ...wrap(`${heading}${numberNew}${sameControls ? controlIds(first) : ''}`, 2, 4),
    ...findingLines(fresh, sameControls ? () => '' : controlIds),
    ...wrap(`-> ${fix}`, 4, 7),
  ];
}

/** ` (CIS 1.12, IAM.22)`, or nothing where no control applies. */
function controlIds({ controls }: Finding): string {
  return controls.length > 0 ? ` (${controls.join(', ')})` : '';
}

/** A fact that all findings share is printed once, with the names; otherwise each finding has a line. */
function findingLines(findings: readonly Finding[], suffix: (finding: Finding) => string): string[] {
  const [first, ...others] = findings;
  if (first && others.length > 0 && others.every(({ fact }) => fact === first.fact)) {
    const names = findings.slice(0, MAX_NAMES).map(({ subject }) => nameOf(subject));
    return [...wrap(`${clean(first.fact)}: ${names.join(', ')}`, 4), ...more(findings.length - MAX_NAMES)];
  }
  const shown = findings.slice(0, MAX_LINES);
  return [
    ...shown.flatMap((finding) =>
      wrap(`${statement(finding.subject, finding.fact)}${suffix(finding)}`, 4, 6),
    ),
    ...more(findings.length - MAX_LINES),
  ];
}

function unreadableLines(unreadable: readonly UnreadableFact[]): string[] {
  const byCause = new Map<string, FindingSubject[]>();
  for (const { subject, cause } of unreadable) byCause.set(cause, [...(byCause.get(cause) ?? []), subject]);
  const causes = [...byCause];
  return [
    ...causes.slice(0, MAX_LINES).flatMap(([cause, subjects]) => {
      const [only] = subjects;
      const text =
        subjects.length === 1 && only
          ? statement(only, cause)
          : `${count(subjects.length, 'user')}: ${cause}`;
      return wrap(clean(text, 500), 4, 6);
    }),
    ...more(causes.length - MAX_LINES),
  ];
}

/** `bob: FACT`; a fact about the account stands alone. */
function statement(subject: FindingSubject, fact: string): string {
  return clean(subject.kind === 'user' ? `${nameOf(subject)}: ${fact}` : fact, 500);
}

function nameOf(subject: FindingSubject): string {
  return subject.kind === 'user' ? clean(subject.name, 64) : 'the account';
}

function more(left: number): string[] {
  return left > 0 ? [`    ... and ${left} more, listed in result.json`] : [];
}
