import * as z from 'zod';
import { DAY } from '../../../../lambda/domain/instant';
import { type ActItem, ActItems, Allotment } from '../../../../lambda/domain/organization/act';
import { allot, allottedByAccount, toldWithin } from '../../../../lambda/domain/organization/allot';
import { withoutChanged } from '../../../../lambda/domain/organization/changed-since';
import { NOW } from '../../../support/builders';
import {
  accountId,
  aListedAccount,
  anAnswer,
  anEntry,
  anOrganizationPolicy,
  aRoster,
  inOu,
  ROOT,
  RUN,
  SANDBOX,
  toSweep,
} from './an-organization';

type Input = Parameters<typeof allot>[0];
/** References by name; the account is 0 for lower case and 1 for upper case. */
const planning = (index: number, planned: Record<string, number>, parts: Partial<Input['answers'][0]> = {}) =>
  anAnswer({
    accountId: accountId(index),
    status: 'planned',
    mode: 'enforce',
    activeCredentials: 10,
    planned: Object.entries(planned).map(([id, reference]) => ({ id, reference })),
    ...parts,
  });
const given = (parts: Partial<Input> = {}) =>
  allot({
    runId: RUN,
    answers: [planning(0, { a: 1, b: 4 }), planning(1, { A: 2, B: 3 })],
    limits: anOrganizationPolicy().limits,
    spent: 0,
    isTold: () => true,
    barrier: undefined,
    ...parts,
  });
const idsOf = (parts: Partial<Input>) => given(parts).items.map(({ ids }) => ids.join(''));
const limits = (parts: Partial<Input['limits']>) => ({ ...anOrganizationPolicy().limits, ...parts });

describe('the longest unused first, over all accounts', () => {
  it.each([
    [100, 0, ['ab', 'AB']],
    [4, 0, ['ab', 'AB']],
    [3, 0, ['a', 'AB']],
    [2, 0, ['a', 'A']],
    [1, 0, ['a', '']],
    [0, 0, ['', '']],
    [4, 2, ['a', 'A']],
    [4, 4, ['', '']],
    [4, 9, ['', '']],
  ])('at most %d a day, %d of them spent', (maxDisabledPerDay, spent, expected) => {
    expect(idsOf({ limits: limits({ maxDisabledPerDay }), spent })).toEqual(expected);
  });

  it('a percentage of all active credentials that were judged, rounded up', () => {
    const quiet = anAnswer({ accountId: accountId(2), activeCredentials: 1 });
    const answers = [planning(0, { a: 1, b: 4 }), planning(1, { A: 2, B: 3 })];
    expect(idsOf({ answers, limits: limits({ maxDisabledPercent: 10 }) })).toEqual(['a', 'A']);
    expect(idsOf({ answers: [...answers, quiet], limits: limits({ maxDisabledPercent: 10 }) })).toEqual([
      'a',
      'AB',
    ]);
  });

  it('whom no mail has named waits, and takes no room', () => {
    expect(idsOf({ isTold: ({ id }) => id !== 'a', limits: limits({ maxDisabledPerDay: 2 }) })).toEqual([
      '',
      'AB',
    ]);
  });

  it('an account that does not wait gets nothing', () => {
    expect(
      idsOf({ answers: [planning(0, { a: 1 }, { status: 'completed' }), planning(1, { A: 2 })] }),
    ).toEqual(['A']);
  });
});

describe('stop', () => {
  const stop = (maxDisabledPerDay: number, parts: Partial<Input> = {}) =>
    given({ limits: limits({ maxDisabledPerDay, onExceed: 'stop' }), ...parts });

  it('as many as there is room for go', () => {
    expect(stop(4).barrier).toBeUndefined();
    expect(stop(4).items.map(({ ids }) => ids.join(''))).toEqual(['ab', 'AB']);
  });
  it('one more, and nobody goes', () => {
    expect(stop(3).items).toEqual(
      [0, 1].map((index): ActItem => ({
        version: 1,
        runId: RUN,
        id: accountId(index),
        ids: [],
        barrier: 'limits',
      })),
    );
  });
  it('what an answer had no room for counts', () => {
    const answers = [planning(0, { a: 1 }, { plannedLeftOut: 1 })];
    expect([stop(2, { answers }).barrier, stop(1, { answers }).barrier]).toEqual([undefined, 'limits']);
  });
  it('what no mail has named counts, too: it is as odd', () => {
    expect(stop(3, { isTold: () => false }).barrier).toBe('limits');
  });
});

