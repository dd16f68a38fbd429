import { BadInput } from '../../../../bin/preview/errors';
import { pageOfOrganization } from '../../../../bin/preview/organization/page';
import { parseOrganizationRecord } from '../../../../bin/preview/organization/record';
import type { OrganizationFiles } from '../../../../bin/preview/record-files';
import { aRoster, toSweep } from '../../../lambda/domain/organization/an-organization';
import { aReport } from '../../../lambda/domain/organization/digest/reports';
import { HOSTILE, readable } from '../page/sample';
import { brokenRun, filesOf, haltedRun, largeRun, wholeRun } from './sample';

const pageOf = (files: OrganizationFiles) => pageOfOrganization(parseOrganizationRecord(files));
const isGreen = (page: string) => /class="(?:whole|tile completed)"/.test(page);

describe('it is green if nothing is missing, and only then', () => {
  it('all accounts covered', () => {
    const page = pageOf(filesOf(wholeRun()));
    expect(isGreen(page)).toBe(true);
    expect(readable(page)).toContain('All accounts that are to be swept were: 2 of 2.');
    expect(page).not.toContain('role="alert"');
  });

  it('a run of some accounts says that it is not of the organization', () => {
    const page = readable(pageOf(filesOf(wholeRun({ only: ['111111111111', '111111111112'] }))));
    expect(page).toContain('It was of 2 accounts alone, not of the organization.');
    expect(page).toContain('All accounts that it was asked for that are to be swept were: 2 of 2.');
  });

  it.each<[string, OrganizationFiles, string]>([
    ['an account that is not covered', filesOf(wholeRun({ answers: [] })), 'NOT COVERED: 2 of 2 accounts'],
    ['a halt', filesOf(haltedRun()), 'HALTED: the list of accounts is empty'],
    [
      'a barrier',
      filesOf(
        wholeRun({ halts: [{ effect: 'ranAsDryRun', reason: 'limits', message: '9 were to be disabled' }] }),
      ),
      'NOT ENFORCED: 9 were to be disabled',
    ],
    [
      'what may have been done in an earlier run',
      filesOf(wholeRun({ inFlight: [{ runId: 'r', accountId: '1', actions: [{ id: 'a' }] }] })),
      'MAY HAVE BEEN DISABLED: 1 credential in 1 account',
    ],
    [
      'an end that this release does not know',
      filesOf(wholeRun(), { status: 'half-done', cause: 'for a reason' }),
      'half-done: for a reason',
    ],
  ])('%s', (_, files, problem) => {
    const page = pageOf(files);
    expect(isGreen(page)).toBe(false);
    expect(page).toContain('role="alert"');
    expect(readable(page)).toContain(problem);
  });
});

it('a broken run says all that is wrong, and has each account once, those that need somebody first', () => {
  const page = readable(pageOf(filesOf(brokenRun())));
  expect(page).toContain(
    'MAY HAVE BEEN DISABLED: 2 credentials in 1 account NOT COVERED: 3 of 5 accounts FAILED: 1 action',
  );
  expect(page).toContain('room for 3, 9 planned, 0 allotted');
  expect(page).toContain(
    '2 unreachable nothing is known of it today 1 halted it did less than it was asked to 2 completed',
  );
  const names = ['lost', 'silent', 'cut off', 'payments', 'search', 'old', 'pci'];
  const places = names.map((name) => page.indexOf(` ${name} `));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places.toSorted((one, other) => one - other)).toStrictEqual(places);
  expect(page).toContain('it did not answer not covered since 2026-11-17');
  expect(page).toContain('report: the report is cut off');
  expect(page).toContain('search 111111111112 ou-ab12-sandbox1 dry-run');
});

it('says where each account’s own run is, and shows a name that a spreadsheet would calculate as it is', () => {
  const page = readable(pageOf(filesOf(wholeRun())));
  expect(page).toContain(
    'npm run preview -- --record s3://records/ACCOUNT/runs/2026/11/20/20261120T070000Z/ --html account.html',
  );
  expect(page).toContain(' =search() ');
});

it('an organization of ten thousand has a page with all of them', () => {
  const page = pageOf(filesOf(largeRun(10_000)));
  expect(page.match(/<tr /g)).toHaveLength(10_000);
  expect(page).toContain('1000 of 10000 accounts');
});

it('what strangers wrote stands there and does nothing', () => {
  const files = filesOf(
    aReport({
      roster: aRoster([toSweep('111111111111', { name: HOSTILE }), toSweep('111111111112')]),
      halts: [{ effect: 'halted', reason: 'roster', message: HOSTILE }],
    }),
    { status: HOSTILE, cause: HOSTILE },
  );
  const page = pageOf(files);
  expect(page).not.toMatch(/<img|[^\P{C}\n]/u);
  expect(page.match(/<\/script/g)).toHaveLength(1);
});

describe('what is no record is one line that names the file', () => {
  const whole = filesOf(wholeRun());
  const accounts = whole.accounts ?? '';
  const result = (change: object) => JSON.stringify({ ...JSON.parse(whole.result), ...change });
  it.each<[string, Partial<OrganizationFiles>, RegExp]>([
    [
      'JSON that was cut short',
      { result: whole.result.slice(0, 99) },
      /^run\/result\.json: it is incomplete/,
    ],
    [
      'another version',
      { result: result({ version: 2 }) },
      /^run\/result\.json: version: this release reads/,
    ],
    ['no coverage at all', { result: result({ coverage: undefined }) }, /^run\/result\.json: coverage: /],
    [
      'a table that lacks an account',
      { accounts: accounts.split('\r\n').slice(0, 2).join('\r\n') },
      /^run\/accounts\.csv: has 1 accounts that are completed, but result\.json counts 2: /,
    ],
    [
      'an account that was of another class',
      { accounts: accounts.replace(',completed,', ',excluded,') },
      /^run\/accounts\.csv: has 1 accounts that are completed/,
    ],
    ['no table', { accounts: undefined }, /^run\/accounts\.csv: has 0 accounts that are completed/],
    ['another table', { accounts: 'a,b\r\n1,2\r\n' }, /^run\/accounts\.csv: 0\.accountId: /],
    ['numbers in words', { accounts: accounts.replace(',17,', ',many,') }, /"many" is not a number$/],
    ['eleven digits', { accounts: accounts.replace('111111111111', '11111111111') }, /is not an account id$/],
  ])('%s', (_, change, expected) => {
    const draw = () => pageOf({ ...whole, ...change });
    expect(draw).toThrow(BadInput);
    expect(draw).toThrow(expected);
    expect(draw).not.toThrow(/\n/);
  });
});
