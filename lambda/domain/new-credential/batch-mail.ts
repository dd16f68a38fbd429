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
  const lines = [
    ...told.flatMap(({ event, facts }, index) => [
      ...(index === 0 ? [] : ['', '']),
      ...noticeLines(event, facts, account),
    ]),
    ...listOf(more.map(noticeLine), more.length, `And ${count(more.length, 'more event')}:`),
    ...beforeLines(before),
    ...(mails + 1 >= MAILS_A_DAY ? ['', ...wrap(LAST_MAIL)] : []),
  ];
  return { subject: subjectOf(told, number, account), body: `${lines.join('\n')}\n` };
}

/** Names an administrator's event, if there is one: it matters most. */
function subjectOf(told: readonly [Told, ...Told[]], number: number, account: AccountId): string {
  const ofAdministrators = told.filter(({ facts }) => isAdministrator(facts.permissions));
  const [{ event }] = ofAdministrators[0] ? [ofAdministrators[0]] : told;
  const what =
    number === 1
      ? `${ofAdministrators.length > 0 ? 'ADMINISTRATOR: ' : ''}${headlineOf(event)}`
      : ofAdministrators.length > 0
        ? `${number} new, ${ofAdministrators.length} OF ADMINISTRATORS: ${headlineOf(event)}, ...`
        : `${number} new users, passwords or keys: ${headlineOf(event)}, ...`;
  const subject = `iam-lapse ${account.id}: ${what}`.replaceAll(/[^\x20-\x7e]/g, '?');
  // A name that is cut shows it: it could be another user's.
  return subject.length <= MAX_SUBJECT_LENGTH ? subject : `${subject.slice(0, MAX_SUBJECT_LENGTH - 3)}...`;
}

/** SNS takes a subject of fewer than 100 characters. */
const MAX_SUBJECT_LENGTH = 99;

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
