import * as z from 'zod';
import type { Changes } from '../../../../lambda/domain/changes/changes';
import { HOUR } from '../../../../lambda/domain/instant';
import type { RunReport } from '../../../../lambda/domain/run-report';
import { resultRecord } from '../../../../lambda/domain/records/json-records';
import { aPassword, anEvaluation, aReportRow, daysAgo } from '../../../support/builders';
import {
  aRunReport,
  bodyOf,
  candidateOf,
  OUTCOMES,
  resultOf,
  sectionsOf,
  targetOf,
  tooWide,
  unwrapped,
} from './run-reports';

const Outcomes = z.object({ outcomes: z.array(z.object({ administrator: z.boolean().optional() })) });

type Known = Pick<RunReport, 'administrators' | 'administratorsUnread' | 'source'>;

const arnOf = (user: string) => targetOf({ user }).user.arn;
const areAdministrators = (...users: readonly string[]): Known => ({
  administrators: new Set(users.map(arnOf)),
});
const unusedSince = (user: string, lastUsed: number) => aReportRow({ user, ...aPassword({ lastUsed }) });

// `early` and `due-early` were announced two days ago, so their day comes first.
const evaluation = anEvaluation(
  [
    unusedSince('oldest', daysAgo(60)),
    unusedSince('older', daysAgo(59) - HOUR),
    unusedSince('young', daysAgo(59)),
    unusedSince('early', daysAgo(50)),
    unusedSince('due-old', daysAgo(43)),
    unusedSince('due-young', daysAgo(42)),
    unusedSince('due-early', daysAgo(41)),
  ],
  { announcements: ({ user }) => (user.name.endsWith('early') ? daysAgo(2) : undefined) },
);
const STALE = ['Stale', '2026-11-25', 'early', '2026-11-27'];
const DUE = ['Due', '2026-11-25', 'due-early', '2026-11-27'];
const sectionIn = (body: string, title: string) => sectionsOf(body).get(title) ?? '';
const onNotice = (known: Known) => sectionIn(bodyOf({ evaluation, ...known }), 'ON NOTICE (7)');
const orderOf = (section: string) =>
  [
    ...section.matchAll(/^ {2}(Stale|Due) |^ {2}From (\S+) on:$|^ {4}(\S+), password(, administrator)?$/gm),
  ].map(([, kind, day, user, mark]) => kind ?? day ?? `${user}${mark ?? ''}`);

describe('within one day administrators come first, and are marked', () => {
  it('nobody is one: by day, then by age', () => {
    const order = [...STALE, 'oldest', 'older', 'young', ...DUE, 'due-old', 'due-young'];
    expect(orderOf(onNotice(areAdministrators()))).toEqual(order);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['one that is unused an hour less', ['young'], ['young, administrator', 'oldest', 'older']],
    ['two, by age', ['young', 'older'], ['older, administrator', 'young, administrator', 'oldest']],
    [
      'all, by age',
      ['young', 'older', 'oldest'],
      ['oldest, administrator', 'older, administrator', 'young, administrator'],
    ],
  ])('%s', (_, users, expected) => {
    const order = [...STALE, ...expected, ...DUE, 'due-old', 'due-young'];
    expect(orderOf(onNotice(areAdministrators(...users)))).toEqual(order);
  });

  it('nobody moves to another day, and nobody who is due before those who are stale', () => {
    const order = [
      ...STALE,
      'young, administrator',
      'oldest',
      'older',
      ...DUE,
      'due-young, administrator',
      'due-old',
    ];
    expect(orderOf(onNotice(areAdministrators('young', 'due-young')))).toEqual(order);
  });

  it('in NEWLY ON NOTICE too', () => {
    const changes: Changes = {
      since: daysAgo(1),
      counts: [],
      onNotice: new Set(evaluation.judged.slice(0, 3).map(({ credential }) => credential)),
      stale: new Set(),
      spared: new Map(),
      exempt: new Map(),
    };
    const body = bodyOf({ evaluation, changes, ...areAdministrators('young', 'due-young') });
    expect(orderOf(sectionIn(body, 'NEWLY ON NOTICE (3)'))).toEqual([
      'Stale',
      '2026-11-27',
      'young, administrator',
      'oldest',
      'older',
    ]);
    expect(orderOf(sectionIn(body, 'ON NOTICE (4)'))).toEqual([
      'Stale',
      '2026-11-25',
      'early',
      ...DUE,
      'due-young, administrator',
      'due-old',
    ]);
  });

  it('without administrators on notice the mail is the same to the letter', () => {
    expect(bodyOf({ evaluation, ...areAdministrators('somebody-else') })).toBe(
      bodyOf({ evaluation, ...areAdministrators() }),
    );
  });
});

