import { asksAboutGroups, shortestLimit } from '../../../../lambda/domain/policy/rules';
import type { UserLookup } from '../../../../lambda/domain/evaluation/user-evidence';
import type { Exemption, Match, Override } from '../../../../lambda/domain/policy/schema';
import {
  aKey,
  aLookUp,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  verdictKindsOf,
  verdictOf,
} from '../../../support/builders';

/** Stale by far; in group `ops`, tagged `Owner=data`. */
const alice = aReportRow({ path: '/team/', ...aPassword() });
const known: Parameters<typeof aLookUp>[1] = { groups: ['ops'], tags: { Owner: 'data' } };
const lookedUp = (user: Parameters<typeof aLookUp>[0]) => aLookUp(user, known);
const unreadable = (): UserLookup => ({ kind: 'unreadable', cause: 'AccessDenied' });

const underExemptions = (...exemptions: Exemption[]) =>
  verdictOf(alice, { policy: aPolicy({ exemptions }), lookedUp });

describe('an exemption: all that are given must match, any entry of one suffices', () => {
  it.each<[string, Match, 'exempt' | 'stale']>([
    ['the name', { users: ['alice'] }, 'exempt'],
    ['the name in another case', { users: ['ALICE'] }, 'exempt'],
    ['a glob in another case', { users: ['Al?C*'] }, 'exempt'],
    ['another name', { users: ['bob'] }, 'stale'],
    ['part of the name', { users: ['ali'] }, 'stale'],
    ['any one of several names', { users: ['bob', 'alice'] }, 'exempt'],
    ['a prefix of the path', { paths: ['/te'] }, 'exempt'],
    ['the path in another case', { paths: ['/Team/'] }, 'stale'],
    ['a path below', { paths: ['/team/a/'] }, 'stale'],
    ['any one of several paths', { paths: ['/x/', '/team/'] }, 'exempt'],
    ['a group', { groups: ['ops'] }, 'exempt'],
    ['another group', { groups: ['op'] }, 'stale'],
    ['any one of several groups', { groups: ['dev', 'ops'] }, 'exempt'],
    ['a tag', { tags: { Owner: 'data' } }, 'exempt'],
    ['a tag by its key in another case', { tags: { oWNER: 'data' } }, 'exempt'],
    ['a tag by its value in another case', { tags: { Owner: 'Data' } }, 'stale'],
    ['a tag of any value', { tags: { Owner: '*' } }, 'exempt'],
    ['a value is no glob', { tags: { Owner: 'da*' } }, 'stale'],
    ['a tag of any value that the user lacks', { tags: { Team: '*' } }, 'stale'],
    ['a tag whose name every object has', { tags: { constructor: '*' } }, 'stale'],
    ['any one of several tags', { tags: { Team: 'x', Owner: 'data' } }, 'exempt'],
    [
      'name, path, group and tag',
      { users: ['a*'], paths: ['/team/'], groups: ['ops'], tags: { Owner: '*' } },
      'exempt',
    ],
    ['all but the name', { users: ['b*'], paths: ['/team/'], groups: ['ops'] }, 'stale'],
    ['all but the path', { users: ['a*'], paths: ['/x/'], tags: { Owner: '*' } }, 'stale'],
    ['all but the group', { users: ['a*'], groups: ['dev'], tags: { Owner: '*' } }, 'stale'],
    ['all but the tag', { users: ['a*'], groups: ['ops'], tags: { Owner: 'x' } }, 'stale'],
  ])('%s', (_, match, kind) => {
    expect(underExemptions(anExemption({ match })).kind).toBe(kind);
  });

  it('any live one that matches protects, and is named', () => {
    const verdict = underExemptions(
      anExemption({ name: 'other', match: { users: ['bob'] } }),
      anExemption({ name: 'this', match: { users: ['alice'] } }),
    );
    expect(verdict).toMatchObject({ kind: 'exempt', exemption: { name: 'this' } });
  });

  it('who is in use needs none', () => {
    const row = aReportRow(aPassword({ lastUsed: daysAgo(1) }));
    const policy = aPolicy({ exemptions: [anExemption({ match: { users: ['alice'] } })] });
    expect(verdictOf(row, { policy }).kind).toBe('inUse');
  });

  it('protects a due one, too', () => {
    const row = aReportRow(aPassword({ lastUsed: daysAgo(40) }));
    const policy = aPolicy({ exemptions: [anExemption({ match: { users: ['alice'] } })] });
    expect(verdictOf(row, { policy }).kind).toBe('exempt');
  });
});