describe('told and not acted on', () => {
  const dryRun = [planning(0, { a: 1, b: 4 }, { status: 'completed' }), planning(1, { A: 2, B: 3 })];
  it('what would go today if every account enforced', () => {
    const { items, wouldBeDisabled } = given({ answers: dryRun, limits: limits({ maxDisabledPerDay: 2 }) });
    expect(wouldBeDisabled.map(({ id }) => id)).toEqual(['a', 'A']);
    expect(items.map(({ ids }) => ids)).toEqual([['A', 'B']]);
  });
  it('the next three times the room, in the same order, told or not', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, index]));
    const { next } = given({
      answers: [planning(0, many)],
      limits: limits({ maxDisabledPerDay: 2 }),
      isTold: ({ id }) => id !== 'k0',
    });
    expect(next.map(({ id }) => id)).toEqual(['k0', 'k3', 'k4', 'k5', 'k6', 'k7']);
  });
  it('the accounts that wait come first, the others have what room is left', () => {
    const { next } = given({
      answers: [
        planning(0, { a: 1, b: 2, c: 3, d: 4 }, { status: 'completed' }),
        planning(1, { A: 8, B: 9 }),
      ],
      limits: limits({ maxDisabledPerDay: 1 }),
      isTold: () => false,
    });
    expect(next.map(({ id }) => id)).toEqual(['A', 'B', 'a']);
  });
  it('how many wait for a mail is counted, of the accounts that may act', () => {
    expect(given({ isTold: ({ id }) => id === 'a' }).plannedUntold).toBe(3);
    expect(given({ answers: dryRun, isTold: () => false }).plannedUntold).toBe(2);
    expect(given()).not.toHaveProperty('plannedUntold');
  });
  it('under a barrier it is told all the same', () => {
    expect(given({ barrier: 'coverage' }).wouldBeDisabled).toHaveLength(4);
  });
});

it('an id stands in a mail that is young enough, and in its own account', () => {
  const mail = (at: number) => [{ at, accounts: [{ accountId: accountId(), ids: ['a'] }] }];
  const a = { accountId: accountId(), id: 'a' };
  expect(toldWithin(mail(NOW - 14 * DAY), NOW)(a)).toBe(true);
  expect(toldWithin(mail(NOW - 14 * DAY - 1), NOW)(a)).toBe(false);
  expect(toldWithin(mail(NOW), NOW)({ ...a, accountId: accountId(1) })).toBe(false);
});

it('what is written is what is read; an account without credentials spends nothing', () => {
  const { items } = given({ limits: limits({ maxDisabledPerDay: 1 }) });
  expect(ActItems.parse(JSON.parse(JSON.stringify(items)))).toEqual(items);
  const allotment = given({ barrier: 'delivery' });
  const written: unknown = JSON.parse(JSON.stringify(z.encode(Allotment, allotment)));
  expect(Allotment.parse(written)).toEqual(allotment);
  expect([...allottedByAccount(items)]).toEqual([[accountId(), 1]]);
});

describe('an account that is not what Freeze found loses its allotment', () => {
  const item: ActItem = { version: 1, runId: RUN, id: accountId(), ids: ['a'] };
  const policy = anOrganizationPolicy({
    accounts: [
      anEntry({ match: { ous: [SANDBOX] } }),
      anEntry({ name: 'root', mode: 'dry-run', match: { ous: [ROOT] } }),
    ],
  });
  const roster = aRoster([toSweep(accountId(), { parents: [ROOT, SANDBOX] })]);
  const after = (listed: ReturnType<typeof aListedAccount> | undefined, parts = {}) =>
    withoutChanged([item], roster, {
      accounts: new Map(listed ? [[accountId(), listed]] : []),
      policy,
      now: NOW,
      master: 'enforce',
      ...parts,
    })[0];
  const none = { ...item, ids: [], barrier: 'changed' };

  it.each<[string, ActItem | typeof none | undefined, unknown]>([
    ['the same', after(inOu(SANDBOX)), item],
    ['suspended', after({ ...inOu(SANDBOX), state: 'SUSPENDED' }), none],
    ['moved to another mode', after(aListedAccount()), none],
    ['moved, the mode is the same', after(inOu(`ou-ab12-22222222/${SANDBOX}`)), none],
    ['not described', after(undefined), none],
    ['the master switch was pulled', after(inOu(SANDBOX), { master: 'dry-run' }), none],
  ])('%s', (_, got, expected) => {
    expect(got).toEqual(expected);
  });

  it('one without credentials stays as it is', () => {
    const idle: ActItem = { ...item, ids: [], barrier: 'limits' };
    expect(
      withoutChanged([idle], roster, { accounts: new Map(), policy, now: NOW, master: 'enforce' }),
    ).toEqual([idle]);
  });
});
