import { DAY, utcDate } from '../../instant';
import { hasEnded } from '../../policy/rules';
import { clean, compareText, wrap } from '../../text';
import { accountLabel } from '../account';
import { groupedItems } from '../../digest/layout';
import type { AccountEntry } from '../policy/schema';
import type { OrganizationReport } from '../run-report';
import { type Standing, standingOf } from '../roster-changes';
import type { OrganizationItem, OrganizationSection } from './entries';

const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  excluded: 'excluded',
  'dry-run': 'dry-run',
  enforce: 'enforce',
  suspended: 'suspended or closed',
  unclear: 'not understood',
};

/** How the organization differs from that of the last run. */
export function accountChangesSection({ changes }: OrganizationReport): OrganizationSection {
  const line = (text: string): OrganizationItem => ({ lines: wrap(text, 2, 4) });
  const parents = (ids: readonly string[] | undefined) => clean((ids ?? ['an unknown place']).at(-1) ?? '');
  return {
    title: 'ACCOUNTS THAT CHANGED SINCE THE LAST RUN',
    intro: [],
    items: [
      ...(changes?.joined ?? []).map((each) =>
        line(`NEW: ${accountLabel(each)}, ${STANDING_WORDS[standingOf(each)]}`),
      ),
      ...(changes?.gone ?? []).map((each) => line(`GONE: ${accountLabel(each)}`)),
      ...(changes?.modeChanged ?? []).map(({ account, from }) =>
        line(
          `MODE: ${accountLabel(account)}, ${STANDING_WORDS[from]} -> ${STANDING_WORDS[standingOf(account)]}`,
        ),
      ),
      ...(changes?.moved ?? []).map(({ account, from }) =>
        line(`MOVED: ${accountLabel(account)}, ${parents(from)} -> ${parents(account.parents)}`),
      ),
    ],
  };
}

/** Whom no run looks at, and why: an exclusion must not be forgotten. */
export function excludedSection({ coverage }: OrganizationReport): OrganizationSection {
  const items = (coverage?.accounts ?? []).flatMap(({ account }) =>
    account.kind === 'excluded'
      ? [{ groups: [entryText(account)], lines: wrap(accountLabel(account), 4, 6) }]
      : [],
  );
  return {
    title: 'EXCLUDED',
    intro: wrap(
      'No run looks at these accounts. To take one in, take it out of the parameter /iam-lapse/organization.',
      2,
    ),
    items: groupedItems(items.toSorted((one, other) => compareText(one.groups.join(), other.groups.join()))),
  };
}

function entryText({
  entry,
  reason,
  until,
}: {
  readonly entry?: string | undefined;
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
}): string {
  if (entry === undefined) return 'By the default of /iam-lapse/organization: no entry names them';
  return `${clean(entry)} (${until === undefined ? 'no end' : `until ${clean(until)}`}): ${clean(reason ?? '')}`;
}

const DAYS_BEFORE_END = 14;

/** An ended exclusion is ignored, so somebody may wait in vain for it to protect. */
export function endingExclusionsSection({ settings, now }: OrganizationReport): OrganizationSection {
  const soon = utcDate(now + DAYS_BEFORE_END * DAY);
  const items = (settings?.organization.policy.accounts ?? []).flatMap((entry): OrganizationItem[] => {
    if (entry.until === undefined || entry.until > soon) return [];
    return [{ lines: wrap(`${exclusionText(entry)} - ${stateOf(entry, now)}`, 2, 4) }];
  });
  return {
    title: 'EXCLUSIONS THAT ENDED, OR END WITHIN 14 DAYS',
    intro: wrap('Renew these in the parameter /iam-lapse/organization, or remove them.', 2),
    items,
  };
}

function exclusionText({ name, reason, until }: AccountEntry): string {
  return entryText({ entry: name, reason, until });
}

function stateOf(entry: AccountEntry, now: number): string {
  return hasEnded(entry, now)
    ? 'HAS ENDED; the accounts have the mode of the next entry that matches'
    : 'ends soon';
}
