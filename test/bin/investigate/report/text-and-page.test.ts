import { pageOf } from '../../../../bin/investigate/report/page';
import { type Report, reportOf } from '../../../../bin/investigate/report/report';
import { textOf } from '../../../../bin/investigate/report/text';
import { HOUR, MINUTE } from '../../../../lambda/domain/instant';
import { NOW } from '../../../support/builders';
import { signIn, userEvent } from '../summary/records';
import { anInvestigation } from './investigations';

const aReport = (): Report =>
  reportOf(
    anInvestigation({
      events: [
        userEvent(
          { eventName: 'CreateUser', requestParameters: { userName: 'eve' }, readOnly: false },
          NOW - MINUTE,
        ),
        userEvent(
          { errorCode: 'AccessDenied', errorMessage: 'on resource: * because no policy' },
          NOW - 30 * HOUR,
        ),
        userEvent(
          { errorCode: 'AccessDenied', errorMessage: 'on resource: * because no policy' },
          NOW - HOUR,
        ),
        signIn({ responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' }),
      ],
    }),
  );
const many = (number: number) =>
  reportOf(
    anInvestigation({
      events: Array.from({ length: number }, (_, index) =>
        userEvent({ sourceIPAddress: `192.0.2.${index}` }),
      ),
    }),
  );

it('the text is plain, and no line is wider than a mail', () => {
  const text = textOf(aReport());
  expect(text.split('\n').filter((line) => line.length > 72)).toStrictEqual([]);
  const flat = text.replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/^INVESTIGATION: IAM user bob in account 123456789012\n/);
  expect(flat).toContain('- create user eve: done; 2026-11-20 06:59; us-east-1');
  expect(flat).toContain(
    '- iam ListUsers: AccessDenied; on *; 2 times; 2026-11-19 01:00 to 2026-11-20 06:00',
  );
  expect(flat).toContain('0 succeeded, 0 of them without MFA; 1 failed.');
  expect(flat).toContain('- FAILED, Failed authentication: without MFA; from 192.0.2.10; 2026-11-20 07:00');
});

it('the text shows twenty rows of a section, and how many more there are', () => {
  expect(textOf(many(20))).not.toContain(' more; ');
  expect(textOf(many(21))).toContain('  and 1 more; --html and --json have them all\n');
});

it('nothing in the text controls the terminal', () => {
  const report = { ...aReport(), title: 'bob\u001B[2J', notes: ['\u202Enote'] };
  // eslint-disable-next-line no-control-regex
  expect(textOf(report)).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202A-\u202E]/);
});

describe('the page', () => {
  it('has all rows', () => {
    expect(pageOf(many(60)).match(/<td class="short">192\.0\.2\.\d+<\/td>/g)).toHaveLength(60);
  });

  it('leaves out a column that is empty in all rows', () => {
    const section = { title: 'CALLS', grave: false, columns: ['Call', 'Times', 'Region'] };
    const tableOf = (...rows: readonly string[][]) =>
      pageOf({ ...aReport(), sections: [{ ...section, rows }] })
        .split('<table')[1]
        ?.match(/(?<=<t[hd]( [^>]*)?>)[^<]*/g);
    expect(tableOf(['a', '', 'c'], ['b', '', ''])).toStrictEqual(['Call', 'Region', 'a', 'c', 'b', '']);
    expect(tableOf(['a', '2 times', ''])).toStrictEqual(['Call', 'Times', 'a', '2 times']);
  });

  it('breaks no short cell: of 16 characters at most', () => {
    const rows = [['1234567890123456', '12345678901234567']];
    const page = pageOf({ ...aReport(), sections: [{ title: '', grave: false, columns: ['', ''], rows }] });
    expect(page).toContain('<td class="short">1234567890123456</td>');
    expect(page).toContain('<td>12345678901234567</td>');
  });

  it('breaks no date', () => {
    expect(pageOf(aReport()).replaceAll(/<time>[^<]*/g, '')).not.toMatch(/\d{4}-\d\d-\d\d/);
  });

  it('loads and runs nothing', () => {
    const page = pageOf(aReport());
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain("default-src 'none'; style-src 'sha256-");
    expect(page).not.toContain('script');
    expect(page).not.toMatch(/\s(?:src|href)=/);
  });

  it('shows markup of strangers as text', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const page = pageOf(reportOf(anInvestigation({ events: [userEvent({ userAgent: evil })] })));
    expect(page).not.toContain('<img');
    expect(page).toContain('&#60;img src=x');
  });

  it('sets apart what is grave', () => {
    const page = pageOf(aReport());
    expect(page).toMatch(
      /<section class="halts">\s*<h2><strong>Created users and roles, changed permissions<\/strong>/,
    );
    expect(page).toContain('<h2>Console sign-ins</h2>');
  });
});
