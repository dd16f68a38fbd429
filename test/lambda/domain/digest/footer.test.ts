import type { Policy } from '../../../../lambda/domain/policy/schema';
import { aPolicy } from '../../../support/builders';
import { aPolicyInForce, bodyOf, sectionsOf, unwrapped } from './run-reports';

const footWith = (checks: Policy['checks']): string =>
  unwrapped(
    sectionsOf(bodyOf({ policy: aPolicyInForce({ policy: aPolicy(checks ? { checks } : {}) }) })).get(
      'WHAT THIS RESTS ON',
    ) ?? '',
  );

const OFF = 'Account checks that the policy turns off:';
const OWN = "Account checks with the policy's figures:";

it.each<[string, Policy['checks'], string]>([
  ['one off', { rootMfa: false }, `${OFF} rootMfa.`],
  ['two off', { rootMfa: false, sshKeys: false }, `${OFF} rootMfa, sshKeys.`],
  ['a figure', { keyRotation: { maxAgeDays: 365 } }, `${OWN} keyRotation maxAgeDays 365.`],
  [
    'figures of two',
    { passwordPolicy: { minimumLength: 8, reusePrevention: 5 }, rootUsed: { withinDays: 7 } },
    `${OWN} passwordPolicy minimumLength 8, reusePrevention 5; rootUsed withinDays 7.`,
  ],
])('what the policy says of the checks is told: %s', (_, checks, expected) => {
  expect(footWith(checks)).toContain(expected);
});

it.each<[string, Policy['checks']]>([
  ['left out', undefined],
  ['nothing of any', {}],
  ["on, by the benchmark's figures", { keyRotation: true, rootMfa: true }],
])('what is as the benchmark has it is not: %s', (_, checks) => {
  const foot = footWith(checks);
  expect(foot).not.toContain(OFF);
  expect(foot).not.toContain(OWN);
});
