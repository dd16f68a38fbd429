import { CHECKS } from '../../../../lambda/domain/account-checks/registry';
import {
  type CheckSettings,
  runChecks,
  neededFacts,
} from '../../../../lambda/domain/account-checks/run-checks';
import { accountChecksRecord } from '../../../../lambda/domain/records/json-records';
import { aKey, aPassword, daysAgo } from '../../../support/builders';
import { DENIED, factsOf } from './facts-of';

const ALL = CHECKS.map(({ id }) => id);
const madeBy = (settings?: CheckSettings) => runChecks(factsOf(), settings).checks.map(({ id }) => id);

describe('which checks are made', () => {
  it('all of them, where the policy says nothing', () => {
    expect(madeBy()).toEqual(ALL);
    expect(madeBy({})).toEqual(ALL);
  });

  it('all but those that it turns off', () => {
    expect(madeBy({ rootMfa: false, keyRotation: { maxAgeDays: 30 }, sshKeys: true })).toEqual(
      ALL.filter((id) => id !== 'rootMfa'),
    );
  });

  it('none, if it turns off all', () => {
    expect(madeBy(Object.fromEntries(ALL.map((id) => [id, false])))).toEqual([]);
  });
});

describe('the thresholds', () => {
  const rows = [aKey(1, { lastRotated: daysAgo(60) })];
  it.each([
    ["true: the benchmark's", true, 'compliant'],
    ["nothing: the benchmark's", undefined, 'compliant'],
    ["the policy's", { maxAgeDays: 59 }, 'failing'],
  ])('%s', (_, keyRotation, kind) => {
    const { checks } = runChecks(factsOf({ rows }), { keyRotation });
    expect(checks.find(({ id }) => id === 'keyRotation')?.result.kind).toBe(kind);
  });
});

describe('what IAM is asked for', () => {
  const off = (...ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, false]));
  it.each<[string, CheckSettings, string[]]>([
    ['all of it', {}, ['summary', 'passwordRules', 'serviceCredentials', 'privileges', 'trails', 'sshKeys']],
    [
      'not what only a check needs that is off',
      off('passwordPolicy', 'trail', 'adminUsers', 'directPolicies', 'quarantined'),
      ['summary', 'serviceCredentials', 'sshKeys'],
    ],
    [
      'still what another check needs',
      off('rootMfa', 'serviceCredentials', 'sshKeys', 'adminUsers', 'quarantined', 'trail'),
      ['summary', 'passwordRules', 'serviceCredentials', 'privileges'],
    ],
    [
      'nothing',
      off(
        'rootMfa',
        'rootAccessKey',
        'passwordPolicy',
        'serviceCredentials',
        'noCredentials',
        'sshKeys',
        'trail',
        'adminUsers',
        'directPolicies',
        'quarantined',
      ),
      [],
    ],
  ])('%s', (_, settings, facts) => {
    expect([...neededFacts(settings)].toSorted()).toEqual(facts.toSorted());
  });
});

it('a record holds every check that was made, whole', () => {
  const rows = [{ user: 'bob', ...aPassword(), access_key_1_active: 'odd' }];
  const record = accountChecksRecord(runChecks(factsOf({ rows, account: { passwordRules: DENIED } })));
  expect(record.map(({ id }) => id)).toEqual(ALL);
  expect(record.filter(({ result }) => result !== 'compliant')).toEqual([
    {
      id: 'consoleMfa',
      result: 'failing',
      findings: [
        {
          user: 'bob',
          severity: 'high',
          fact: 'password enabled, no MFA device',
          fix: expect.any(String) as unknown,
          commands: [],
          controls: ['CIS 1.9', 'Security Hub IAM.5'],
        },
      ],
      unreadable: [],
    },
    {
      id: 'passwordPolicy',
      result: 'unreadable',
      findings: [],
      unreadable: [{ user: null, cause: DENIED.cause }],
    },
    { id: 'keyRotation', result: 'unreadable', findings: [], unreadable: [ODD] },
    { id: 'keysAtSetup', result: 'unreadable', findings: [], unreadable: [ODD] },
    { id: 'sshKeys', result: 'notAsked', findings: [], unreadable: [] },
  ]);
});

const ODD = { user: 'bob', cause: 'access_key_1_active is "odd", which is not understood' };
