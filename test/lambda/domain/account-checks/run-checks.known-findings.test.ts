import { layOut } from '../../../../lambda/domain/digest/layout';
import {
  type AccountChecks,
  runChecks,
  countNewFindings,
  knownFindings,
} from '../../../../lambda/domain/account-checks/run-checks';
import { accountCheckSections } from '../../../../lambda/domain/digest/account-checks';
import { HOUR } from '../../../../lambda/domain/instant';
import { aKey, aPassword, daysAgo } from '../../../support/builders';
import { unwrapped } from '../digest/run-reports';
import { aServiceCredential, aSummary, DENIED, factsOf, rulesOf, type Said, sshKeysOf } from './facts-of';

const withoutMfa = (...users: readonly string[]): Said => ({
  rows: users.map((user) => ({ user, ...aPassword(), mfa_active: 'false' })),
});
const checked = (said: Said): AccountChecks => runChecks(factsOf(said), { twoActiveKeys: false });
const told = (accountChecks: AccountChecks, before: AccountChecks) =>
  unwrapped(layOut([], accountCheckSections(accountChecks, knownFindings(before)), []).text);

describe('what the last run found is told in one line, and what it did not find is told whole', () => {
  const yesterday = () => checked(withoutMfa('alice', 'bob'));

  it('the same as yesterday', () => {
    expect(countNewFindings(yesterday(), knownFindings(yesterday()))).toBe(0);
    const text = told(yesterday(), yesterday());
    expect(text).toContain('HIGH: console users without MFA, 2, none new');
    expect(text).not.toContain('alice');
    expect(text).not.toContain('->');
  });

  it('one more: only that one, and what to do', () => {
    const today = checked(withoutMfa('alice', 'bob', 'carol'));
    expect(countNewFindings(today, knownFindings(yesterday()))).toBe(1);
    expect(told(today, yesterday())).toContain(
      'HIGH: console users without MFA, 3, 1 new (CIS 1.9, Security Hub IAM.5) carol: password enabled, no MFA device -> Ask each',
    );
  });

  it('one less is nothing new', () => {
    const today = checked(withoutMfa('bob'));
    expect(countNewFindings(today, knownFindings(yesterday()))).toBe(0);
    expect(told(today, yesterday())).toContain('HIGH: console users without MFA, none new');
  });

  it('what is new comes first, however grave the rest is', () => {
    const root = { account: { summary: aSummary({ hasMfa: false }) } };
    const text = told(checked({ ...withoutMfa('alice'), ...root }), checked({ ...withoutMfa(), ...root }));
    expect(text.indexOf('HIGH: console users')).toBeLessThan(text.indexOf('CRITICAL: root user'));
    expect(text.indexOf('HIGH: console users')).toBeGreaterThan(0);
  });
});

describe('another finding about the same user, as grave as the one that is known, is new', () => {
  const bedrock = (...days: readonly number[]) => ({
    account: {
      serviceCredentials: {
        kind: 'read' as const,
        value: days.map((day) =>
          aServiceCredential({ service: 'bedrock.amazonaws.com', createdAt: daysAgo(day) }),
        ),
      },
    },
  });
  const rules = (...figures: Parameters<typeof rulesOf>): Said => ({
    account: { passwordRules: rulesOf(...figures) },
  });
  const oldKey = aKey(1, { lastRotated: daysAgo(200) });

  it.each<[string, Said, Said]>([
    [
      'root was used again, an hour later',
      { root: { password_last_used: daysAgo(2) } },
      { root: { password_last_used: daysAgo(2) + HOUR } },
    ],
    ['a second Bedrock key', bedrock(9), bedrock(9, 1)],
    [
      'a second key that is too old',
      { rows: [oldKey] },
      { rows: [{ ...oldKey, ...aKey(2, { lastRotated: daysAgo(100) }) }] },
    ],
    ['reuse, beside the length of passwords', rules(8, 24), rules(8, 0)],
  ])('%s', (_, before, after) => {
    const known = knownFindings(checked(before));
    expect(countNewFindings(checked(before), known)).toBe(0);
    expect(countNewFindings(checked(after), known)).toBe(1);
    expect(told(checked(after), checked(before))).toContain(', 1 new');
  });
});

describe('what the next run is to know', () => {
  const found = (said: Said, before?: ReturnType<typeof knownFindings>) =>
    knownFindings(checked(said), before)['passwordPolicy'];

  it('how grave, whom, and which', () => {
    expect(knownFindings(checked(withoutMfa('bob', 'alice')))['consoleMfa']).toEqual([
      'high alice',
      'high bob',
    ]);
    expect(found({ account: { passwordRules: { kind: 'read', value: 'none' } } })).toEqual([
      'low the account length',
      'low the account reuse',
    ]);
  });

  it('what could not be read may still be so', () => {
    expect(found({ account: { passwordRules: DENIED } }, { passwordPolicy: ['medium the account'] })).toEqual(
      ['medium the account'],
    );
  });

  it('what nobody was asked about may still be so', () => {
    const before = { sshKeys: ['low alice'] };
    expect(knownFindings(checked({}), before)['sshKeys']).toEqual(['low alice']);
    const account = { sshKeys: [sshKeysOf('alice')] };
    expect(knownFindings(checked({ account }), before)['sshKeys']).toEqual([]);
  });

  it('what is mended is forgotten, so that it is new when it comes back', () => {
    expect(found({}, { passwordPolicy: ['medium the account'] })).toEqual([]);
  });
});
