import { answerText, parseAnswer } from '../domain/organization/answer';
import { toldIn } from '../sweep/settle-untold';
import type { HandIn } from './hand-in';
import type { OrganizationRecords } from './ports';

/** The answers of one account, and what mails have told of it. */
export function answersOf(
  records: Pick<OrganizationRecords, 'writeAnswer' | 'readAnswer' | 'recordsOf'>,
  accountId: string,
): HandIn {
  return {
    told: (runId) => toldIn(records.recordsOf(accountId), accountId, runId),
    entriesOf: async (runId) => {
      const text = await records.readAnswer(runId, accountId);
      return text === undefined ? undefined : parseAnswer(text, { runId, accountId }).items;
    },
    write: async (answer) => {
      await records.writeAnswer(answer.runId, accountId, answerText(answer), 'overwrite');
    },
  };
}
