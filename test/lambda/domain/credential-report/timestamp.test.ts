import { parseTimestamp } from '../../../../lambda/domain/credential-report/timestamp';

describe('timestamps end in Z since July 2024 and in +00:00 before', () => {
  it.each([
    ['2026-11-20T07:00:00Z', Date.UTC(2026, 10, 20, 7)],
    ['2023-11-20T07:00:00+00:00', Date.UTC(2023, 10, 20, 7)],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['2006-01-01T00:00:00Z', Date.UTC(2006, 0, 1)],
  ])('%s', (token, at) => {
    expect(parseTimestamp(token)).toBe(at);
  });
});

describe("what JavaScript's Date takes for a day is none", () => {
  it.each([
    ['a sentinel', 'no_information'],
    ['a sentinel that Date reads as 2001', 'no_information 1'],
    ['another sentinel', 'N/A'],
    ['nothing', ''],
    ['a day with more before it', '02026-02-03T00:00:00Z'],
    ['a day with more behind it', '2026-02-03T00:00:00Z.'],
    ['30 February', '2026-02-30T00:00:00Z'],
    ['29 February of no leap year', '2026-02-29T00:00:00Z'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['month 0', '2026-00-01T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['hour 24, which Date reads as the next day', '2026-11-20T24:00:00Z'],
    ['hour 25', '2026-11-20T25:00:00Z'],
    ['minute 60', '2026-11-20T07:60:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['a date alone', '2026-11-20'],
    ['no seconds', '2026-11-20T07:00Z'],
    ['no zone, which Date reads as local time', '2026-11-20T07:00:00'],
    ['another zone', '2026-11-20T07:00:00+01:00'],
    ['a negative zero zone', '2026-11-20T07:00:00-00:00'],
    ['a zone without colon', '2026-11-20T07:00:00+0000'],
    ['fractions', '2026-11-20T07:00:00.000Z'],
    ['a lower-case t', '2026-11-20t07:00:00Z'],
    ['a lower-case z', '2026-11-20T07:00:00z'],
    ['a blank for T', '2026-11-20 07:00:00Z'],
    ['a blank before', ' 2026-11-20T07:00:00Z'],
    ['a blank after', '2026-11-20T07:00:00Z '],
    ['a line break after', '2026-11-20T07:00:00Z\n'],
    ['text after', '2026-11-20T07:00:00Z1'],
    ['a sign', '+2026-11-20T07:00:00Z'],
    ['five digits', '12026-11-20T07:00:00Z'],
    ['digits of another script', '２０２６-11-20T07:00:00Z'],
    ['the epoch, a placeholder', '1970-01-01T00:00:00Z'],
    ['year 1, a placeholder', '0001-01-01T00:00:00Z'],
    ['a second before there was AWS', '2005-12-31T23:59:59Z'],
    ['a number', '1795158000'],
  ])('%s', (_, token) => {
    expect(parseTimestamp(token)).toBeUndefined();
  });
});
