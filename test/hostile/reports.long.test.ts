import { HOUR, MINUTE } from '../../lambda/domain/instant';
import { parseCredentialReport, ReportError } from '../../lambda/domain/credential-report/parse';
import { ACCOUNT, daysAgo, NOW } from '../support/builders';
import { closeAll } from '../support/clients';
import { scheduledAt } from '../support/deployment';
import { aKey, aUser, type FakeUser } from '../support/fake-aws';
import { ALICE_OLD_KEY, AT_ONCE, STALE_WRITES, theStaff } from '../support/staff';
import { anArmedDeployment, spoilReport } from './armed';

// What may arrive as the credential report. `spoil` gets the true one: root, alice, bob, carol, dave.

afterEach(closeAll);

type Spoil = (csv: string) => string | Uint8Array;

const lines = (csv: string) => csv.split('\n');
const onLine = (number: number, change: (line: string) => string) => (csv: string) =>
  lines(csv)
    .map((line, index) => (index === number ? change(line) : line))
    .join('\n');
const onHeader = (change: (line: string) => string) => onLine(0, change);
const alices = (change: (line: string) => string) => onLine(2, change);
/** Two columns of the header change places; the rows stay. */
const swapped = (one: string, other: string) =>
  onHeader((line) =>
    line
      .split(',')
      .map((column) => (column === one ? other : column === other ? one : column))
      .join(','),
  );
/** Every row, the header too, with its cells in another order or number. */
const rowwise = (change: (cells: string[]) => string[]) => (csv: string) =>
  lines(csv)
    .map((line) => change(line.split(',')).join(','))
    .join('\n');
const useOf = (days: number) => ({ at: daysAgo(days), region: 'eu-west-1', service: 's3' });
const bytes = (csv: string, ...inserted: number[]) => {
  const at = csv.indexOf('/alice');
  return Buffer.concat([Buffer.from(csv.slice(0, at)), Buffer.from(inserted), Buffer.from(csv.slice(at))]);
};

