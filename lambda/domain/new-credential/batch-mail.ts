import type { AccountId } from '../identity';
import { count, wrap } from '../text';
import type { CredentialEvent } from './event';
import { headlineOf, type NewCredentialFacts, noticeLine, noticeLines } from './mail';
import { isAdministrator } from './permissions';
import { type LeftOut, MAILS_A_DAY, type NoticeState } from './notices';

export interface NewCredentialMail {
  /** ASCII, at most 99 characters. */
  readonly subject: string;
  readonly body: string;
}

/** An event with the facts that the mail reports. */
export interface Told {
  readonly event: CredentialEvent;
  readonly facts: NewCredentialFacts;
}

/** Events beyond those with facts get one line each, and beyond these they are counted. */
const MAX_LINES = 100;

/**
 * Renders one mail for all events of a batch. Pure.
 *
 * @param more events for whose facts there was no time
 * @param state before this mail
 */
export function batchMail(
  told: readonly [Told, ...Told[]],
  more: readonly CredentialEvent[],
  { mails, before }: Pick<NoticeState, 'mails' | 'before'>,
  account: AccountId,
): NewCredentialMail {
  const number = told.length + more.length;
  const headline = headlineOf(told[0].event);
  const ofAdministrators = told.filter(({ facts }) => isAdministrator(facts.permissions)).length;
  const subject =
    number === 1
      ? `iam-lapse ${account.id}: ${ofAdministrators > 0 ? 'ADMINISTRATOR: ' : ''}${headline}`
      : `iam-lapse ${account.id}: ${number} new users, passwords or keys${ofAdministrators > 0 ? `, ${ofAdministrators} OF ADMINISTRATORS` : ''}: ${headline}, ...`;
  const lines = [
    ...told.flatMap(({ event, facts }, index) => [
      ...(index === 0 ? [] : ['', '']),
      ...noticeLines(event, facts, account),
    ]),
    ...listOf(more.map(noticeLine), more.length, `And ${count(more.length, 'more event')}:`),
    ...beforeLines(before),
    ...(mails + 1 >= MAILS_A_DAY ? ['', ...wrap(LAST_MAIL)] : []),
  ];
  return { subject: subject.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 99), body: `${lines.join('\n')}\n` };
}

const IN_CLOUDTRAIL = "CloudTrail's event history has them all.";
const LAST_MAIL = `THIS IS THE LAST MAIL OF THIS KIND TODAY (UTC): ${MAILS_A_DAY} a day are sent. The first one of a later day says how many events were left out. ${IN_CLOUDTRAIL}`;

function beforeLines(before: LeftOut | null): string[] {
  if (!before) return [];
  const { day, count: number, lines } = before;
  return listOf(lines, number, `${count(number, 'event')} of ${day} had no mail. ${IN_CLOUDTRAIL}`);
}

/** @param number of all; `lines` may be fewer */
function listOf(lines: readonly string[], number: number, heading: string): string[] {
  if (number === 0) return [];
  const shown = lines.slice(0, MAX_LINES);
  const left = number - shown.length;
  return [
    '',
    ...wrap(heading),
    ...shown.flatMap((line) => wrap(line, 2, 6)),
    ...(left > 0 ? [`  ... and ${left} more`] : []),
  ];
}
