import { newestDate } from '../../../bin/preview/assessment';
import { parseCredentialReport } from '../../../lambda/domain/credential-report/parse';
import { ACCOUNT, aKey, aPassword, aReport, aReportRow, type Cells, NOW } from '../../support/builders';

const LATEST = '2026-11-19T08:00:00Z';
const newestOf = (...rows: readonly Cells[]) =>
  newestDate(
    parseCredentialReport(
      aReport(rows.map((cells, index) => aReportRow({ user: `user${index}`, ...cells }))),
      NOW,
      ACCOUNT,
    ),
  );

it.each<[string, Cells]>([
  ["a user's creation", { user_creation_time: LATEST }],
  ["a password's last use", aPassword({ lastUsed: LATEST })],
  ["a password's last change", aPassword({ lastChanged: LATEST })],
  ["a key's creation", aKey(1, { lastRotated: LATEST })],
  ["a key's last use", aKey(2, { lastUsed: LATEST })],
])('%s', (_, cells) => {
  expect(newestOf(aPassword(), cells, aKey(1))).toBe(Date.parse(LATEST));
});

it('of nobody there is none, and what is not understood is none', () => {
  expect(newestOf()).toBeUndefined();
  expect(newestOf({ user_creation_time: 'soon' })).toBeUndefined();
});
