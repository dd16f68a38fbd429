import { utcSecond } from '../../../lambda/domain/instant';
import type { OrganizationJournal } from './journal';

/** What happened, a line each, for people. */
export function timelineOf({ people, invocations, executions, mails, deeds }: OrganizationJournal): string {
  const lines = [
    ...people.map(({ at, text }) => ({ at, text })),
    ...executions.map(({ arn, asked, startedAt, runId = 'none' }) => ({
      at: startedAt,
      text: `${arn.split(':').at(-1)} (${asked}), run ${runId}`,
    })),
    ...invocations.map(({ number, step, account = '', startedAt, ending, calls }) => ({
      at: startedAt,
      text: `  #${number} ${step} ${account}: ${JSON.stringify(ending)} after ${calls.length} calls (${calls.at(-1) ?? ''})`,
    })),
    ...mails.map(({ at, subject, subscribers }) => ({ at, text: `    mail to ${subscribers}: ${subject}` })),
    ...deeds.map(({ account, write }) => ({ at: write.at, text: `    disabled: ${account} ${write.words}` })),
  ].toSorted((one, other) => one.at - other.at);
  return lines.map(({ at, text }) => `${utcSecond(at)} ${text}`).join('\n');
}
