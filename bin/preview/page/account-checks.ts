import { SEVERITIES } from '../../../lambda/domain/account-checks/check';
import { count } from '../../../lambda/domain/text';
import { foldedList } from './folded-list';
import { html, type Html, withDates } from './html';
import type { PageAccountFinding, PageCheck } from './page-data';

/** Findings of one check that have the same severity and the same fix, as in the digest. */
interface Group {
  readonly title: string;
  readonly first: PageAccountFinding;
  readonly findings: PageAccountFinding[];
}

/** What is wrong in the account around the credentials, the gravest first. */
export function accountChecksOf(checks: readonly PageCheck[] | undefined): Html {
  return html`<section aria-labelledby="account-findings">
    <h2 id="account-findings">Account findings</h2>
    ${
      checks === undefined
        ? html`<p class="note">No account check was made.</p>`
        : html`<p class="note">
              ${countsText(checks)} iam-lapse only reports findings; it never acts on them.
            </p>
            ${groupsOf(checks).map(groupOf)} ${unreadableOf(checks)}`
    }
  </section>`;
}

/** How many findings there are of each severity; one that is not known, from another release's record, comes first. */
export function severitiesOf(checks: readonly PageCheck[]): (readonly [severity: string, number: number])[] {
  const numbers = new Map<string, number>();
  for (const { severity } of checks.flatMap(({ findings }) => findings)) {
    numbers.set(severity, (numbers.get(severity) ?? 0) + 1);
  }
  return [...numbers].toSorted(([one], [other]) => severityRank(one) - severityRank(other));
}

export function severityBadge(severity: string, text: string): Html {
  return html`<span class="severity ${severity}">${text}</span>`;
}

/** Such as `13 checks: 5 failed (25 findings), 4 passed, 3 could not be made, 1 had nothing to look at.` */
function countsText(checks: readonly PageCheck[]): string {
  const numberOf = (result: PageCheck['result']) => checks.filter((check) => check.result === result).length;
  const findings = checks.reduce((sum, check) => sum + check.findings.length, 0);
  const incomplete = checks.filter(
    ({ result, unreadable }) => result === 'failing' && unreadable.length > 0,
  ).length;
  const parts = [
    [numberOf('failing'), `failed (${count(findings, 'finding')})`],
    [numberOf('compliant'), 'passed'],
    [numberOf('unreadable'), 'could not be made'],
    [numberOf('notAsked'), 'had nothing to look at'],
  ] as const;
  const made = parts.flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]));
  const rest = incomplete === 0 ? '' : ` Of those that failed, ${incomplete} could not be completed.`;
  return `${count(checks.length, 'check')}: ${made.join(', ')}.${rest}`;
}

function groupsOf(checks: readonly PageCheck[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { title, findings } of checks) {
    for (const finding of findings) {
      const key = JSON.stringify([title, finding.severity, finding.fix]);
      const group = groups.get(key);
      if (group) group.findings.push(finding);
      else groups.set(key, { title, first: finding, findings: [finding] });
    }
  }
  return [...groups.values()].toSorted(
    (one, other) => severityRank(one.first.severity) - severityRank(other.first.severity),
  );
}

/** A grave one is open. */
function groupOf({ title, first, findings }: Group): Html {
  const { severity, fact, fix } = first;
  const isGrave = severityRank(severity) <= SEVERITIES.indexOf('high');
  const controls = [...new Set(findings.flatMap((finding) => finding.controls))].join(', ');
  const isSameFact = findings.length > 1 && findings.every((finding) => finding.fact === fact);
  const items = findings.map(({ user, fact: own }) => statement(user, isSameFact ? '' : own));
  return html`<details class="finding ${severity}" ${isGrave ? OPEN : undefined}>
    <summary>
      <h3>
        ${severityBadge(severity, severity.toUpperCase())} ${title}
        <span class="number">${findings.length}</span>
        ${controls === '' ? undefined : html` <small>${controls}</small>`}
      </h3>
    </summary>
    <p class="fix"><b>Fix:</b> ${withDates(fix)}</p>
    ${commandsOf(findings)} ${isSameFact ? html`<p>${withDates(fact)}:</p>` : undefined}
    ${foldedList(items, isSameFact ? 'names' : 'facts-list')}
  </details>`;
}

/** As many whole findings' commands as the digest shows. */
const MAX_COMMANDS = 5;

function commandsOf(findings: readonly PageAccountFinding[]): Html | undefined {
  const shown = new Set<string>();
  for (const { commands } of findings) {
    if (shown.size > 0 && shown.size + commands.length > MAX_COMMANDS) break;
    for (const command of commands) shown.add(command);
  }
  if (shown.size === 0) return undefined;
  const isAll = findings.every(({ commands }) => commands.every((command) => shown.has(command)));
  return html`<pre class="commands">${[...shown].map((command) => html`<code>${command}</code>`)}</pre>
    ${isAll ? undefined : html`<p>The same for each of the others, with its own name and ids.</p>`}`;
}

const OPEN = html`open`;

/** `bob: FACT`, a name alone, or a fact of the account. */
function statement(user: string | null, fact: string): Html {
  if (user === null) return withDates(fact === '' ? 'the account' : fact);
  return fact === '' ? html`${user}` : html`<b>${user}</b>: ${withDates(fact)}`;
}

function unreadableOf(checks: readonly PageCheck[]): Html {
  const incomplete = checks.filter(({ unreadable }) => unreadable.length > 0);
  if (incomplete.length === 0) return html``;
  return html`<details class="finding">
    <summary>
      <h3>Could not be read <span class="number">${incomplete.length}</span></h3>
    </summary>
    <p>iam-lapse could not read what these checks need. That part neither passed nor failed.</p>
    ${incomplete.map(
      ({ title, unreadable }) =>
        html`<h4>${title}</h4>
          ${foldedList(causesOf(unreadable), 'facts-list')}`,
    )}
  </details>`;
}

/** One line for each cause, with the users whom it concerns. */
function causesOf(unreadable: PageCheck['unreadable']): Html[] {
  const usersByCause = new Map<string, (string | null)[]>();
  for (const { user, cause } of unreadable) {
    usersByCause.set(cause, [...(usersByCause.get(cause) ?? []), user]);
  }
  return [...usersByCause].map(([cause, [user = null, ...others]]) =>
    others.length === 0 ? statement(user, cause) : statement(count(others.length + 1, 'user'), cause),
  );
}

/** A severity that this release does not know comes first. */
function severityRank(severity: string): number {
  return SEVERITIES.findIndex((known) => known === severity);
}