describe('`until`: a calendar date, inclusive, UTC', () => {
  const on = (now: string) =>
    verdictOf(alice, {
      now: Date.parse(now),
      policy: aPolicy({ exemptions: [anExemption({ match: { users: ['alice'] }, until: '2026-11-20' })] }),
    }).kind;

  it.each([
    ['the day before', '2026-11-19T07:00:00Z', 'exempt'],
    ['its first millisecond', '2026-11-20T00:00:00.000Z', 'exempt'],
    ['its last millisecond', '2026-11-20T23:59:59.999Z', 'exempt'],
    ['the millisecond after', '2026-11-21T00:00:00.000Z', 'stale'],
    ['the day after', '2026-11-21T07:00:00Z', 'stale'],
  ])('%s', (_, now, kind) => {
    expect(on(now)).toBe(kind);
  });

  it('one that ended does not hide a live one behind it', () => {
    const match = { users: ['alice'] };
    const verdict = underExemptions(
      anExemption({ name: 'ended', match, until: '2026-11-19' }),
      anExemption({ name: 'live', match }),
    );
    expect(verdict).toMatchObject({ kind: 'exempt', exemption: { name: 'live' } });
  });
});

describe('tags and groups that cannot be read: `unclear` where the policy asks about them', () => {
  const under = (options: Parameters<typeof aPolicy>[0], row = alice) =>
    verdictOf(row, { policy: aPolicy(options), lookedUp: unreadable }).kind;
  const byTag = anExemption({ name: 'by tag', match: { tags: { Owner: 'data' } } });

  it.each<[string, Parameters<typeof aPolicy>[0], string]>([
    ['the policy asks for neither', {}, 'stale'],
    ['an exemption asks for tags', { exemptions: [byTag] }, 'unclear'],
    [
      'an exemption asks for groups',
      { exemptions: [anExemption({ match: { groups: ['ops'] } })] },
      'unclear',
    ],
    [
      'an exemption asks for tags of a user with another name',
      { exemptions: [anExemption({ match: { users: ['bob'], tags: { Owner: '*' } } })] },
      'stale',
    ],
    [
      'an exemption that has ended asks for tags',
      { exemptions: [anExemption({ match: { tags: { Owner: '*' } }, until: '2026-11-19' })] },
      'stale',
    ],
    [
      'an exemption by name surely matches, before one that asks',
      { exemptions: [anExemption({ match: { users: ['alice'] } }), byTag] },
      'exempt',
    ],
    [
      'an exemption by name surely matches, after one that asks',
      { exemptions: [byTag, anExemption({ match: { users: ['alice'] } })] },
      'exempt',
    ],
    [
      'an override asks for tags',
      { overrides: [anOverride({ match: { tags: { Owner: '*' } }, password: { maxUnusedDays: 90 } })] },
      'unclear',
    ],
    [
      'an override by path comes first and settles it',
      {
        overrides: [
          anOverride({ match: { paths: ['/team/'] }, password: { maxUnusedDays: 60 } }),
          anOverride({ name: 'by tag', match: { tags: { Owner: '*' } }, password: { maxUnusedDays: 90 } }),
        ],
      },
      'stale',
    ],
    [
      'an override that asks comes before one by path',
      {
        overrides: [
          anOverride({ match: { tags: { Owner: '*' } }, password: { maxUnusedDays: 90 } }),
          anOverride({ name: 'by path', match: { paths: ['/team/'] }, password: { maxUnusedDays: 60 } }),
        ],
      },
      'unclear',
    ],
  ])('%s', (_, options, kind) => {
    expect(under(options)).toBe(kind);
  });

  it('who is in use under the shortest limit is in use, whatever the tags say', () => {
    const row = aReportRow(aPassword({ lastUsed: daysAgo(37) }));
    expect(under({ exemptions: [byTag] }, row)).toBe('inUse');
  });

  it.each<['tags' | 'groups', Match]>([
    ['tags', { tags: { Owner: '*' } }],
    ['groups', { groups: ['ops'] }],
  ])('the cause names %s when the policy asks for those alone', (what, match) => {
    const policy = aPolicy({ exemptions: [anExemption({ match })] });
    expect(verdictOf(alice, { policy, lookedUp: unreadable })).toMatchObject({
      kind: 'unclear',
      cause: expect.stringContaining(what),
    });
  });

  it('groups that nobody asked IAM about are not "none"', () => {
    const policy = aPolicy({ exemptions: [anExemption({ match: { groups: ['ops'] } })] });
    const withoutGroups = (user: Parameters<typeof aLookUp>[0]): UserLookup => {
      const read = aLookUp(user);
      return read.kind === 'read' ? { ...read, groups: undefined } : read;
    };
    expect(verdictOf(alice, { policy, lookedUp: withoutGroups }).kind).toBe('unclear');
  });
});