describe('what is not known of administrators is said, and nobody is marked', () => {
  const cause = 'GetAccountAuthorizationDetails failed: AccessDenied: no';
  it.each<[string, Known, string]>([
    [
      'a failed call',
      { administratorsUnread: { cause } },
      `Whether 7 users of these are administrators is not known today: ${cause}.`,
    ],
    [
      'no check',
      {},
      'Whether 7 users of these are administrators is not known today: no account check was made.',
    ],
    [
      'a live preview',
      { administratorsUnread: { cause }, source: { kind: 'live' } },
      'Whether 7 users of these are',
    ],
    [
      'one user',
      { ...areAdministrators(), administratorsUnread: { cause, users: new Set([arnOf('young')]) } },
      `Whether 1 user of these is an administrator is not known today: ${cause}.`,
    ],
    [
      'somebody, while one is known',
      { ...areAdministrators('young'), administratorsUnread: { cause } },
      `Whether 6 users of these are administrators is not known today: ${cause}.`,
    ],
  ])('%s', (_, known, expected) => {
    const text = unwrapped(onNotice({ administrators: undefined, ...known }));
    expect(text).toContain(expected);
    expect(text.match(/is not known today/g)).toHaveLength(1);
    expect(text.match(/, administrator /g) ?? []).toHaveLength(known.administrators?.size ?? 0);
  });

  it.each<[string, Known]>([
    ['all are known', areAdministrators('young')],
    [
      'it is not known of somebody who is not on notice',
      { ...areAdministrators(), administratorsUnread: { cause, users: new Set([arnOf('in-use')]) } },
    ],
    ['a file asks IAM nothing', { source: { kind: 'file', file: 'report.csv', newest: undefined } }],
    ['nor does the sample', { source: { kind: 'sample' } }],
  ])('not when %s', (_, known) => {
    expect(onNotice({ administrators: undefined, ...known })).not.toContain('not known today');
  });

  it('not when nobody is on notice', () => {
    const unread = { administrators: undefined, administratorsUnread: { cause } };
    expect(bodyOf({ evaluation: anEvaluation([]), ...unread })).not.toContain('not known today');
  });

  it('in our form, whatever IAM answers', () => {
    const section = onNotice({
      ...areAdministrators(),
      administratorsUnread: { cause: `no\r\n\u202e${'x '.repeat(500)}` },
    });
    expect(section).not.toMatch(/[^\n\x20-\x7e]/);
    expect(tooWide(section)).toEqual([]);
    expect(section.length).toBeLessThan(2_000);
  });
});

describe('elsewhere they are marked, where they stand', () => {
  const known = areAdministrators('alice');
  it.each(['disabled', 'wouldDisable', 'failed', 'deferred', 'refused'] as const)('%s', (kind) => {
    const results = [resultOf(OUTCOMES[kind], { user: 'bob' }), resultOf(OUTCOMES[kind], { user: 'alice' })];
    const body = bodyOf({ results, ...known });
    expect([...body.matchAll(/^ {2}(?:alice|bob), password.*$/gm)].map(([line]) => line)).toEqual([
      '  bob, password',
      '  alice, password, administrator',
    ]);
  });

  it("beyond today's limit, in the order of the plan", () => {
    const overLimit = [candidateOf({ user: 'bob' }), candidateOf({ user: 'alice' })];
    const section = sectionIn(bodyOf({ overLimit, ...known }), "STALE, AND BEYOND TODAY'S LIMIT (2)");
    expect(section.indexOf('bob, password\n')).toBeLessThan(
      section.indexOf('alice, password, administrator\n'),
    );
  });

  it('stale, and left alone', () => {
    const { credential, evidence, verdict } = candidateOf({ user: 'alice' });
    const body = bodyOf({
      evaluation: {
        judged: [{ credential, evidence, verdict, strictCis: 'fail' }],
        activeCredentials: 1,
        matchNobody: [],
      },
      ...known,
    });
    expect(sectionIn(body, 'STALE, AND LEFT ALONE BY THIS RUN (1)')).toContain(
      'alice, password, administrator\n',
    );
  });

  it('in result.json, where they are known', () => {
    const results = [
      resultOf(OUTCOMES.disabled, { user: 'bob' }),
      resultOf(OUTCOMES.disabled, { user: 'alice' }),
    ];
    const { outcomes } = Outcomes.parse(JSON.parse(resultRecord(aRunReport({ results, ...known }))));
    expect(outcomes.map(({ administrator }) => administrator)).toEqual([undefined, true]);
  });
});