describe('a report that is not one is refused whole: the sweep halts, nothing is written', () => {
  it.each<[string, Spoil, words: string]>([
    ['nothing but a line break', () => '\n', 'lacks the column user'],
    ['a byte order mark alone', () => '\uFEFF', 'is empty'],
    ['two byte order marks', (csv) => `\uFEFF\uFEFF${csv}`, 'lacks the column user'],
    ['its header alone', (csv) => lines(csv)[0] ?? '', 'a header and no row'],
    ['no header', (csv) => lines(csv).slice(1).join('\n'), 'has two columns "2024-'],
    ['the header twice', (csv) => `${lines(csv)[0]}\n${csv}`, 'row 2'],
    ['a page of HTML', () => '<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'lacks the column'],
    ['JSON', (csv) => JSON.stringify({ Content: csv }), 'the credential report'],
    ['Base64 once too often', (csv) => Buffer.from(csv).toString('base64'), 'lacks the column'],
    ['gzip', () => Buffer.from('1f8b0800000000000003', 'hex'), 'is not UTF-8'],
    ['UTF-16', (csv) => Buffer.from(csv, 'utf16le'), 'lacks the column'],
    ['UTF-16 with its mark', (csv) => Buffer.from(`\uFEFF${csv}`, 'utf16le'), 'is not UTF-8'],
    ['Latin-1', (csv) => Buffer.from(csv.replace('/alice', '/älice'), 'latin1'), 'is not UTF-8'],
    ['a lone continuation byte', (csv) => bytes(csv, 0x80), 'is not UTF-8'],
    ['an overlong slash', (csv) => bytes(csv, 0xc0, 0xaf), 'is not UTF-8'],
    ['half a surrogate pair', (csv) => bytes(csv, 0xed, 0xa0, 0x80), 'is not UTF-8'],
    ['a character cut in two', (csv) => Buffer.from(`${csv}é`).subarray(0, -1), 'is not UTF-8'],
    ['a null byte in a name', (csv) => bytes(csv, 0), 'its ARN is'],
    ['semicolons', (csv) => csv.replaceAll(',', ';'), 'lacks the column'],
    ['tabs', (csv) => csv.replaceAll(',', '\t'), 'lacks the column'],
    ['a header in capitals', onHeader((line) => line.toUpperCase()), 'lacks the column user'],
    ['blanks after the commas of its header', onHeader((line) => line.replaceAll(',', ', ')), 'lacks the'],
    ['a column less', rowwise((cells) => cells.slice(1)), 'lacks the column user'],
    ['a column twice', rowwise((cells) => [...cells, cells[4] ?? '']), 'has two columns'],
    ['a header that is a field short', onHeader((line) => line.replace(/,[^,]*$/, '')), 'row 2'],
    ['the columns of name and ARN swapped', swapped('user', 'arn'), 'row'],
    ['a field too many', alices((line) => `${line},N/A`), 'row 3'],
    ['a comma in a name, not quoted', alices((line) => line.replaceAll('alice', 'al,ice')), 'row 3'],
    ['a quote that is never closed', alices((line) => `"${line}`), 'is not valid CSV'],
    ['a quote in the middle of a field', alices((line) => line.replace('alice', 'al"ice')), 'not valid CSV'],
    ['an empty line', alices((line) => `\n${line}`), 'row 3'],
    ['a line of dots', (csv) => `${csv}\n...`, 'row 7'],
    ['a row twice', (csv) => `${csv}\n${lines(csv)[2]}`, 'rows 3 and 7'],
    [
      'a name twice, in another case',
      (csv) => `${csv}\n${lines(csv)[2]?.replaceAll('alice', 'ALICE')}`,
      'rows 3 and 7',
    ],
    ['no name', alices((line) => line.replace('alice', '')), 'row 3'],
    ['a name of blanks', alices((line) => line.replaceAll('alice', '  ')), 'row 3'],
    [
      'a name of a look-alike letter',
      alices((line) => line.replace('alice', '\u0430lice')),
      'row 3 of the credential report says user',
    ],
    ['a name of two lines', alices((line) => line.replace('alice', '"al\nice"')), 'row 3'],
    ['an ARN as long as a book', alices((line) => line.replace('/alice', `/${'z'.repeat(1e6)}`)), 'row 3'],
    [
      'the root user of another account',
      onLine(1, (line) => line.replace(/\d{12}/, '210987654321')),
      'row 2',
    ],
    ['the ARN of another account', alices((line) => line.replace(/\d{12}/, '210987654321')), 'row 3'],
    ['the ARN of another partition', alices((line) => line.replace('arn:aws:', 'arn:aws-cn:')), 'row 3'],
    ['the ARN of a role', alices((line) => line.replace(':user/', ':role/')), 'row 3'],
    ['the ARN of another user', alices((line) => line.replace('user/alice', 'user/carol')), 'row 3'],
    [
      'all of another account',
      (csv) => csv.replaceAll('123456789012', '210987654321'),
      'account 210987654321',
    ],
  ])('%s', async (_what, spoil, words) => {
    const deployment = await anArmedDeployment();
    spoilReport(deployment, spoil);
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: report');
    expect(run.message).toContain(words);
    expect(run.message).toMatch(/^[^\r\n]+$/);
    const [digest] = deployment.digests();
    expect(digest?.subject).toContain('HALTED (report)');
    expect(digest?.message).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
    expect(digest?.message.length).toBeLessThan(5_000);
    expect(digest?.message).toContain('The next run usually succeeds.');
    expect(deployment.writes()).toEqual([]);
  });
});

describe('a row that says root is nobody’s, whatever else it says', () => {
  it.each<[string, Spoil]>([
    ['by its name alone', alices((line) => line.replace('alice', '<root_account>'))],
    ['by its ARN alone', alices((line) => line.replace('user/alice', 'root'))],
  ])('%s', async (_how, spoil) => {
    const deployment = await anArmedDeployment();
    spoilReport(deployment, spoil);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 1 } });
    expect(deployment.writes()).toEqual([STALE_WRITES[2]]);
  });
});

