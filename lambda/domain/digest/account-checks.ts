import { iamCommand } from './commands';
import { type Section, unlessZero } from './layout';
import { clean, count, wrap } from '../text';
import {
  type CheckResult,
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
const MAX_COMMANDS = 5;

/** Findings of one check that have the same severity and the same fix. */
interface Group {
  readonly check: Checked;
  readonly first: Finding;
  readonly findings: Finding[];
}

/**
 * `13 account checks: 5 failed (25 findings), 4 passed, 3 could not be made, 1 had nothing to look at.` Each check is
 * counted once, so the numbers add up. The line is printed even without findings.
 */
export function accountChecksSummary(accountChecks: AccountChecks | undefined): string {
  const results = accountChecks?.checks.map(({ result }) => result) ?? [];
  if (results.every(({ kind }) => kind === 'notAsked')) return 'Account checks: none was made.';
  const numberOf = (kind: CheckResult['kind']) => results.filter((result) => result.kind === kind).length;
  const failing = results.filter((result) => result.kind === 'failing');
  const findings = failing.reduce((sum, result) => sum + result.findings.length, 0);
  const inPart = failing.filter(({ unreadable }) => unreadable.length > 0).length;
  const parts = [
    ...unlessZero(failing.length, `failed (${count(findings, 'finding')})`),
    ...unlessZero(numberOf('compliant'), 'passed'),
    ...unlessZero(numberOf('unreadable'), 'could not be made'),
    ...unlessZero(numberOf('notAsked'), 'had nothing to look at'),
  ];
  const partly = inPart > 0 ? ` Of those that failed, ${inPart} could be made in part only.` : '';
  return `${count(results.length, 'account check')}: ${parts.join(', ')}.${partly}`;
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
      number: sorted.reduce((sum, { findings }) => sum + findings.length, 0),
      intro: wrap(
        `Problems of the account itself. iam-lapse only reports them.${known && hasRecords ? ' What is new is shown in detail; result.json in the records has the full list.' : ''}`,
        2,
      ),
      items: sorted.map((group, index) => {
        // Findings that take one line follow each other without an empty line.
        const before = sorted[index - 1];
        const needsEmptyLine = isNew(group) || !before || isNew(before);
        return { lines: [...(needsEmptyLine ? [''] : []), ...groupLines(group, known, hasRecords)] };
      }),
    },
    {
      title: 'ACCOUNT CHECKS THAT COULD NOT BE MADE',
      intro: wrap('iam-lapse could not read what these need. That part neither passed nor failed.', 2),
      items: accountChecks.checks.flatMap(({ title, result }) => {
        const unreadable = unreadableFactsOf(result);
        const inPart = result.kind === 'failing' ? ' (in part)' : '';
        return unreadable.length === 0
          ? []
          : [
              {
                lines: ['', ...wrap(`${title}${inPart}`, 2, 4), ...unreadableLines(unreadable, hasRecords)],
              },
            ];
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
  hasRecords: boolean,
): string[] {
  const { severity, fix } = first;
  const sameControls = findings.every((finding) => controlIds(finding) === controlIds(first));
  const number = findings.length > 1 ? `, ${findings.length}` : '';
  const heading = `${severity.toUpperCase()}: ${title}${number}`;
  const fresh = known ? newFindings(id, findings, known) : findings;
  if (fresh.length === 0) return wrap(`${heading}, none new`, 2, 4);
  const numberNew = known ? `, ${fresh.length} new` : '';
  return [
    ...wrap(`${heading}${numberNew}${sameControls ? controlIds(first) : ''}`, 2, 4),
    ...findingLines(fresh, sameControls ? () => '' : controlIds, hasRecords),
    ...wrap(`-> ${fix}`, 4, 7),
    ...fixLines(fresh),
  ];
}

/** The commands of as many findings as there is room for, but of one at least. */
function fixLines(findings: readonly Finding[]): string[] {
  const lines: string[] = [];
  const shown = new Set<string>();
  let commands = 0;
  for (const [index, finding] of findings.entries()) {
    const own = finding.commands ?? [];
    if (index > 0 && commands + own.length > MAX_COMMANDS) {
      return [...lines, ...wrap('The same for each of the others, with its own name and ids.', 4)];
    }
    // Two findings about the account may have the same command.
    const key = JSON.stringify(own);
    if (shown.has(key)) continue;
    shown.add(key);
    commands += own.length;
    lines.push(...own.flatMap(iamCommand));
  }
  return lines;
}

/** ` (CIS 1.12, IAM.22)`, or nothing where no control applies. */
function controlIds({ controls }: Finding): string {
  return controls.length > 0 ? ` (${controls.join(', ')})` : '';
}

/** A fact that all findings share is printed once, with the names; otherwise each finding has a line. */
function findingLines(
  findings: readonly Finding[],
  suffix: (finding: Finding) => string,
  hasRecords: boolean,
): string[] {
  const [first, ...others] = findings;
  if (first && others.length > 0 && others.every(({ fact }) => fact === first.fact)) {
    const names = findings.slice(0, MAX_NAMES).map(({ subject }) => nameOf(subject));
    return [
      ...wrap(`${clean(first.fact)}: ${names.join(', ')}`, 4),
      ...more(findings.length - MAX_NAMES, hasRecords),
    ];
  }
  const shown = findings.slice(0, MAX_LINES);
  return [
    ...shown.flatMap((finding) =>
      wrap(`${statement(finding.subject, finding.fact)}${suffix(finding)}`, 4, 6),
    ),
    ...more(findings.length - MAX_LINES, hasRecords),
  ];
}

function unreadableLines(unreadable: readonly UnreadableFact[], hasRecords: boolean): string[] {
  const byCause = new Map<string, FindingSubject[]>();
  for (const { subject, cause } of unreadable) byCause.set(cause, [...(byCause.get(cause) ?? []), subject]);
  const causes = [...byCause];
  return [
    ...causes.slice(0, MAX_LINES).flatMap(([cause, subjects]) => {
      const [only] = subjects;
      const text =
        subjects.length === 1 && only
          ? statement(only, cause)
          : `for ${count(subjects.length, 'user')}: ${cause}`;
      return wrap(clean(text, 500), 4, 6);
    }),
    ...more(causes.length - MAX_LINES, hasRecords),
  ];
}

/** `bob: FACT`; a fact about the account stands alone. */
function statement(subject: FindingSubject, fact: string): string {
  return clean(subject.kind === 'user' ? `${nameOf(subject)}: ${fact}` : fact, 500);
}

function nameOf(subject: FindingSubject): string {
  return subject.kind === 'user' ? clean(subject.name, 64) : 'the account';
}

function more(left: number, hasRecords: boolean): string[] {
  return left > 0 ? [`    ... and ${left} more${hasRecords ? ', listed in result.json' : ''}`] : [];
}
