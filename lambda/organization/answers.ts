import { answerText, parseAnswer } from '../domain/organization/answer';
import { parseTold, toldToAccount } from '../domain/organization/told';
import type { HandIn } from './hand-in';
import type { OrganizationRecords } from './ports';

/** The answers of one account, and what mails have told of it. */
export function answersOf(
  records: Pick<OrganizationRecords, 'writeAnswer' | 'readAnswer' | 'recordsOf'>,
  accountId: string,
): HandIn {
  return {
    told: async (runId) => {
      const text = await records.recordsOf(accountId).read(runId, 'told.json');
      return text === undefined ? undefined : toldToAccount(parseTold(text, { accountId }));
    },
    entriesOf: async (runId) => {
      const text = await records.readAnswer(runId, accountId);
      return text === undefined ? undefined : parseAnswer(text, { runId, accountId }).items;
    },
    write: async (answer) => {
      await records.writeAnswer(answer.runId, accountId, answerText(answer), 'overwrite');
    },
  };
}
