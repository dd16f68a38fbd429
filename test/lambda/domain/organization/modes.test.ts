import { effectiveMode, ownModeOf } from '../../../../lambda/domain/organization/modes';
import { DAY } from '../../../../lambda/domain/instant';
import { NOW } from '../../../support/builders';
import {
  aListedAccount,
  anEntry,
  anExclusion,
  anOrganizationPolicy,
  inOu,
  ROOT,
  SANDBOX,
} from './an-organization';

const own = (accounts: Parameters<typeof anEntry>[0][], account = aListedAccount({}), now = NOW): string => {
  const found = ownModeOf(
    anOrganizationPolicy({ accounts: accounts.map((each) => anEntry(each)) }),
    account,
    now,
  );
  return found === 'unknown' ? found : `${found.mode} by ${found.entry?.name ?? 'default'}`;
};

describe("an account's own mode", () => {
  it.each<[string, Parameters<typeof anEntry>[0][], string]>([
    ['without an entry it is the default', [], 'dry-run by default'],
    ['by its id', [{}], 'enforce by enforcing'],
    ['another id is none of its business', [{ match: { accounts: ['999999999999'] } }], 'dry-run by default'],
    ['by the root, which is above everybody', [{ match: { ous: [ROOT] } }], 'enforce by enforcing'],
    ['another OU is none of its business', [{ match: { ous: [SANDBOX] } }], 'dry-run by default'],
    [
      'either the id or the OU is enough',
      [{ match: { accounts: ['999999999999'], ous: [ROOT] } }],
      'enforce by enforcing',
    ],
    [
      'the first entry that matches counts',
      [{ name: 'first', mode: 'dry-run' }, { name: 'second' }],
      'dry-run by first',
    ],
  ])('%s', (_, entries, expected) => {
    expect(own(entries)).toBe(expected);
  });

  it('by an OU, with everything below it', () => {
    const below = aListedAccount({ paths: [`o-x/${ROOT}/${SANDBOX}/ou-ab12-22222222/111111111111`] });
    expect(own([{ match: { ous: [SANDBOX] } }], below)).toBe('enforce by enforcing');
    expect(own([{ match: { ous: [SANDBOX] } }], inOu(SANDBOX))).toBe('enforce by enforcing');
  });

  it('its name says nothing: a member can rename itself', () => {
    const renamed = aListedAccount({ name: SANDBOX });
    expect(own([{ match: { ous: [SANDBOX] } }], renamed)).toBe('dry-run by default');
  });

  it.each<[string, readonly string[] | undefined]>([
    ['no path', undefined],
    ['an empty list', []],
    ['a path without a root', ['o-x/ou-ab12-sandbox1/1']],
    ['two paths that differ', [`o-x/${ROOT}/1`, `o-x/${ROOT}/${SANDBOX}/1`]],
  ])('unknown where an OU decides and it is not known where the account is: %s', (_, paths) => {
    const lost = aListedAccount({ paths });
    expect(own([{ match: { ous: [SANDBOX] } }], lost)).toBe('unknown');
    expect(own([{ match: { accounts: [lost.id] } }, { match: { ous: [SANDBOX] } }], lost)).toBe(
      'enforce by enforcing',
    );
    expect(own([], lost)).toBe('dry-run by default');
  });

  it.each([
    ['on its last day', 0, 'excluded by PCI freeze'],
    ['on the day after, and the next entry counts', DAY, 'enforce by enforcing'],
  ])('an exclusion ends: %s', (_, later, expected) => {
    const accounts = [anExclusion({ until: '2026-11-20' }), anEntry()];
    expect(own(accounts, aListedAccount(), NOW + later)).toBe(expected);
  });

  it('an exclusion that has ended is named, so that it can be told', () => {
    const accounts = [anExclusion({ until: '2026-11-19' })];
    expect(ownModeOf(anOrganizationPolicy({ accounts }), aListedAccount(), NOW)).toMatchObject({
      ended: [{ name: 'PCI freeze' }],
    });
  });
});

describe('the effective mode is the least of all', () => {
  it.each<[Parameters<typeof effectiveMode>, string]>([
    [['enforce', { master: 'enforce' }], 'enforce'],
    [['dry-run', { master: 'enforce' }], 'dry-run'],
    [['enforce', { master: 'dry-run' }], 'dry-run'],
    [['enforce', { master: undefined }], 'dry-run'],
    [['enforce', { master: 'enforce', reportOnly: true }], 'dry-run'],
    [['enforce', { master: 'enforce', heldBack: true }], 'dry-run'],
  ])('%j is %s', (given, expected) => {
    expect(effectiveMode(...given)).toBe(expected);
  });
});
