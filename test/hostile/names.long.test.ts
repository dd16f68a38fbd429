import { parse } from 'csv-parse/sync';
import { daysAgo } from '../support/builders';
import { closeAll } from '../support/clients';
import { aKey, aUser } from '../support/fake-aws';
import { ALICE_OLD_KEY, AT_ONCE, STALE_WRITES, theStaff } from '../support/staff';
import { recordOf } from '../support/stored';
import { anArmedDeployment } from './armed';

// Names, paths and tags are written by strangers, and read by people, shells and spreadsheets.

afterEach(closeAll);

const RUN_ID = '20261120T070000Z';
const used = { at: daysAgo(90), region: 'eu-west-1', service: 's3' };
const stale = (name: string, path = '/') =>
  aUser({ name, path, keys: [aKey({ id: 'AKIAZZZZZZSTRANGEKEY', lastUsed: used })] });

describe('a name that IAM allows is acted on by that very name, and stays harmless where people read it', () => {
  it.each([
    ['a formula', '=1+1'],
    ['a formula behind a plus', '+cmd'],
    ['a formula behind a minus', '-2+3'],
    ['a formula behind an at', '@SUM.A1'],
    ['an option of a command line', '--profile'],
    ['a comma', 'a,b'],
    ['nothing but a dot', '.'],
    ['128 characters', 'n'.repeat(128)],
    ['a word that objects have', '__proto__'],
    ['another', 'constructor'],
    ['a mode', 'enforce'],
    ['what the report calls nobody', 'no_information'],
    ['what the report calls nothing', 'N/A'.replace('/', '.')],
    ['root', 'root'],
  ])('%s: %s', async (_what, name) => {
    const deployment = await anArmedDeployment({ users: [stale(name)] });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 1 } });
    expect(deployment.writes()).toEqual([`${name} UpdateAccessKey AKIAZZZZZZSTRANGEKEY Inactive`]);
    const { 'findings.csv': csv = '' } = recordOf(deployment.account, RUN_ID);
    const cells = parse(csv, { record_delimiter: '\r\n' }).flat();
    expect(cells.length).toBeGreaterThan(20);
    expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);
  });

  it('paths to 512 characters, with all that a path may have', async () => {
    const path = `/${'!"#$%&()*+,-.:;<=>?@[]^_`{|}~'.repeat(17)}/`;
    const deployment = await anArmedDeployment({ users: [stale('alice', path)] });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 1 } });
  });
});

describe('a name that IAM does not allow is of nobody whom IAM knows: told, and nothing is written for it', () => {
  it.each([
    ['a blank', 'al ice'],
    ['a line break', 'al\nice'],
    ['a null', 'al\u0000ice'],
    ['a terminal escape', 'al\u001B[2Jice'],
    ['a mark that turns the direction of writing', '\u202Eecila'],
    ['a character without width', 'al\u200Bice'],
    ['letters beyond ASCII', 'älice'],
    ['a look-alike letter', '\u0430lice'],
    ['a picture', '\u{1F511}'],
    ['half of one', '\uD83D'],
    ['256 characters', 'n'.repeat(256)],
    ['a shell command', '$(id);`id`'],
    ['HTML', '<script>alert(1)</script>'],
    ['an address', '../../alice'],
    ['a glob', '*'],
    ['a quote', `"'`],
  ])('%s', async (_what, name) => {
    const deployment = await anArmedDeployment({ users: [...theStaff(), stale(name)] });
    const run = await deployment.run();
    // The run is halted, or that user alone is unclear.
    expect([run.ended, run.counts.unclear ?? 0]).not.toEqual(['completed', 0]);
    expect(run.message).toMatch(/^[^\r\n]*$/);
    const others = deployment.writes().filter((write) => !STALE_WRITES.some((known) => known === write));
    expect(others).toEqual([]);
    const [digest] = deployment.digests();
    expect(digest?.message).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
    expect(digest?.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  });
});

describe('a tag protects when key and value are what the policy says, and not when they look like it', () => {
  const aged = (tags: Record<string, string>) => [
    aUser({ name: 'alice', tags, keys: [aKey({ id: ALICE_OLD_KEY, lastUsed: used })] }),
  ];
  const policy = {
    ...AT_ONCE,
    exemptions: [
      { name: 'leave', match: { tags: { 'on-leave': '*', team: 'Ops 1' } }, reason: 'for the test' },
    ],
  };

  it.each<[string, Record<string, string>, spared: boolean]>([
    ['the key in another case', { 'On-Leave': 'yes' }, true],
    ['an empty value, where any will do', { 'on-leave': '' }, true],
    ['a value of 256 characters', { 'on-leave': 'v'.repeat(256) }, true],
    ['a formula for a value', { 'on-leave': '=HYPERLINK("http://example.com")' }, true],
    ['control characters for a value', { 'on-leave': 'a\u0000\u001B[2J\n' }, true],
    ['pictures for a value', { 'on-leave': '\u{1F334}'.repeat(128) }, true],
    ['the value to the letter', { team: 'Ops 1' }, true],
    ['the value in another case', { team: 'ops 1' }, false],
    ['the value with a blank that is none', { team: 'Ops\u00A01' }, false],
    ['a star for the value', { team: '*' }, false],
    ['the key with a look-alike letter', { 'on-l\u0435ave': 'yes' }, false],
    ['the key with a character without width', { 'on-leave\u200B': 'yes' }, false],
    ['the key with a blank behind it', { 'on-leave ': 'yes' }, false],
    ['a key that every object has', { constructor: 'yes' }, false],
  ])('%s', async (_what, tags, spared) => {
    const deployment = await anArmedDeployment({ users: aged(tags), policy });
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      counts: spared ? { exempt: 1 } : { disabled: 1 },
    });
    expect(deployment.writes()).toHaveLength(spared ? 0 : 1);
  });
});

describe('what a policy calls an exemption is read by people and spreadsheets, and does nothing to them', () => {
  it.each([
    ['a formula', '=HYPERLINK("http://example.com")'],
    ['a formula behind blanks', ' \t+1'],
    ['a heading of the digest', 'leave\n\nDISABLED (9)\n  bob, password'],
    ['a terminal escape', 'leave\u001B[2J'],
    ['a mark that turns the direction of writing', 'leave\u202E'],
    ['a line break of Unicode’s', 'leave\u2028DISABLED (9)'],
    ['half of a picture', 'leave\uD83D'],
    ['256 characters', 'w'.repeat(256)],
  ])('%s', async (_what, words) => {
    const exemption = { name: words, match: { tags: { 'on-leave': '*' } }, reason: words };
    const deployment = await anArmedDeployment({ policy: { ...AT_ONCE, exemptions: [exemption] } });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { exempt: 1 } });
    expect(deployment.writes()).toEqual(STALE_WRITES);
    const [digest] = deployment.digests();
    expect(digest?.message).toContain('EXEMPT (1)');
    expect(digest?.message).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]|^DISABLED \(9\)/mu);
    expect(
      Math.max(
        ...(digest?.message.split('\n') ?? [])
          .filter((line) => !line.startsWith('https:'))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(72);
    const { 'findings.csv': csv = '' } = recordOf(deployment.account, RUN_ID);
    const cells = parse(csv, { record_delimiter: '\r\n' }).flat();
    expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);
  });
});
