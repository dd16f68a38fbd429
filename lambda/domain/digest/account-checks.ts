import type { Section } from './layout';
import { clean, count, wrap } from '../text';
import {
  type Finding,
  SEVERITIES,
  type UnreadableFact,
  unreadableFactsOf,
  type FindingSubject,
} from '../account-checks/check';
import type { Checked, AccountChecks } from '../account-checks/run-checks';
import { type KnownFindings, newFindings } from '../account-checks/known-findings';

/** A mail has room for so many names; all of them stand in result.json. */
const MAX_NAMES = 40;
const MAX_LINES = 20;

/** Findings of one check that are alike in how grave they are and how to mend them. */
interface Group {
  readonly check: Checked;
  readonly first: Finding;
  readonly findings: Finding[];
}

/** `Checks of the account: 13 made, no findings.` What the reader should know even if nothing else stands there. */
export function accountChecksSummary(accountChecks: AccountChecks | undefined): string {
  if (!accountChecks) return 'Checks of the account: none was made.';
  const made = accountChecks.checks.filter(({ result }) => result.kind !== 'notAsked').length;
  const found = accountChecks.checks.flatMap(({ result }) =>
    result.kind === 'failing' ? result.findings : [],
  );
  const unread = accountChecks.checks.filter(({ result }) => unreadableFactsOf(result).length > 0).length;
  const failing = accountChecks.checks.filter(({ result }) => result.kind === 'failing').length;
  const findings = failing === 0 ? 'no findings' : `${failing} failing (${count(found.length, 'finding')})`;
  return `Checks of the account: ${made} made, ${findings}${unread > 0 ? `, ${unread} not to the end` : ''}.`;
}

/**
 * Findings, what is new and grave first, and then what could not be read.
 *
 * @param known what the last run found: that is told in one line
 */
export function accountCheckSections(
  accountChecks: AccountChecks | undefined,
  known?: KnownFindings,
): Section[] {
  if (!accountChecks) return [];
  const groups = accountChecks.checks.flatMap(groupsOf);
  const isNew = ({ check, findings }: Group) =>
    known === undefined || newFindings(check.id, findings, known).length > 0;
  const graveFirst = groups.toSorted(
    (one, other) => Number(isNew(other)) - Number(isNew(one)) || gravity(one) - gravity(other),
  );
  return [
    {
      title: 'ACCOUNT FINDINGS',
      intro: wrap(
        'The account around the credentials: all in result.json, here what is new. Nothing of it is ever acted on.',
        2,
      ),
      items: graveFirst.map((group, index) => {
        // One-liners stand together.
        const before = graveFirst[index - 1];
        const apart = isNew(group) || !before || isNew(before);
        return { lines: [...(apart ? [''] : []), ...linesOf(group, known)] };
      }),
    },
    {
      title: 'ACCOUNT CHECKS THAT COULD NOT BE MADE',
      intro: wrap('Neither passed nor failed.', 2),
      items: accountChecks.checks.flatMap(({ title, result }) => {
        const unread = unreadableFactsOf(result);
        return unread.length === 0 ? [] : [{ lines: ['', ...wrap(title, 2, 4), ...unreadLines(unread)] }];
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
    const known = groups.get(key);
    if (known) known.findings.push(finding);
    else groups.set(key, { check, first: finding, findings: [finding] });
  }
  return [...groups.values()];
}

function gravity({ first: { severity } }: Group): number {
  return SEVERITIES.indexOf(severity);
}

function linesOf(
  { check: { id, title }, first, findings }: Group,
  known: KnownFindings | undefined,
): string[] {
  const { severity, fix } = first;
  const shared = findings.every((finding) => cited(finding) === cited(first));
  const many = findings.length > 1 ? `, ${findings.length}` : '';
  const heading = `${severity.toUpperCase()}: ${title}${many}`;
  const news = known ? newFindings(id, findings, known) : findings;
  if (news.length === 0) return wrap(`${heading}: as in the last run`, 2, 4);
  const fresh = known ? `, ${news.length} new` : '';
  return [
    ...wrap(`${heading}${fresh}${shared ? cited(first) : ''}`, 2, 4),
    ...bodyOf(news, shared ? () => '' : cited),
    ...wrap(`-> ${fix}`, 4, 7),
  ];
}

function cited({ controls }: Finding): string {
  return controls.length > 0 ? ` (${controls.join(', ')})` : '';
}

/** One fact that all share is said once, with the names; different ones a line each. */
function bodyOf(findings: readonly Finding[], citedBy: (finding: Finding) => string): string[] {
  const [first, ...others] = findings;
  if (first && others.length > 0 && others.every(({ fact }) => fact === first.fact)) {
    const names = findings.slice(0, MAX_NAMES).map(({ subject }) => nameOf(subject));
    return [...wrap(`${clean(first.fact)}: ${names.join(', ')}`, 4), ...more(findings.length - MAX_NAMES)];
  }
  const shown = findings.slice(0, MAX_LINES);
  return [
    ...shown.flatMap((finding) => wrap(`${said(finding.subject, finding.fact)}${citedBy(finding)}`, 4, 6)),
    ...more(findings.length - MAX_LINES),
  ];
}

function unreadLines(unread: readonly UnreadableFact[]): string[] {
  const byCause = new Map<string, FindingSubject[]>();
  for (const { subject, cause } of unread) byCause.set(cause, [...(byCause.get(cause) ?? []), subject]);
  const causes = [...byCause];
  return [
    ...causes.slice(0, MAX_LINES).flatMap(([cause, whom]) => {
      const [only] = whom;
      const text = whom.length === 1 && only ? said(only, cause) : `${count(whom.length, 'user')}: ${cause}`;
      return wrap(clean(text, 500), 4, 6);
    }),
    ...more(causes.length - MAX_LINES),
  ];
}

function said(whom: FindingSubject, what: string): string {
  return clean(whom.kind === 'user' ? `${nameOf(whom)}: ${what}` : what, 500);
}

function nameOf(whom: FindingSubject): string {
  return whom.kind === 'user' ? clean(whom.name, 64) : 'the account';
}

function more(left: number): string[] {
  return left > 0 ? [`    ... and ${left} more, which stand in result.json`] : [];
}
