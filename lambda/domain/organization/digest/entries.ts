import { groupedItems, type Item, type Section } from '../../digest/layout';
import { clean, COLUMNS, wrap } from '../../text';
import { accountLabel } from '../account';
import { type AnswerItem, DEEDS, isDeed, type ItemSection } from '../answer';
import type { AccountCoverage, Coverage } from '../coverage';
import type { Stood } from '../run-report';

/** An entry of an account's answer, and of which of its runs it is. */
export interface Entry {
  readonly account: AccountCoverage['account'];
  readonly runId: string;
  /** An earlier run, whose digest nobody has had. */
  readonly isEarlier: boolean;
  readonly item: AnswerItem;
}

export type OrganizationSection = Section<Stood>;
export type OrganizationItem = Item<Stood>;

/** Sections whose entries an earlier run's answer adds. The others are judged anew in every run. */
const KEPT_OF_EARLIER: readonly ItemSection[] = [...DEEDS, 'restored'];

/** The entries of one section, the accounts in the order of the roster, earlier runs first. */
export function entriesOf(coverage: Coverage | undefined, section: ItemSection): Entry[] {
  return (coverage?.accounts ?? []).flatMap(({ account, answer }) => {
    if (!answer) return [];
    const of = (runId: string, isEarlier: boolean, items: readonly AnswerItem[]) =>
      items
        .filter((item) => item.section === section)
        .map((item): Entry => ({ account, runId, isEarlier, item }));
    const earlier = KEPT_OF_EARLIER.includes(section)
      ? answer.untold.flatMap((run) => of(run.runId, true, run.items))
      : [];
    return [...earlier, ...of(answer.runId, false, answer.items)];
  });
}

/** Below a heading for each account, so that its part can be forwarded to its owner. */
export function byAccount(
  entries: readonly Entry[],
  as: Stood['as'],
  subheading: (entry: Entry) => string | undefined = whichRun(entries),
): OrganizationItem[] {
  return groupedItems(
    entries.map((entry) => ({
      groups: [accountHeading(entry.account), subheading(entry) ?? ''].filter((group) => group !== ''),
      lines: entryLines(entry),
      announces: stoodOf(entry, as),
    })),
  );
}

export function accountHeading(account: { readonly id: string; readonly name?: string | undefined }): string {
  return `Account ${accountLabel(account)}`;
}

/** Said only where an account has entries of several runs. */
function whichRun(entries: readonly Entry[]): (entry: Entry) => string | undefined {
  const withEarlier = new Set(entries.filter(({ isEarlier }) => isEarlier).map(({ account }) => account.id));
  return ({ account, isEarlier, runId }) => {
    if (isEarlier) return `Of run ${clean(runId, 40)}, not told until now:`;
    return withEarlier.has(account.id) ? 'Of this run:' : undefined;
  };
}

export function stoodOf({ account, runId, item }: Entry, as: Stood['as']): Stood {
  return { accountId: account.id, runId, id: item.id, as: isDeed(item) ? 'deed' : as };
}

/** An entry begins with an empty line, as in the digest of one account, unless it stands below a day. */
function entryLines({ item }: Entry): string[] {
  if (item.section === 'newlyOnNotice') return item.lines.flatMap(cleanLine);
  // The account's digest has it below a day, which is two columns deeper.
  const isDeeper = item.section === 'onNotice';
  const lines = isDeeper ? item.lines.map((line) => line.replace(/^ {2}/, '')) : item.lines;
  return ['', ...lines.flatMap(cleanLine)];
}

/**
 * The account's digest has cleaned it. The bucket lies in between, and a mail trusts nothing that it reads: without its
 * indentation a line could look like a title. Only the rest of a word that a command breaks has none.
 */
function cleanLine(line: string, index: number, lines: readonly string[]): string[] {
  const least = lines[index - 1]?.endsWith('\\') ? 0 : 2;
  const indent = Math.max(least, Math.min(/^ */.exec(line)?.[0].length ?? 0, 8));
  const text = clean(line);
  const whole = `${' '.repeat(indent)}${text}`;
  return Array.from(whole).length <= COLUMNS ? [whole] : wrap(text, indent, indent + 2);
}

/** What the answers had no room for, an entry for each account: the record beside the number has all of it. */
export function leftOutItems(coverage: Coverage | undefined, section: ItemSection): OrganizationItem[] {
  return (coverage?.accounts ?? []).flatMap(({ account, answer }) => {
    const number = answer?.leftOut[section] ?? 0;
    if (!answer || number === 0) return [];
    const text = `${accountHeading(account)}: ${number} more, listed in ${clean(answer.record, 200)}`;
    return [{ lines: ['', ...wrap(text, 2, 4)] }];
  });
}
