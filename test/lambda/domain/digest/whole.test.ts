import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Changes } from '../../../../lambda/domain/changes/changes';
import type { Target } from '../../../../lambda/domain/remediation/confirm';
import { HALT_REASONS } from '../../../../lambda/domain/halt';
import {
  aKey,
  aLookUp,
  anEvaluation,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  NOW,
} from '../../../support/builders';
import { KEY, KEY_ID, PASSWORD } from '../ledger/a-ledger';
import {
  aPolicyInForce,
  bodyOf,
  candidateOf,
  halted,
  held,
  notEnforced,
  OUTCOMES,
  resultOf,
  targetOf,
  together,
  type ReportParts,
} from './run-reports';

// Whole digests to the letter: what somebody reads at seven in the morning, with every kind of section once.

const policy = aPolicy({
  exemptions: [
    anExemption({ match: { users: ['exempt*'] }, until: '2026-11-30' }),
    anExemption({ name: 'ended', match: { users: ['x'] }, until: '2026-11-18', reason: 'a project' }),
  ],
  overrides: [anOverride({ match: { users: ['carol'] } })],
});
const evaluation = together(
  anEvaluation(
    [
      aReportRow({ user: 'in-use', ...aPassword({ lastUsed: daysAgo(1) }) }),
      aReportRow({ user: 'due', ...aPassword({ lastUsed: daysAgo(40) }) }),
      aReportRow({ user: 'never', path: '/contractors/', ...aPassword({ lastChanged: daysAgo(60) }) }),
      aReportRow({
        user: 'carol',
        ...aKey(1, { lastUsed: daysAgo(100) }),
        ...aKey(2, { lastRotated: daysAgo(3) }),
      }),
      aReportRow({ user: 'exempt', ...aPassword({ lastUsed: daysAgo(60) }) }),
      aReportRow({ user: 'exempt-2', ...aKey(2, { lastUsed: daysAgo(90) }) }),
      aReportRow({ user: 'unclear', ...aKey(1, { lastUsed: 'unavailable' }) }),
    ],
    {
      policy,
      lookedUp: (user) =>
        aLookUp(user, {
          tags: user.name === 'carol' ? { [KEY_ID]: 'ci deploy', Owner: 'ops@example.com' } : {},
        }),
    },
  ),
  held('held', 'somebody enabled it again, seen 2026-11-18; its clock started anew then'),
);
const keyOf = (user: string) => ({ user, kind: 'accessKey', keyId: KEY_ID }) as const;
const key: Target = targetOf(keyOf('alice'));

const changes: Changes = {
  since: NOW - 24 * 3_600_000,
  mode: { before: 'dry-run', after: 'enforce' },
  policy: {
    before: 2,
    after: 3,
    lines: ['noticeDays: 14 -> 7', 'exemptions "ended".until: "2026-11-17" -> "2026-11-18"'],
  },
  counts: [
    { verdict: 'inUse', before: 3, after: 1 },
    { verdict: 'stale', before: 1, after: 2 },
  ],
  onNotice: new Set([candidateOf().credential]),
  stale: new Set([candidateOf().credential, candidateOf({ user: 'bob' }).credential]),
  spared: new Map(),
  exempt: new Map(),
};

const everything: ReportParts = {
  mode: 'enforce',
  policy: aPolicyInForce({ policy, version: 3 }),
  evaluation,
  report: { generatedAt: NOW - 30 * 60_000, users: 8 },
  results: [
    resultOf(OUTCOMES.disabled, { user: 'anna' }),
    resultOf({ kind: 'disabled', responseLost: true }, keyOf('ben')),
    resultOf(OUTCOMES.failed, keyOf('cleo')),
    resultOf({ kind: 'failed', cause: 'timed out', mayBeDisabled: true }, { user: 'dan' }),
    resultOf(OUTCOMES.deferred, { user: 'eve' }),
    resultOf(OUTCOMES.refused, { user: 'finn' }),
    resultOf(OUTCOMES.alreadyAbsent, keyOf('gus')),
  ],
  overLimit: [candidateOf({ user: 'emergency-admin' })],
  changes,
  restored: [KEY, PASSWORD],
  perhapsNeverDisabled: [PASSWORD],
  confirmed: [PASSWORD],
  reconciled: {
    runId: '20261119T070000Z',
    found: [
      { id: PASSWORD, target: targetOf(), state: { kind: 'disabled' } },
      { id: KEY, target: key, state: { kind: 'unreadable', cause: 'Throttling' } },
      { id: KEY, target: key, state: { kind: 'userGone' } },
      { id: KEY, target: key, state: { kind: 'enabledAgain' } },
      { id: KEY, target: key, state: { kind: 'active' } },
    ],
  },
  records: {
    location: 's3://records/runs/20261120T070000Z/',
    consoleUrl: 'https://console.example/records',
  },
};

const bobAlone = { candidate: candidateOf({ user: 'bob' }), outcome: OUTCOMES.wouldDisable };
const digests: Readonly<Record<string, ReportParts>> = {
  everything,
  'dry-run': { evaluation, results: [resultOf(OUTCOMES.wouldDisable), bobAlone] },
  'from the report alone': {
    trigger: 'preview',
    subscribers: undefined,
    policy: { policy, sha256: 'cd'.repeat(32) },
    report: { generatedAt: undefined, users: 1 },
    results: [bobAlone],
  },
  'nothing is known': {
    ...halted('policy', 'the policy cannot be read'),
    mode: undefined,
    policy: undefined,
    report: undefined,
    evaluation: undefined,
    allowed: undefined,
    subscribers: undefined,
  },
  'in use, and failing by the letter': {
    evaluation: anEvaluation([
      aReportRow({ user: 'fine', ...aPassword({ lastUsed: daysAgo(1) }) }),
      aReportRow({ user: 'reset', ...aPassword({ lastUsed: daysAgo(60), lastChanged: daysAgo(10) }) }),
    ]),
    report: { generatedAt: NOW - 30 * 60_000, users: 2 },
  },
  'the limits say stop': {
    ...notEnforced('limits', '2 may go and 1 is allowed'),
    mode: 'enforce',
    allowed: 1,
    policy: aPolicyInForce({ asDeployed: false }),
    overLimit: [candidateOf(), candidateOf({ user: 'bob' })],
    subscribers: 0,
  },
};

it.each(Object.entries(digests))('%s', (name, sweep) => {
  expect(bodyOf(sweep)).toBe(readFileSync(join(__dirname, 'whole', `${name}.txt`), 'utf8'));
});

it('what is to be done about each halt', () => {
  const told = HALT_REASONS.map((reason) => /^HALTED .*?\n(?=\n)/ms.exec(bodyOf(halted(reason)))?.[0]);
  expect(told.join('\n')).toBe(readFileSync(join(__dirname, 'whole', 'halts.txt'), 'utf8'));
});