describe('a report that says the same in another form is understood', () => {
  it.each<[string, Spoil]>([
    ['CRLF', (csv) => csv.replaceAll('\n', '\r\n')],
    ['CR alone', (csv) => csv.replaceAll('\n', '\r')],
    ['a final line break', (csv) => `${csv}\n`],
    ['a byte order mark', (csv) => `\uFEFF${csv}`],
    ['every field quoted', (csv) => csv.replaceAll(/[^,\n]+/g, '"$&"')],
    ['its columns in the opposite order', rowwise((cells) => cells.toReversed())],
    ['two more columns', rowwise((cells) => [`x${cells[0]}`, ...cells, `y${cells[0]}`])],
    ['more columns, quoted and with commas', rowwise((cells) => [...cells, `"${cells[0]},""z"""`])],
    [
      'its users in the opposite order',
      (csv) => lines(csv).slice(0, 2).concat(lines(csv).slice(2).toReversed()).join('\n'),
    ],
    ['dates as they were until 2024', (csv) => csv.replaceAll(/(T[\d:]+)Z/g, '$1+00:00')],
    [
      'booleans as the guide writes them',
      (csv) => csv.replaceAll('true', 'TRUE').replaceAll('false', 'FALSE'),
    ],
  ])('%s', async (_what, spoil) => {
    const deployment = await anArmedDeployment();
    spoilReport(deployment, spoil);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });
});

describe('what is not understood in one cell leaves that credential alone, and no other', () => {
  const seen = (days: number) => new RegExp(`${new Date(daysAgo(days)).toISOString().slice(0, 10)}T[^,]*`);
  const NO_DATES = [
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2025-04-31T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-00-10T00:00:00Z',
    '2025-01-01T24:00:00Z',
    '2016-12-31T23:59:60Z',
    '0000-00-00T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00Z',
    '2005-12-31T23:59:59Z',
    '2026-11-20T07:15:01Z',
    '2999-12-31T23:59:59Z',
    '275760-09-13T00:00:00Z',
    '2025-01-01',
    '2025-01-01T00:00Z',
    '2025-01-01T00:00:00',
    '2025-01-01T00:00:00+02:00',
    '01/02/2025',
    '1735689600',
    '１735689600',
    '1e400',
    'Infinity',
    'NaN',
    'null',
    'None',
    'never',
    'n/a',
    'N/A ',
    'NO_INFORMATION',
    'no_information 1',
    'not_supported',
    '-',
    ' ',
    '',
    '=1+1',
    'é'.repeat(256),
  ];
  const NO_BOOLEANS = ['', ' ', 'yes', '1', 'true ', 'tru\u0435', 'T', 'N/A', 'null', 'not_supported'];
  const without = (what: string) => STALE_WRITES.filter((write) => !write.includes(what));
  /** What a user has whose one credential is stale, and no other is. */
  const PASSWORD = { password: { createdAt: daysAgo(400) }, passwordLastUsedAt: daysAgo(60) };
  const KEY = { keys: [aKey({ createdAt: daysAgo(300), lastUsed: useOf(50) })] };

  it.each<[string, readonly string[], Partial<FakeUser>, cell: RegExp]>([
    ['the last use of a password', NO_DATES, PASSWORD, seen(60)],
    ['the day on which a password was set', NO_DATES, PASSWORD, seen(400)],
    ['whether there is a password', NO_BOOLEANS, PASSWORD, /true/],
    ['the last use of a key', NO_DATES, KEY, seen(50)],
    ['the creation of a key', NO_DATES, KEY, seen(300)],
    ['whether a key is active', NO_BOOLEANS, KEY, /true/],
    ['the creation of a user with a password', NO_DATES, PASSWORD, /2024-01-01T[^,]*/],
    ['the creation of a user with a key', NO_DATES, KEY, /2024-01-01T[^,]*/],
  ])('%s', async (_what, tokens, has, cell) => {
    const nameOf = (index: number) => `user-${String(index).padStart(2, '0')}`;
    const users = tokens.map((_token, index) => aUser({ name: nameOf(index), ...structuredClone(has) }));
    // The report orders by name: after header and root comes alice, then the users in their order.
    const deployment = await anArmedDeployment({
      users: [aUser({ name: 'alice', ...structuredClone(has) }), ...users],
    });
    spoilReport(deployment, (csv) =>
      lines(csv)
        .map((line, index) => line.replace(index < 3 ? /$^/ : cell, tokens[index - 3] ?? ''))
        .join('\n'),
    );
    const run = await deployment.run();
    expect(run).toMatchObject({ ended: 'completed', counts: { unclear: tokens.length, disabled: 1 } });
    expect(deployment.writes()).toEqual([expect.stringMatching(/^alice /)]);
    expect(deployment.digests()[0]?.message).toContain(`UNCLEAR (${tokens.length})`);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['password_enabled', 'password_last_used', 'no password is judged', without('DeleteLoginProfile')],
    ['access_key_1_active', 'access_key_1_last_used_date', 'no first key', without(ALICE_OLD_KEY)],
    ['user_creation_time', 'password_enabled', 'no user is known', []],
  ])('columns %s and %s swapped in the header alone: %s', async (one, other, _what, expected) => {
    const deployment = await anArmedDeployment();
    spoilReport(deployment, swapped(one, other));
    const run = await deployment.run();
    expect(run.counts.unclear).toBeGreaterThan(1);
    expect(deployment.writes()).toEqual(expected);
  });
});

