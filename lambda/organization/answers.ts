import { type Answer, type AnswerItem, answerText, DEEDS, parseAnswer } from '../domain/organization/answer';
import { toldIn } from '../sweep/settle-untold';
import type { HandIn } from './hand-in';
import type { OrganizationRecords } from './ports';

export interface AccountAnswers extends HandIn {
  /** The account's answer of this run; undefined: there is none. @throws AnswerError, or what the store throws */
  of(runId: string): Promise<Answer | undefined>;
  /** @returns false: an answer of the same run stands, and stays @throws */
  writeFirst(answer: Answer): Promise<boolean>;
}

/** The answers of one account, and what mails have told of it. */
export function answersOf(
  records: Pick<OrganizationRecords, 'writeAnswer' | 'readAnswer' | 'recordsOf'>,
  accountId: string,
): AccountAnswers {
  const of = async (runId: string) => {
    const text = await records.readAnswer(runId, accountId);
    return text === undefined ? undefined : parseAnswer(text, { runId, accountId });
  };
  const write = (answer: Answer, ifExists: 'overwrite' | 'fail') =>
    records.writeAnswer(answer.runId, accountId, answerText(answer), ifExists);
  return {
    of,
    told: (runId) => toldIn(records.recordsOf(accountId), accountId, runId),
    entriesOf: async (runId) => {
      const answer = await of(runId);
      return answer && [...answer.items, ...deedsLeftOut(answer)];
    },
    write: async (answer) => void (await write(answer, 'overwrite')),
    writeFirst: (answer) => write(answer, 'fail'),
  };
}

/** Deeds that the answer had no room for do not drop out of sight: the mail names the record instead. */
function deedsLeftOut({ runId, leftOut, record }: Answer): AnswerItem[] {
  const number = DEEDS.reduce((sum, section) => sum + (leftOut[section] ?? 0), 0);
  if (number === 0) return [];
  const lines = [`Of what run ${runId} had to tell, ${number} more. Read its record:`, record];
  return [{ section: 'reconciled', lines: lines.map((line) => line.slice(0, 256)) }];
}
