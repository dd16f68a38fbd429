import { SEVERITIES } from '../../account-checks/check';
import { clean, compareText, count, wrap } from '../../text';
import { accountLabel } from '../account';
import type { Answer, FailingCheck } from '../answer';
import type { OrganizationReport } from '../run-report';
import type { OrganizationSection } from './entries';

/** accounts.csv has every account; a mail of a quiet day stays short. */
const MAX_ACCOUNTS = 100;

/** A line for each account with something stale, the most first. */
export function staleAccountsSection({ coverage }: OrganizationReport): OrganizationSection {
  const stale = (coverage?.accounts ?? [])
    .flatMap(({ account, answer }) => (answer ? [{ account, answer }] : []))
    .filter(({ answer }) => countOf(answer, 'stale') > 0)
    .toSorted(
      (one, other) =>
        countOf(other.answer, 'stale') - countOf(one.answer, 'stale') ||
        compareText(one.account.id, other.account.id),
    );
  const more = stale.length - MAX_ACCOUNTS;
  return {
    title: 'ACCOUNTS WITH SOMETHING STALE',
    number: stale.length,
    intro: [],
    items: [
      ...stale.slice(0, MAX_ACCOUNTS).map(({ account, answer }) => ({
        lines: wrap(
          `${accountLabel(account)}: ${countOf(answer, 'stale')} stale, ${countOf(answer, 'due')} due of ${answer.activeCredentials}, ${answer.mode ?? 'mode unknown'}`,
          2,
          4,
        ),
      })),
      ...(more > 0 ? [{ lines: wrap(`... and ${more} more, in accounts.csv`, 2) }] : []),
    ],
  };
}

export function countOf({ counts }: Answer, word: string): number {
  return counts[word] ?? 0;
}

/** `HIGH: access keys not rotated: 12 accounts, 40 findings` */
export function accountChecksSection({ coverage }: OrganizationReport): OrganizationSection {
  const byCheck = new Map<string, FailingCheck[]>();
  for (const check of (coverage?.accounts ?? []).flatMap(({ answer }) => answer?.checks ?? [])) {
    byCheck.set(check.id, [...(byCheck.get(check.id) ?? []), check]);
  }
  const checks = [...byCheck.values()]
    .flatMap((failing) => {
      const severity = SEVERITIES.find((each) => failing.some((check) => check.severity === each));
      const [first] = failing;
      return first && severity ? [{ title: first.title, severity, failing }] : [];
    })
    .toSorted(
      (one, other) =>
        SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
        other.failing.length - one.failing.length ||
        compareText(one.title, other.title),
    );
  return {
    title: 'ACCOUNT CHECKS THAT FAILED',
    intro: wrap("iam-lapse only reports these. Each account's own records have the details.", 2),
    items: checks.map(({ title, severity, failing }) => {
      const findings = failing.reduce((sum, check) => sum + check.findings, 0);
      return {
        lines: wrap(
          `${severity.toUpperCase()}: ${clean(title)}: ${count(failing.length, 'account')}, ${count(findings, 'finding')}`,
          2,
          4,
        ),
      };
    }),
  };
}
