import type { CredentialReport, UserFacts } from '../../lambda/domain/credential-report/facts';
import { parseCredentialReport, ReportError } from '../../lambda/domain/credential-report/parse';
import { ACCOUNT, aKey, aPassword, aReport, aReportRow, COLUMNS, daysAgo, NOW } from '../support/builders';

// A credential report of which only the first bytes arrived, for every number of them.

const parse = (content: Uint8Array): CredentialReport => parseCredentialReport(content, NOW, ACCOUNT);

function isRefused(content: Uint8Array): boolean {
  try {
    parse(content);
  } catch (error) {
    if (error instanceof ReportError) return true;
    throw error;
  }
  return false;
}

describe('a report that was cut short', () => {
  /** A user whose facts are the full report's, but for what is now not understood. */
  function isNoOther(user: UserFacts, full: CredentialReport): boolean {
    const original = full.users.find(({ user: { arn } }) => arn === user.user.arn);
    if (original === undefined) return false;
    const pairs: [unknown, unknown][] = [
      [user.user, original.user],
      [user.created, original.created],
      [user.password, original.password],
      ...user.keys.map((key, index): [unknown, unknown] => [key, original.keys[index]]),
    ];
    return pairs.every(([is, was]) => JSON.stringify(is) === JSON.stringify(was) || isUnclear(is));
  }
  const isUnclear = (is: unknown) => JSON.stringify(is).includes('"kind":"notUnderstood"');

  const lastIs = (column: string) => [...COLUMNS.filter((each) => each !== column), column];

  it.each([
    ['as AWS writes it', COLUMNS],
    ['with the last use of the password last', lastIs('password_last_used')],
    ['with the last use of a key last', lastIs('access_key_1_last_used_date')],
    ['with the status of a key last', lastIs('access_key_2_active')],
    ['with the ARN last', lastIs('arn')],
    ['with the name last', lastIs('user')],
    ['with the creation last', lastIs('user_creation_time')],
  ])('anywhere in its last two rows yields no fact that is not in the full one: %s', (_, columns) => {
    const rows = [
      aReportRow({ ...aPassword({ lastUsed: daysAgo(1) }), ...aKey(1, { lastUsed: daysAgo(2) }) }),
      aReportRow({ user: 'bob.b', ...aPassword(), ...aKey(2, { lastUsed: daysAgo(2) }) }),
      aReportRow({ user: 'carol,c', ...aPassword({ lastUsed: 'N/A' }), ...aKey(1) }),
    ];
    const content = aReport(rows, { columns });
    const full = parse(content);
    const start = Buffer.from(content).indexOf('\n', Buffer.from(content).indexOf('user/alice'));
    const cuts = Array.from({ length: content.length - start }, (__, index) =>
      content.subarray(0, start + index),
    );
    const wrong = cuts.filter(
      (cut) => !isRefused(cut) && !parse(cut).users.every((user) => isNoOther(user, full)),
    );
    expect(cuts.length).toBeGreaterThan(300);
    expect(wrong.map((cut) => Buffer.from(cut).toString())).toEqual([]);
  });

  it('in the middle of a row is refused, up to its last field, which decides nothing', () => {
    const content = aReport([
      aReportRow({ user: 'alice', ...aPassword({ lastUsed: daysAgo(3), lastChanged: daysAgo(90) }) }),
      aReportRow({ user: 'bob', ...aKey(1, { lastUsed: daysAgo(2) }), ...aKey(2) }),
    ]);
    const start = content.lastIndexOf(0x0a) + 1;
    const lastField = content.lastIndexOf(0x2c) + 1;
    const cuts = Array.from({ length: lastField - start - 1 }, (_, index) => start + index + 1);
    expect(cuts.filter((cut) => !isRefused(content.subarray(0, cut)))).toEqual([]);
    expect(isRefused(content.subarray(0, lastField))).toBe(false);
  });
});
