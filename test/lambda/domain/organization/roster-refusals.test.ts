import { refuseRoster, RosterError } from '../../../../lambda/domain/organization/roster-refusals';
import type { ListedAccount } from '../../../../lambda/domain/organization/account';
import { accountId, aListedAccount } from './an-organization';

const EXPECTED = { central: accountId(0), management: accountId(1), lastTime: undefined };
const list = (accounts: number): ListedAccount[] =>
  Array.from({ length: accounts }, (_, index) => aListedAccount({ id: accountId(index) }));

function refusal(
  listed: readonly ListedAccount[],
  parts: Partial<Parameters<typeof refuseRoster>[1]> = {},
): string {
  try {
    refuseRoster(listed, { ...EXPECTED, ...parts });
  } catch (error) {
    if (error instanceof RosterError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a list that cannot be the whole organization halts the run', () => {
  it.each<[string, ListedAccount[]]>([
    ['accepted', list(2)],
    [
      'the list of accounts is empty; check that this account is a delegated administrator of the organization',
      [],
    ],
    [
      `the list of accounts has ${accountId(1)} twice; the next run lists again`,
      [...list(2), aListedAccount({ id: accountId(1) })],
    ],
    [
      'the list of accounts has no id at [2]; the next run lists again',
      [...list(2), { ...aListedAccount({}), id: undefined }],
    ],
    [
      'the list of accounts has "11111111111" at [2], which is not an account id of 12 digits; the next run lists again',
      [...list(2), aListedAccount({ id: '11111111111' })],
    ],
    [
      `the list of accounts lacks ${accountId(1)}, the management account; check that this account is a delegated administrator of the organization`,
      list(1),
    ],
    [
      `the list of accounts lacks ${accountId(0)}, the account of this deployment; check that this account is a delegated administrator of the organization`,
      list(2).slice(1),
    ],
  ])('%s', (message, listed) => {
    expect(refusal(listed)).toBe(message);
  });

  it('a run by hand of an account that is not there', () => {
    expect(refusal(list(2), { only: [accountId(0), accountId(7)] })).toBe(
      `no account of the organization is ${accountId(7)}; correct the list of accounts in the input of the execution`,
    );
  });
});

describe('too many accounts have gone: more than 20% and more than 5', () => {
  it.each([
    ['20 of 100', 80, 100, true],
    ['21 of 100', 79, 100, false],
    ['5 of 10: few, if a large part', 5, 10, true],
    ['6 of 11', 5, 11, false],
    ['nothing is known of last time', 5, undefined, true],
    ['more than last time', 20, 10, true],
  ])('%s', (_, now, lastTime, accepted) => {
    expect(refusal(list(now), { lastTime }) === 'accepted').toBe(accepted);
  });

  it('the error says how many there are, for the ledger: the next run goes on with them', () => {
    expect(() => refuseRoster(list(79), { ...EXPECTED, lastTime: 100 })).toThrow(
      expect.objectContaining({ dropTo: 79 }),
    );
  });
});
