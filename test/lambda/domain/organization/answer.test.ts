import {
  type Answer,
  AnswerError,
  answerText,
  bytesOf,
  MAX_ANSWER_BYTES,
  parseAnswer,
} from '../../../../lambda/domain/organization/answer';
import { fittedAnswer } from '../../../../lambda/domain/organization/fitted-answer';
import { NOW } from '../../../support/builders';
import { fc } from '../../../support/runs';
import { accountId, anAnswer, anItem, passwordId, RUN } from './an-organization';
import { anyAnswer } from './laws/any';

const ASKED = { runId: RUN, accountId: accountId() };
const refusal = (text: string): string => {
  try {
    parseAnswer(text, ASKED);
  } catch (error) {
    if (error instanceof AnswerError) return error.message;
    throw error;
  }
  return 'accepted';
};
const withKeys = (keys: Record<string, unknown>) => {
  const answer: unknown = JSON.parse(answerText(anAnswer()));
  return JSON.stringify(Object.assign({}, answer, keys));
};

it.each([
  ['accepted', withKeys({})],
  ['its answer is that of run other', withKeys({ runId: 'other' })],
  ['its answer is that of account 222222222222', withKeys({ accountId: '222222222222' })],
  [
    'its answer is not understood: status: Invalid option: expected one of "completed"|"failed"|"halted"|"planned"|"unreachable"',
    withKeys({ status: 'done' }),
  ],
  ['its answer is not understood: : Unrecognized key: "mood"', withKeys({ mood: 'good' })],
  ['its answer is not understood: version: Invalid input: expected 1', withKeys({ version: 2 })],
  ['its answer is not valid JSON at line 1 column 1: it ends too early', ''],
  ['its answer is over 65536 bytes', `${withKeys({})}${' '.repeat(MAX_ANSWER_BYTES)}`],
])('%s', (message, text) => {
  expect(refusal(text)).toBe(message);
});

it('what is written is what is read', () => {
  fc.assert(
    fc.property(anyAnswer(accountId()), (answer) => {
      expect(parseAnswer(answerText(answer), ASKED)).toEqual(answer);
    }),
  );
});

describe('an answer that is too long loses what can wait', () => {
  const many = (section: Parameters<typeof anItem>[0], number: number) =>
    Array.from({ length: number }, (_, index) => anItem(section, `${section}-${index}`));
  const planned = (number: number) =>
    Array.from({ length: number }, (_, index) => ({
      id: passwordId(`user-${index}`),
      reference: NOW + index,
    }));
  const size = (answer: Answer) => bytesOf(answerText(answer));

  it('one that fits stays as it is', () => {
    const answer = anAnswer({ items: many('newlyOnNotice', 10) });
    expect(fittedAnswer(answer)).toBe(answer);
    expect(fittedAnswer(answer, size(answer))).toBe(answer);
    expect(fittedAnswer(answer, size(answer) - 1)).not.toBe(answer);
  });

  it('notices go first, from the last section on, and are counted', () => {
    const answer = anAnswer({
      items: [...many('disabled', 10), ...many('newlyOnNotice', 300), ...many('onNotice', 300)],
      planned: planned(10),
    });
    const fitted = fittedAnswer(answer);
    const kept = (section: string) => fitted.items.filter((item) => item.section === section).length;
    expect(size(fitted)).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    expect([kept('disabled'), kept('onNotice'), fitted.planned.length]).toEqual([10, 0, 10]);
    expect(fitted.leftOut).toEqual({ onNotice: 300, newlyOnNotice: 300 - kept('newlyOnNotice') });
    expect(fitted.items.filter(({ section }) => section === 'newlyOnNotice')).toEqual(
      many('newlyOnNotice', kept('newlyOnNotice')),
    );
  });

  it('then the youngest of the plan, which is counted, because `stop` counts all of it', () => {
    const fitted = fittedAnswer(anAnswer({ items: many('disabled', 10), planned: planned(1000) }));
    expect(size(fitted)).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    expect(fitted.items).toHaveLength(10);
    expect(fitted.planned).toEqual(planned(1000).slice(0, fitted.planned.length));
    expect(fitted.plannedLeftOut).toBe(1000 - fitted.planned.length);
  });

  it("deeds go last, and this run's before those that have waited longer", () => {
    const fitted = fittedAnswer(
      anAnswer({
        items: many('disabled', 400),
        untold: [{ runId: 'earlier', items: many('failed', 100) }],
        planned: planned(3),
      }),
    );
    expect(size(fitted)).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    expect(fitted.untold[0]?.items).toHaveLength(100);
    expect(fitted.planned).toEqual([]);
    expect(fitted.items.length).toBeGreaterThan(0);
    expect(fitted.leftOut).toEqual({ disabled: 400 - fitted.items.length });
  });
});
