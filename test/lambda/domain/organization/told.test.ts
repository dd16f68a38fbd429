import * as z from 'zod';
import {
  parseToldPlan,
  Told,
  ToldPlan,
  toldMail,
  toldOf,
  toldToAccount,
} from '../../../../lambda/domain/organization/told';
import { NOW } from '../../../support/builders';
import { accountId, RUN } from './an-organization';

const PLAN: ToldPlan = {
  version: 1,
  runId: RUN,
  accounts: [
    { accountId: accountId(), runs: ['earlier', RUN], announced: ['a'], repeated: ['b'] },
    { accountId: accountId(1), runs: [RUN], announced: [], repeated: [] },
  ],
  mail: { subject: 'iam-lapse', body: 'A mail.\nOf two lines.\n' },
};
const OUT = { at: NOW, subscribers: 2, digest: 's3://records/organization/digest.txt' };

it('every account of the plan is told, by the plan alone', () => {
  const told = toldOf(PLAN, OUT);
  expect(told.map((each) => each.accountId)).toEqual([accountId(), accountId(1)]);
  expect(told[0]).toEqual({ version: 1, runId: RUN, ...PLAN.accounts[0], ...OUT });
  expect(told.map((each) => Told.parse(JSON.parse(JSON.stringify(z.encode(Told, each)))))).toEqual(told);
  expect(toldOf(PLAN, OUT).map(toldToAccount)).toEqual([
    { at: NOW, runId: RUN, runs: ['earlier', RUN], announced: ['a'] },
    { at: NOW, runId: RUN, runs: [RUN], announced: [] },
  ]);
});

it('a mail that nobody heard tells nobody', () => {
  expect(toldOf(PLAN, { ...OUT, subscribers: 0 })).toEqual([]);
});

it('what is written is what is read', () => {
  expect(ToldPlan.parse(JSON.parse(JSON.stringify(PLAN)))).toEqual(PLAN);
});

it('Allot remembers every id that stood in the mail', () => {
  expect(toldMail(PLAN, NOW)).toEqual({
    at: NOW,
    accounts: [
      { accountId: accountId(), ids: ['a', 'b'] },
      { accountId: accountId(1), ids: [] },
    ],
  });
});

it.each(['', 'x'.repeat(100), 'two\nlines'])('a mail with the subject %j is none', (subject) => {
  const text = JSON.stringify({ ...PLAN, mail: { ...PLAN.mail, subject } });
  expect(() => parseToldPlan(text, PLAN)).toThrow('no subject of one line');
});
