import * as z from 'zod';
import {
  accountsToSweep,
  freezeRoster,
  Roster,
  RosterItem,
  rosterItems,
} from '../../../../lambda/domain/organization/roster';
import { rosterChanges } from '../../../../lambda/domain/organization/roster-changes';
import { NOW } from '../../../support/builders';
import {
  accountId,
  aListedAccount,
  anEntry,
  anExclusion,
  anOrganizationPolicy,
  aRoster,
  inOu,
  ORGANIZATION_ID,
  RUN,
  SANDBOX,
  toSweep,
} from './an-organization';

type Input = Parameters<typeof freezeRoster>[0];
const freeze = (parts: Partial<Input> = {}) =>
  freezeRoster({
    organizationId: ORGANIZATION_ID,
    runId: RUN,
    now: NOW,
    master: 'enforce',
    policy: anOrganizationPolicy(),
    listed: [aListedAccount()],
    ...parts,
  });
const kinds = (parts: Partial<Input>) => freeze(parts).accounts.map(({ kind }) => kind);

it.each([
  ['ACTIVE', 'toSweep'],
  ['SUSPENDED', 'suspended'],
  ['PENDING_CLOSURE', 'suspended'],
  ['CLOSED', 'suspended'],
  ['PENDING_ACTIVATION', 'suspended'],
  ['active', 'unclear'],
  ['FROZEN', 'unclear'],
  [undefined, 'unclear'],
])('an account whose state is %s is %s', (state, kind) => {
  expect(kinds({ listed: [aListedAccount({ state })] })).toEqual([kind]);
});

it('a state that nobody knows is named in the cause, cleaned', () => {
  expect(freeze({ listed: [aListedAccount({ state: 'FRO\u202EZEN' })] }).accounts).toMatchObject([
    { cause: 'its state is FROZEN, which is not understood' },
  ]);
});

it('an account is swept in its effective mode, and keeps its own', () => {
  const policy = anOrganizationPolicy({ accounts: [anEntry()] });
  expect(freeze({ policy, master: 'dry-run' }).accounts).toMatchObject([{ own: 'enforce', mode: 'dry-run' }]);
  expect(freeze({ policy }).accounts).toMatchObject([{ own: 'enforce', mode: 'enforce' }]);
});

it('an exclusion stands with its reason; the default has none', () => {
  const policy = anOrganizationPolicy({
    accounts: [anExclusion({ until: '2027-01-31' })],
    default: 'excluded',
  });
  const listed = [aListedAccount({}), aListedAccount({ id: accountId(1) })];
  expect(freeze({ policy, listed }).accounts).toMatchObject([
    { kind: 'excluded', entry: 'PCI freeze', reason: 'an audit', until: '2027-01-31' },
    { kind: 'excluded', id: accountId(1) },
  ]);
});

it('where an OU decides, an account without a known place is not swept', () => {
  const policy = anOrganizationPolicy({ accounts: [anEntry({ match: { ous: [SANDBOX] } })] });
  expect(kinds({ policy, listed: [aListedAccount({ paths: undefined })] })).toEqual(['unclear']);
  expect(kinds({ policy, listed: [inOu(SANDBOX)] })).toEqual(['toSweep']);
});

it('a suspended account is not excluded, whatever the policy says: it cannot be swept at all', () => {
  const policy = anOrganizationPolicy({ accounts: [anExclusion()] });
  expect(kinds({ policy, listed: [aListedAccount({ state: 'SUSPENDED' })] })).toEqual(['suspended']);
});

it('a run of named accounts honours exclusions', () => {
  const policy = anOrganizationPolicy({ accounts: [anExclusion()] });
  const listed = [
    aListedAccount({}),
    aListedAccount({ id: accountId(1) }),
    aListedAccount({ id: accountId(2) }),
  ];
  const roster = freeze({ policy, listed, only: [accountId(), accountId(2)] });
  expect(roster.accounts.map(({ id, kind }) => [id, kind])).toEqual([
    [accountId(), 'excluded'],
    [accountId(2), 'toSweep'],
  ]);
  expect(roster.only).toEqual([accountId(), accountId(2)]);
});

it('the list comes in any order, and the roster is sorted by id', () => {
  const listed = [3, 1, 2].map((index) => aListedAccount({ id: accountId(index) }));
  expect(freeze({ listed }).accounts.map(({ id }) => id)).toEqual([1, 2, 3].map(accountId));
});

it('Judge maps over the accounts to sweep alone; each item says of which run it is', () => {
  const roster = aRoster([toSweep(), { kind: 'suspended', id: accountId(1), state: 'CLOSED' }]);
  expect(accountsToSweep(roster)).toHaveLength(1);
  expect(rosterItems(roster)).toEqual([
    { version: 1, runId: RUN, id: accountId(), name: 'payments', parents: ['r-ab12'], mode: 'enforce' },
  ]);
  expect(RosterItem.parse(rosterItems(roster)[0])).toBeDefined();
});

it('what is written is what is read', () => {
  const policy = anOrganizationPolicy({ accounts: [anExclusion()] });
  const roster = freeze({
    policy,
    only: [accountId(), accountId(1), accountId(2)],
    listed: [
      aListedAccount({ joinedAt: NOW }),
      aListedAccount({ id: accountId(1), state: 'CLOSED' }),
      aListedAccount({ id: accountId(2), state: '?' }),
    ],
  });
  expect(Roster.parse(JSON.parse(JSON.stringify(z.encode(Roster, roster))))).toEqual(roster);
});

describe('changes since the last roster', () => {
  const change = (before: Parameters<typeof aRoster>[0], after: Parameters<typeof aRoster>[0]) =>
    rosterChanges(aRoster(before), aRoster(after));
  const none = { joined: [], gone: [], moved: [], modeChanged: [] };

  it('none', () => {
    expect(change([toSweep()], [toSweep()])).toEqual(none);
  });
  it('the master switch is not the account', () => {
    expect(change([toSweep()], [toSweep(accountId(), { mode: 'dry-run' })])).toEqual(none);
  });
  it('a new one, and one that has left', () => {
    const { joined, gone } = change([toSweep()], [toSweep(accountId(1))]);
    expect([joined, gone].map(([each]) => each?.id)).toEqual([accountId(1), accountId()]);
  });
  it('a move, also from or to a place that is not known', () => {
    const [here, there] = [toSweep(), toSweep(accountId(), { parents: ['r-ab12', SANDBOX] })];
    expect(change([here], [there]).moved).toEqual([{ account: there, from: ['r-ab12'] }]);
    const { parents: _parents, ...nowhere } = here;
    expect(change([nowhere], [here]).moved).toEqual([{ account: here, from: undefined }]);
  });
  it('a mode of its own that has changed', () => {
    const after = toSweep(accountId(), { own: 'dry-run' });
    expect(change([toSweep()], [after]).modeChanged).toEqual([{ account: after, from: 'enforce' }]);
  });
});