describe('a report that was cut short', () => {
  const zoe = () => [
    aUser({ name: 'amy', password: { createdAt: daysAgo(30) }, passwordLastUsedAt: daysAgo(1) }),
    aUser({
      name: 'zoe',
      password: { createdAt: daysAgo(400) },
      passwordLastUsedAt: daysAgo(60),
      keys: [aKey({ lastUsed: useOf(90) }), aKey()],
    }),
  ];

  it('at any byte of the one stale row is refused, up to the last field, which decides nothing', async () => {
    const deployment = await anArmedDeployment({ users: zoe() });
    const whole = deployment.account.report.current?.content ?? '';
    const start = whole.lastIndexOf('\n') + 1;
    const lastField = whole.lastIndexOf(',') + 1;
    const cuts = Array.from({ length: lastField - start - 1 }, (_, index) => start + 1 + index);
    expect(cuts.length).toBeGreaterThan(200);
    const parsed = (cut: number) => parseCredentialReport(Buffer.from(whole.slice(0, cut)), NOW, ACCOUNT);
    for (const cut of cuts) expect(() => parsed(cut)).toThrow(ReportError);

    // And as whole sweeps, at the end of every fifth field.
    const ends = cuts.filter((cut) => whole[cut] === ',');
    expect(ends.length).toBe(21);
    for (const cut of ends.filter((_, index) => index % 5 === 0)) {
      spoilReport(deployment, () => whole.slice(0, cut));
      deployment.clock.advance(MINUTE / 4);
      expect(await deployment.run(scheduledAt(deployment.clock.now()))).toMatchObject({
        ended: 'SweepHalted: report',
      });
      expect(deployment.writes()).toEqual([]);
    }
    spoilReport(deployment, () => whole.slice(0, lastField));
    deployment.clock.advance(MINUTE);
    await deployment.run(scheduledAt(deployment.clock.now()));
    expect(deployment.writes()).toHaveLength(3);
  });

  it.each([1, 2, 3, 4, 5])('after line %i: who is not in it is left alone', async (kept) => {
    const deployment = await anArmedDeployment();
    spoilReport(deployment, (csv) => lines(csv).slice(0, kept).join('\n'));
    const run = await deployment.run();
    const names = ['', '', 'alice', 'bob', 'carol'].slice(2, kept);
    expect(run.ended).toBe(kept === 1 ? 'SweepHalted: report' : 'completed');
    expect(deployment.writes()).toEqual(
      STALE_WRITES.filter((write) => names.includes(write.split(' ')[0] ?? '')),
    );
  });
});

