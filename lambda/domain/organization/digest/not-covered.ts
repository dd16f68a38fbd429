import { DAY, HOUR, type Instant, MINUTE, wholeDays } from '../../instant';
import { clean, compareText, count, wrap } from '../../text';
import { accountLabel } from '../account';
import type { AccountCoverage } from '../coverage';
import type { OrganizationReport } from '../run-report';
import type { OrganizationItem, OrganizationSection } from './entries';

/**
 * Each section names so many accounts, and counts the others: what was done in the accounts must find room, too, when
 * nobody is reached for weeks. accounts.csv has all.
 */
const MAX_NAMED = 200;
const MAX_CAUSES = 50;

/** Accounts that should have completed and did not, grouped by cause. */
export function notCoveredSections(report: OrganizationReport): OrganizationSection[] {
  return [
    sectionOf(
      report,
      'unreachable',
      'NOT COVERED: UNREACHABLE',
      'Nothing is known of these accounts today. Check that the member role is there and that no SCP denies it. An account that has moved between OUs gets its role within minutes.',
    ),
    sectionOf(
      report,
      'halted',
      'NOT COVERED: HALTED',
      "These were looked at, and did less than they should. Each account's own records say why.",
    ),
  ];
}

function sectionOf(
  report: OrganizationReport,
  kind: 'unreachable' | 'halted',
  title: string,
  intro: string,
): OrganizationSection {
  const accounts = (report.coverage?.accounts ?? []).filter((each) => each.class === kind);
  return { title, number: accounts.length, intro: wrap(intro, 2), items: itemsOf(accounts, report) };
}

function itemsOf(accounts: readonly AccountCoverage[], report: OrganizationReport): OrganizationItem[] {
  const causes = [...groupedByCause(accounts)].toSorted(
    ([one, some], [other, more]) => more.length - some.length || compareText(one, other),
  );
  const items: OrganizationItem[] = [];
  let named = 0;
  for (const [cause, ofCause] of causes.slice(0, MAX_CAUSES)) {
    const shown = ofCause.slice(0, Math.max(0, MAX_NAMED - named));
    named += shown.length;
    items.push({ lines: ['', ...wrap(`${count(ofCause.length, 'account')}: ${cause}`, 2, 4)] });
    items.push(...shown.map((each) => ({ lines: wrap(accountText(each, report), 4, 6) })));
    if (shown.length < ofCause.length) {
      items.push({ lines: wrap(`... and ${ofCause.length - shown.length} more, in accounts.csv`, 4) });
    }
  }
  const others = causes.slice(MAX_CAUSES).reduce((sum, [, ofCause]) => sum + ofCause.length, 0);
  if (others > 0) {
    items.push({
      lines: ['', ...wrap(`${count(others, 'account')} of other causes, in accounts.csv`, 2, 4)],
    });
  }
  return items;
}

function groupedByCause(accounts: readonly AccountCoverage[]): Map<string, AccountCoverage[]> {
  const groups = new Map<string, AccountCoverage[]>();
  for (const each of accounts) {
    const cause = clean(withoutAccount(each), 300);
    const group = groups.get(cause);
    if (group) group.push(each);
    else groups.set(cause, [each]);
  }
  return groups;
}

/** What AWS says of an account has its id in it. Without it, accounts with one cause stand in one group. */
function withoutAccount({ account: { id }, cause = 'no cause is known' }: AccountCoverage): string {
  return cause.replace(new RegExp(`^account ${id}: `), '').replaceAll(id, 'ACCOUNT');
}

/** `payments (111122223333), for 3 days, joined 40 minutes ago` */
function accountText({ account }: AccountCoverage, { uncoveredSince, now }: OrganizationReport): string {
  const since = uncoveredSince[account.id];
  const days = since === undefined ? 0 : wholeDays(since, now);
  return [
    accountLabel(account),
    ...(days > 0 ? [`for ${count(days, 'day')}`] : []),
    ...joined(account.joinedAt, now),
  ].join(', ');
}

/** Only of an account so new that its role may not be there yet. */
function joined(at: Instant | undefined, now: Instant): string[] {
  if (at === undefined || at > now || now - at >= DAY) return [];
  const minutes = Math.floor((now - at) / MINUTE);
  return [
    `joined ${minutes < 120 ? count(minutes, 'minute') : count(Math.floor((now - at) / HOUR), 'hour')} ago`,
  ];
}
