import { DAY, HOUR, type Instant } from '../../../../lambda/domain/instant';
import type { Deed, OrganizationJournal } from '../journal';
import { names, NOTICE } from '../mails';
import { frozenOf, isHeard, isIdOf } from '../oracle';
import { toldIn } from '../records-read';
import type { OrganizationLaw } from './law';

/** "Notice has passed after noticeDays x 24 h less one hour." */
function latestNotice({ run }: Deed, noticeDays: number): Instant {
  return noticeDays === 0 ? Infinity : run.startedAt - (noticeDays * DAY - HOUR);
}

function describe({ account, run, write }: Deed): string {
  return `${run.runId} ${account} ${write.words}`;
}

/** Nothing is disabled without a `told.json` that is old enough. */
export const toldFirst: OrganizationLaw = {
  name: 'Nothing is disabled without a told.json that is old enough',
  brokenBy: ({ journal }) =>
    journal.deeds.flatMap((deed) => {
      const days = frozenOf(journal, deed.run.runId)?.policy.noticeDays ?? Infinity;
      const tolds = deed.tolds
        .map(toldIn)
        .filter(({ announced, repeated }) =>
          [...announced, ...(days === 0 ? repeated : [])].some((id) => isIdOf(id, deed.write)),
        );
      return tolds.some(({ at }) => at <= latestNotice(deed, days))
        ? []
        : [`${describe(deed)}: ${tolds.length} told.json name it, none of them before ${days} days`];
    }),
};

/** The same by the mails themselves: whatever a `told.json` says, somebody was told. */
export const heardFirst: OrganizationLaw = {
  name: 'Nothing is disabled that no mail has announced in time',
  brokenBy: ({ journal }) =>
    journal.deeds.flatMap((deed) => {
      const { account, write } = deed;
      const days = frozenOf(journal, deed.run.runId)?.policy.noticeDays ?? Infinity;
      const since = Math.max(write.user.createdAt, lastRestore(journal, deed));
      const heard = journal.mails.filter(
        (mail) =>
          mail.at > since &&
          mail.at <= Math.min(latestNotice(deed, days), write.at) &&
          mail.invocation.execution.asked !== 'preview' &&
          isHeard(journal, mail) &&
          names(mail, { account, words: write.words }, days === 0 ? undefined : NOTICE),
      );
      return heard.length > 0 ? [] : [`${describe(deed)}: no mail that somebody had, ${days} days before`];
    }),
};

/** A person has enabled it again: whatever was announced before means nothing any more. */
function lastRestore(journal: OrganizationJournal, { account, write }: Deed): Instant {
  const restores = journal.people.filter(
    ({ at, text, restored }) => at < write.at && text.startsWith(account) && restored === write.label,
  );
  return restores.at(-1)?.at ?? -Infinity;
}

const NOTICE_LASTS = 14 * DAY;

/** "Allot takes only ids that stood in a delivered mail within the last 14 days." */
export const namedLately: OrganizationLaw = {
  name: 'Nothing is disabled that no mail has named within 14 days',
  brokenBy: ({ journal }) =>
    journal.deeds.flatMap((deed) => {
      const { account, run, write } = deed;
      const allotted = journal.allotments.find(({ runId }) => runId === run.runId)?.since ?? write.at;
      const lately = journal.mails.filter(
        (mail) =>
          mail.at >= allotted - NOTICE_LASTS &&
          mail.at < write.at &&
          isHeard(journal, mail) &&
          names(mail, { account, words: write.words }),
      );
      return lately.length > 0 ? [] : [`${describe(deed)}: no mail of the last 14 days names it`];
    }),
};