describe('overrides: the first that matches replaces the sections it names', () => {
  const row = aReportRow({
    path: '/service/',
    ...aPassword({ lastUsed: daysAgo(60) }),
    ...aKey(1, { lastUsed: daysAgo(60) }),
  });
  const kinds = (...overrides: Override[]) =>
    verdictKindsOf([row], { policy: aPolicy({ overrides }), lookedUp });

  it.each<[string, Override[], Record<string, string>]>([
    ['none', [], { 'alice password': 'stale', 'alice key 1': 'stale' }],
    ['one that names a section', [anOverride()], { 'alice password': 'stale', 'alice key 1': 'inUse' }],
    [
      'one that names both',
      [anOverride({ password: { maxUnusedDays: 90 } })],
      { 'alice password': 'inUse', 'alice key 1': 'inUse' },
    ],
    [
      'one of somebody else',
      [anOverride({ match: { users: ['bob'] } })],
      { 'alice password': 'stale', 'alice key 1': 'stale' },
    ],
    [
      'the first of two that match, for the section that both name',
      [anOverride({ accessKey: { maxUnusedDays: 50 } }), anOverride({ name: 'second' })],
      { 'alice password': 'stale', 'alice key 1': 'stale' },
    ],
    [
      'the first of two that match, even for a section that it does not name',
      [anOverride(), anOverride({ name: 'second', password: { maxUnusedDays: 90 } })],
      { 'alice password': 'stale', 'alice key 1': 'inUse' },
    ],
    [
      'one by group',
      [anOverride({ match: { groups: ['OPS'] } })],
      { 'alice password': 'stale', 'alice key 1': 'inUse' },
    ],
    [
      'one by tag',
      [anOverride({ match: { tags: { owner: 'data' } } })],
      { 'alice password': 'stale', 'alice key 1': 'inUse' },
    ],
    [
      'one that is stricter',
      [anOverride({ password: { maxUnusedDays: 30 }, accessKey: { maxUnusedDays: 70 } })],
      { 'alice password': 'stale', 'alice key 1': 'inUse' },
    ],
  ])('%s', (_, overrides, expected) => {
    expect(kinds(...overrides)).toEqual(expected);
  });

  it('names the override and its limit in the verdict', () => {
    const overrides = [
      anOverride({ name: 'strict', match: { users: ['alice'] }, password: { maxUnusedDays: 30 } }),
    ];
    expect(verdictOf(alice, { policy: aPolicy({ overrides }) })).toMatchObject({
      override: 'strict',
      maxUnusedDays: 30,
    });
  });
});

it.each<[string, Parameters<typeof aPolicy>[0], number]>([
  ['the shorter of the two sections', { accessKey: { maxUnusedDays: 90 } }, 45],
  ['an override, if that is shorter', { overrides: [anOverride({ accessKey: { maxUnusedDays: 31 } })] }, 31],
])('shortestLimit is %s', (_, options, days) => {
  expect(shortestLimit(aPolicy(options))).toBe(days);
});

it.each<[string, Parameters<typeof aPolicy>[0], boolean]>([
  ['no rule', {}, false],
  ['rules by name and path', { exemptions: [anExemption()], overrides: [anOverride()] }, false],
  ['an exemption by group', { exemptions: [anExemption({ match: { groups: ['ops'] } })] }, true],
  ['an override by group', { overrides: [anOverride({ match: { groups: ['ops'] } })] }, true],
])('asksAboutGroups, with %s', (_, options, asks) => {
  expect(asksAboutGroups(aPolicy(options))).toBe(asks);
});