describe('what contradicts itself', () => {
  const oneUser = (user: Partial<FakeUser>) => [aUser({ name: 'alice', ...user })];

  it('a key that was used before it was created is unclear', async () => {
    const deployment = await anArmedDeployment({
      users: oneUser({ keys: [aKey({ createdAt: daysAgo(100), lastUsed: useOf(101) })] }),
    });
    expect(await deployment.run()).toMatchObject({ counts: { unclear: 1 } });
    expect(deployment.writes()).toEqual([]);
  });

  it('but IAM rounds uses down: a few minutes before is no contradiction', async () => {
    const at = daysAgo(100) - 14 * MINUTE;
    const deployment = await anArmedDeployment({
      users: oneUser({ keys: [aKey({ createdAt: daysAgo(100), lastUsed: { ...useOf(0), at } })] }),
    });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 1 } });
  });

  it('two active keys of the same second and the same use go together', async () => {
    const keys = [aKey({ createdAt: daysAgo(100) }), aKey({ createdAt: daysAgo(100) })];
    const deployment = await anArmedDeployment({ users: oneUser({ keys }) });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 2 } });
  });

  it('with one of them inactive, none is disabled', async () => {
    const keys = [aKey({ createdAt: daysAgo(100) }), aKey({ createdAt: daysAgo(100), status: 'Inactive' })];
    const deployment = await anArmedDeployment({ users: oneUser({ keys }) });
    expect(await deployment.run()).toMatchObject({ counts: { unclear: 1 } });
    expect(deployment.writes()).toEqual([]);
  });

  it('of two keys of the same second the one that is used is never the one that is disabled', async () => {
    const used = aKey({ id: 'AKIAAAAAAAAAAUSED001', createdAt: daysAgo(100), lastUsed: useOf(1) });
    const stale = aKey({ id: 'AKIAZZZZZZZZSTALE001', createdAt: daysAgo(100) });
    const deployment = await anArmedDeployment({ users: oneUser({ keys: [stale, used] }) });
    await deployment.run();
    expect(deployment.writes()).toEqual([`alice UpdateAccessKey ${stale.id} Inactive`]);
  });

  it('a third key, which no column shows, is judged as IAM lists it', async () => {
    const keys = [
      aKey({ lastUsed: useOf(1) }),
      aKey({ lastUsed: useOf(2) }),
      aKey({ id: 'AKIAZZZZZZZZTHIRD001' }),
    ];
    const deployment = await anArmedDeployment({ users: oneUser({ keys }) });
    expect(await deployment.run()).toMatchObject({ ended: 'completed' });
    expect(deployment.writes()).toEqual(['alice UpdateAccessKey AKIAZZZZZZZZTHIRD001 Inactive']);
  });

  it('three keys of the same second and the same use are left alone', async () => {
    const createdAt = daysAgo(100);
    const keys = [aKey({ createdAt }), aKey({ createdAt }), aKey({ createdAt })];
    const deployment = await anArmedDeployment({ users: oneUser({ keys }) });
    await deployment.run();
    expect(deployment.writes()).toEqual([]);
  });
});

describe('an account in which everything is stale', () => {
  const crowd = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aUser({
        name: `user-${String(index).padStart(3, '0')}`,
        password: { createdAt: daysAgo(400 + index) },
      }),
    );

  it.each<[string, typeof AT_ONCE.limits | object, number, string]>([
    ['as shipped: a quarter', { maxDisabledPerDay: 20, maxDisabledPercent: 25 }, 5, 'completed'],
    ['at most three a day', { maxDisabledPerDay: 3, maxDisabledPercent: 100 }, 3, 'completed'],
    ['none', { maxDisabledPerDay: 0, maxDisabledPercent: 100 }, 0, 'completed'],
    ['stop', { maxDisabledPerDay: 20, maxDisabledPercent: 25, onExceed: 'stop' }, 0, 'SweepHalted: limits'],
  ])('is disabled within the limits, oldest first, root never: %s', async (_how, limits, count, ended) => {
    const policy = { ...AT_ONCE, limits: { ...AT_ONCE.limits, ...limits } };
    const deployment = await anArmedDeployment({ users: crowd(20), policy });
    expect((await deployment.run()).ended).toBe(ended);
    const oldest = Array.from({ length: count }, (_, index) => `user-0${19 - index} DeleteLoginProfile`);
    expect(deployment.writes()).toEqual(oldest.toSorted());
  });

  it('in a report of yesterday is told and not disabled', async () => {
    const deployment = await anArmedDeployment({
      users: theStaff(),
      account: { report: { ageMs: 5 * HOUR, cacheMs: 24 * HOUR } },
    });
    expect((await deployment.run()).ended).toMatch(/^SweepHalted/);
    expect(deployment.writes()).toEqual([]);
  });

  it('in a report of tomorrow is told and not disabled', async () => {
    const deployment = await anArmedDeployment({ account: { report: { ageMs: -6 * MINUTE } } });
    expect((await deployment.run()).ended).toMatch(/^SweepHalted/);
    expect(deployment.account.now()).toBe(NOW);
    expect(deployment.writes()).toEqual([]);
  });
});
