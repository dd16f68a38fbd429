import type { UseEvent, UseHistory } from '../../../../lambda/domain/remediation/use-events';
import { NOW } from '../../../support/builders';
import { bodyOf, candidateOf, OUTCOMES, resultOf, sectionsOf, tooWide, unwrapped } from './run-reports';

// What the event history has of a planned credential, below its reason.

const USE: UseEvent = {
  id: 'e-1',
  at: NOW,
  service: 's3.amazonaws.com',
  call: 'ListBuckets',
  region: 'eu-west-1',
  address: '198.51.100.7',
  agent: 'aws-cli/2.31.0',
  error: undefined,
  isRefusedSignIn: false,
};
const NOTHING: UseHistory = { use: undefined, refusedSignIn: undefined, read: [], unread: [] };

function linesOf(history: Partial<UseHistory>, kind: 'password' | 'accessKey' = 'accessKey'): string {
  const result = resultOf(OUTCOMES.wouldDisable, { kind });
  const useHistories = new Map([[result.candidate.credential, { ...NOTHING, ...history }]]);
  const body = bodyOf({ results: [result], useHistories });
  expect(tooWide(body)).toStrictEqual([]);
  const section = sectionsOf(body).get('WOULD BE DISABLED TODAY (1)') ?? '';
  return section.slice(section.search(/\n[^\n]*(?:event history|tried)/) + 1).trimEnd();
}

it.each<[string, Partial<UseHistory>, 'password' | 'accessKey', string[]]>([
  [
    'a last use',
    { use: USE, read: ['us-east-1', 'eu-west-1'] },
    'accessKey',
    [
      '    event history: last used 2026-11-20 07:00Z by s3.amazonaws.com',
      '      ListBuckets from 198.51.100.7 (aws-cli/2.31.0), eu-west-1',
    ],
  ],
  ['none', { read: ['us-east-1'] }, 'accessKey', ['    event history: no event in 90 days in us-east-1']],
  [
    'of a password none, and a sign-in that was refused',
    { read: ['us-east-1'], refusedSignIn: USE },
    'password',
    [
      '    event history: no sign-in in 90 days in us-east-1',
      '    tried to sign in on 2026-11-20 07:00Z from 198.51.100.7',
      '      (aws-cli/2.31.0), eu-west-1: refused',
    ],
  ],
  [
    'regions that were not read, with one cause and another, and no whole key id',
    {
      unread: [
        { region: 'us-east-1', cause: 'denied to AKIAI44QH8DHBEXAMPLE' },
        { region: 'eu-west-1', cause: 'slow' },
        { region: 'us-east-2', cause: 'denied to AKIAI44QH8DHBEXAMPLE' },
      ],
    },
    'accessKey',
    [
      '    event history of us-east-1, us-east-2 not read: denied to',
      '      AKIA...MPLE',
      '    event history of eu-west-1 not read: slow',
    ],
  ],
])('%s', (_, history, kind, lines) => {
  expect(linesOf(history, kind)).toBe(lines.join('\n'));
});

it.each([
  [OUTCOMES.disabled, true],
  [OUTCOMES.failed, true],
  [OUTCOMES.deferred, true],
  // Its cause has the use.
  [OUTCOMES.refused, false],
  [OUTCOMES.alreadyAbsent, false],
])('%o tells it: %s', (outcome, tells) => {
  const result = resultOf(outcome);
  const useHistories = new Map([[result.candidate.credential, { ...NOTHING, use: USE }]]);
  expect(bodyOf({ results: [result], useHistories }).includes('event history: last sign-in')).toBe(tells);
});

describe("STALE, AND BEYOND TODAY'S LIMIT", () => {
  it.each([
    [
      'a planned one that CloudTrail spared',
      OUTCOMES.refused,
      true,
      ' That includes 1 that CloudTrail spared.',
    ],
    ['a planned one that was disabled', OUTCOMES.disabled, true, ''],
    ['one that the last look spared before the plan', OUTCOMES.refused, false, ''],
  ] as const)('%s: whether it counts for the limit', (_, outcome, asked, told) => {
    const result = resultOf(outcome);
    const useHistories = new Map(asked ? [[result.candidate.credential, NOTHING]] : []);
    const overLimit = [candidateOf({ user: 'erin' })];
    expect(unwrapped(bodyOf({ results: [result], useHistories, overLimit, allowed: 3 }))).toContain(
      `may disable at most 3.${told} Those unused longest come first. erin, password`,
    );
  });

  it('says what comes after those unused longest', () => {
    const overLimit = [
      candidateOf({ user: 'erin' }),
      { ...candidateOf({ user: 'olga' }), passedOver: true as const },
    ];
    expect(unwrapped(bodyOf({ overLimit, allowed: 3 }))).toContain(
      'Those unused longest come first. What an earlier run spared, or failed to disable, comes last. erin,',
    );
  });
});
