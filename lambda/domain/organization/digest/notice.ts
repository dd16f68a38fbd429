import { labelOf } from '../../digest/earlier-runs';
import { bytesOf } from '../../digest/layout';
import { dayHeading } from '../../digest/on-notice';
import { compareText, wrap } from '../../text';
import type { Candidate } from '../act';
import { oldestFirst } from '../allot';
import { GOES_WITHIN_DAYS } from '../answer-of';
import type { OrganizationReport } from '../run-report';
import { byAccount, entriesOf, type Entry, type OrganizationSection } from './entries';

/**
 * So much of a mail is for notices: some 900 entries. Nothing that comes later in the mail may be crowded out by a backlog
 * that takes weeks to announce.
 */
const NOTICE_BYTES = 200_000;
/** A heading for its account and its day, which it may share. */
const HEADINGS = 120;

/** Only these count as announced. The oldest that there is room for, grouped by account. */
export function newlyOnNoticeSection(report: OrganizationReport): OrganizationSection {
  const all = entriesOf(report.coverage, 'newlyOnNotice').toSorted(byReference);
  let room = NOTICE_BYTES;
  const chosen = all.filter(({ item }) => {
    room -= bytesOf(item.lines) + HEADINGS;
    return room >= 0;
  });
  const others = all.length - chosen.length + leftOutOfAnswers(report);
  const waiting =
    others > 0
      ? ` ${others} more are not in this mail and get no notice by it; those unused longest come first.`
      : '';
  return {
    title: 'NEWLY ON NOTICE',
    number: all.length + leftOutOfAnswers(report),
    intro: wrap(
      `${report.settings?.mode === 'enforce' ? 'These will be disabled where the account is to enforce' : 'In mode enforce these would be disabled'}, on the date shown or later. To keep one, use it before then or exempt its user in the policy.${waiting}`,
      2,
    ),
    items: byAccount(inAccountsOfTheOldest(chosen), 'announced', ({ item: { actOn } }) =>
      actOn === undefined ? undefined : dayHeading(actOn),
    ),
  };
}

function leftOutOfAnswers({ coverage }: OrganizationReport): number {
  return (coverage?.accounts ?? []).reduce(
    (sum, { answer }) => sum + (answer?.leftOut.newlyOnNotice ?? 0),
    0,
  );
}

function byReference(one: Entry, other: Entry): number {
  return oldestFirst(candidateOf(one), candidateOf(other));
}

function candidateOf({ account, item: { id = '', reference = Infinity } }: Entry): Candidate {
  return { accountId: account.id, id, reference };
}

/** Accounts in the order of their oldest entries: what the layout still leaves out at the end is the youngest. */
function inAccountsOfTheOldest(sorted: readonly Entry[]): Entry[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of sorted) {
    const group = groups.get(entry.account.id);
    if (group) group.push(entry);
    else groups.set(entry.account.id, [entry]);
  }
  return [...groups.values()].flatMap((group) =>
    group.toSorted(
      ({ item: one }, { item: other }) =>
        compareText(one.actOn ?? '', other.actOn ?? '') || (one.reference ?? 0) - (other.reference ?? 0),
    ),
  );
}

/** What would go today if every account enforced, and is not acted on. */
export function wouldBeDisabledSection(report: OrganizationReport): OrganizationSection {
  const { allotment } = report;
  const acted = new Set(
    (allotment?.items ?? []).flatMap(({ id, ids }) => ids.map((each) => `${id} ${each}`)),
  );
  const candidates = (allotment?.wouldBeDisabled ?? []).filter(
    ({ accountId, id }) => !acted.has(`${accountId} ${id}`),
  );
  return {
    title: 'WOULD BE DISABLED TODAY',
    intro: wrap('If every account enforced, today would be their turn. Nothing was changed.', 2),
    items: byAccount(entriesFor(report, candidates), 'repeated'),
  };
}

/**
 * Whose turn is next, in the order in which it comes: first of the accounts that wait for their turn. Nobody's turn comes
 * who has not stood here, or above.
 */
export function goesSection(report: OrganizationReport): OrganizationSection {
  const { allotment } = report;
  const soon = entriesOf(report.coverage, 'onNotice');
  const waits = new Set(allotment?.items.map(({ id }) => id));
  const next = entriesFor(report, allotment?.next ?? []);
  const ofWaiting = next.filter(({ account }) => waits.has(account.id));
  const ofOthers = next.filter(({ account }) => !waits.has(account.id));
  return {
    title: `GOES WITHIN ${GOES_WITHIN_DAYS} DAYS`,
    intro: wrap(
      'These are next, as far as the limits have room. To keep one, use it or exempt its user today.',
      2,
    ),
    items: byAccount(
      [...ofWaiting, ...[...ofOthers, ...soon].toSorted(byReference)].slice(
        0,
        GOES_WITHIN_DAYS * (allotment?.room ?? 0),
      ),
      'repeated',
    ),
  };
}

/** The entries of these candidates, in their order; of one without an entry only its name is known. */
function entriesFor(report: OrganizationReport, candidates: readonly Candidate[]): Entry[] {
  const entries = new Map(
    entriesOf(report.coverage, 'planned').map((entry) => [`${entry.account.id} ${entry.item.id}`, entry]),
  );
  const accounts = new Map(report.coverage?.accounts.map((each) => [each.account.id, each.account]));
  return candidates.flatMap(({ accountId, id, reference }): Entry[] => {
    const account = accounts.get(accountId);
    const entry = entries.get(`${accountId} ${id}`);
    if (entry) return [entry];
    if (!account) return [];
    const lines = wrap(labelOf(id), 2, 4);
    return [
      {
        account,
        runId: report.runId,
        isEarlier: false,
        item: { section: 'planned', id, reference, lines },
      },
    ];
  });
}
