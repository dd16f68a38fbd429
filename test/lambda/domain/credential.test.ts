import { nameOf } from '../../../lambda/domain/credential';
import { aKey, anEvaluation, aPassword, aReportRow } from '../../support/builders';

it.each([
  ['password', aPassword()],
  ['access key created 2024-01-01', aKey(1)],
  ['access key created 2026-03-04', aKey(2, { lastRotated: '2026-03-04T23:59:59Z' })],
  ['access key 2', aKey(2, { lastRotated: 'soon' })],
])('what people call it: %s', (name, cells) => {
  const { judged } = anEvaluation([aReportRow(cells)]);
  expect(judged.map(({ credential }) => nameOf(credential))).toEqual([name]);
});

it('two keys of one day are told apart by the minute', () => {
  const { judged } = anEvaluation([
    aReportRow({
      ...aKey(1, { lastRotated: '2026-03-04T01:02:03Z' }),
      ...aKey(2, { lastRotated: '2026-03-04T23:59:59Z' }),
    }),
  ]);
  expect(judged.map(({ credential }) => nameOf(credential))).toEqual([
    'access key created 2026-03-04 01:02',
    'access key created 2026-03-04 23:59',
  ]);
});
