import {
  controlIds,
  CONTROLS,
  NO_CONTROLS,
  BENCHMARK_IDS,
} from '../../../../lambda/domain/account-checks/controls';
import { CHECKS } from '../../../../lambda/domain/account-checks/registry';
import { aKey, daysAgo } from '../../../support/builders';
import { factsOf, rulesOf, type Said } from './facts-of';

const STRICT = { minimumLength: 20, reusePrevention: 24, maxAgeDays: 30 };
const rules = (...figures: Parameters<typeof rulesOf>): Said => ({
  account: { passwordRules: rulesOf(...figures) },
});

/**
 * Source: the CIS Amazon Web Services Foundations Benchmark of each version, and "CIS AWS Foundations Benchmark in
 * Security Hub" of AWS's user guide, which compares the versions that Security Hub has.
 */
// prettier-ignore
const TABLE: Readonly<Record<keyof typeof CONTROLS, readonly (string | null)[]>> = {
  //                1.2     1.4     2.0     3.0     4.0     5.0     6.0     7.0     Security Hub
  consoleMfa:     ['1.2',  '1.10', '1.10', '1.10', '1.10', '1.9',  '2.9',  '2.10', 'IAM.5'],
  keyRotation:    ['1.4',  '1.14', '1.14', '1.14', '1.14', '1.13', '2.13', '2.12', 'IAM.3'],
  oneActiveKey:   [null,   '1.13', '1.13', '1.13', '1.13', '1.12', '2.12', null,   null],
  rootAccessKey:  ['1.12', '1.4',  '1.4',  '1.4',  '1.4',  '1.3',  '2.3',  '2.4',  'IAM.4'],
  rootMfa:        ['1.13', '1.5',  '1.5',  '1.5',  '1.5',  '1.4',  '2.4',  '2.5',  'IAM.9'],
  rootUsed:       ['1.1',  '1.7',  '1.7',  '1.7',  '1.7',  '1.6',  '2.6',  '2.7',  null],
  passwordLength: ['1.9',  '1.8',  '1.8',  '1.8',  '1.8',  '1.7',  '2.7',  '2.8',  'IAM.15'],
  passwordReuse:  ['1.10', '1.9',  '1.9',  '1.9',  '1.9',  '1.8',  '2.8',  '2.9',  'IAM.16'],
  passwordExpiry: ['1.11', null,   null,   null,   null,   null,   null,   null,   'IAM.17'],
  uppercase:      ['1.5',  null,   null,   null,   null,   null,   null,   null,   'IAM.11'],
  lowercase:      ['1.6',  null,   null,   null,   null,   null,   null,   null,   'IAM.12'],
  symbol:         ['1.7',  null,   null,   null,   null,   null,   null,   null,   'IAM.13'],
  number:         ['1.8',  null,   null,   null,   null,   null,   null,   null,   'IAM.14'],
  fullAdministrator: ['1.22', '1.16', '1.16', '1.16', '1.16', '1.15', '2.15', '2.14', 'IAM.1'],
  directPolicies: ['1.16', '1.15', '1.15', '1.15', '1.15', '1.14', '2.14', '2.13', 'IAM.2'],
  trail:          ['2.1',  '3.1',  '3.1',  '3.1',  '3.1',  '3.1',  '4.1',  '4.1',  'CloudTrail.1'],
  keysAtSetup:    ['1.21', '1.11', '1.11', '1.11', '1.11', '1.10', '2.10', null,   null],
};

it.each(Object.entries(TABLE))('%s', (name, row) => {
  const [, { cis, securityHub }] = Object.entries(CONTROLS).find(([key]) => key === name) ?? [
    '',
    NO_CONTROLS,
  ];
  expect([...BENCHMARK_IDS.map((id) => cis[id]), securityHub]).toEqual(row);
});

it('no two recommendations of one version share a number', () => {
  for (const id of BENCHMARK_IDS) {
    const numbers = Object.values(CONTROLS).flatMap(({ cis }) => cis[id] ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

describe('what a finding cites', () => {
  it.each([
    ['cis-5.0', ['CIS 1.12']],
    ['cis-7.0', []],
  ] as const)('%s', (benchmark, ids) => {
    expect(controlIds(CONTROLS.oneActiveKey, benchmark)).toEqual(ids);
  });

  it.each<[string, string, Said, unknown, readonly (readonly string[])[]]>([
    [
      'a key that is too old for the policy alone',
      'keyRotation',
      { rows: [aKey(1, { lastRotated: daysAgo(90) })] },
      { maxAgeDays: 30 },
      [[]],
    ],
    [
      'one that is too old for both',
      'keyRotation',
      { rows: [aKey(1, { lastRotated: daysAgo(90) - 1_000 })] },
      { maxAgeDays: 30 },
      [['CIS 1.13', 'Security Hub IAM.3']],
    ],
    [
      "a password policy as the benchmark's, below the policy's",
      'passwordPolicy',
      rules(14, 24, 90),
      STRICT,
      [[], []],
    ],
    [
      'below both',
      'passwordPolicy',
      rules(13, 23, 91),
      STRICT,
      [['CIS 1.7', 'Security Hub IAM.15'], ['CIS 1.8', 'Security Hub IAM.16'], ['Security Hub IAM.17']],
    ],
  ])('only what it falls short of: %s', (_, id, said, setting, controls) => {
    const answer = CHECKS.find((each) => each.id === id)?.run(factsOf(said), setting);
    expect(answer?.kind === 'failing' && answer.findings.map((each) => each.controls)).toEqual(controls);
  });

  it('both, where there are both', () => {
    expect(controlIds(CONTROLS.rootMfa, 'cis-6.0')).toEqual(['CIS 2.4', 'Security Hub IAM.9']);
  });

  it('goes by the benchmark of the policy', () => {
    const root = CHECKS.find(({ id }) => id === 'rootUsed');
    const facts = factsOf({ benchmark: 'cis-1.2', root: { password_last_used: '2026-11-19T07:00:00Z' } });
    expect(root?.run(facts, true)).toMatchObject({ findings: [{ controls: ['CIS 1.1'] }] });
  });
});
