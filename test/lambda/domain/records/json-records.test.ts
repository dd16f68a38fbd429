import type { Target } from '../../../../lambda/domain/remediation/confirm';
import type { Outcome } from '../../../../lambda/domain/remediation/outcome';
import { planRecord, resultRecord } from '../../../../lambda/domain/records/json-records';
import {
  aCandidate,
  aKey,
  aLiveKey,
  anEvaluation,
  anOverride,
  aPolicy,
  aReportRow,
  aUser,
  daysAgo,
  NOW,
} from '../../../support/builders';
import {
  aPolicyInForce,
  aRunReport,
  candidateOf,
  halted,
  OUTCOMES,
  resultOf,
  targetOf,
  type ReportParts,
} from '../digest/run-reports';
import { KEY, KEY_ID, PASSWORD } from '../ledger/a-ledger';

const planOf = (options: ReportParts, actions: Parameters<typeof planRecord>[1] = []): unknown =>
  JSON.parse(planRecord(aRunReport(options), actions));
const recordOf = (options: ReportParts = {}): unknown => JSON.parse(resultRecord(aRunReport(options)));

const KEY_TARGET: Target = { kind: 'accessKey', user: aUser(), keyId: aLiveKey({ id: KEY_ID }).id };

describe('both records begin with which run, in which account, by which policy, on which report', () => {
  const HEAD = {
    version: 1,
    runId: '20261120T070000Z',
    accountId: '123456789012',
    trigger: 'scheduled',
    mode: 'enforce',
    at: '2026-11-20T07:00:00Z',
    policy: { version: 3, sha256: 'ab'.repeat(32) },
    report: { generatedAt: '2026-11-20T06:00:00Z', users: 7 },
  };
  const whole: ReportParts = {
    mode: 'enforce',
    policy: aPolicyInForce({ version: 3 }),
    report: { generatedAt: Date.parse('2026-11-20T06:00:00Z'), users: 7 },
  };
  const EMPTY = { ...HEAD, mode: null, policy: null, report: null };
  const halfway: ReportParts = {
    mode: undefined,
    policy: undefined,
    report: undefined,
    evaluation: undefined,
    allowed: undefined,
  };

  it.each([
    ['of a whole sweep', whole, HEAD],
    ['of one that was halted before it read anything: null, and no key left out', halfway, EMPTY],
    [
      'of a file that does not say when it was generated or deployed',
      {
        ...whole,
        policy: { policy: aPolicy(), sha256: 'cd' },
        report: { generatedAt: undefined, users: 7 },
      },
      { ...HEAD, policy: { version: null, sha256: 'cd' }, report: { generatedAt: null, users: 7 } },
    ],
  ])('%s', (_, sweep: ReportParts, head) => {
    expect(planOf(sweep)).toMatchObject(head);
    expect(recordOf(sweep)).toMatchObject(head);
  });
});

describe('the plan says what is to be done, to whom exactly, and on what evidence', () => {
  const row = aReportRow(aKey(1, { lastRotated: daysAgo(400), lastUsed: daysAgo(100) }));
  const policy = aPolicy({ overrides: [anOverride({ match: { users: ['alice'] } })] });
  const candidate = aCandidate(row, { policy, announcements: () => daysAgo(10) });

  it('of a key', () => {
    expect(planOf({ allowed: 5 }, [{ candidate, target: KEY_TARGET }])).toMatchObject({
      allowed: 5,
      actions: [
        {
          id: 'arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z/key@2025-10-16T07:00:00Z',
          user: 'alice',
          arn: 'arn:aws:iam::123456789012:user/alice',
          credential: 'accessKey',
          keyId: KEY_ID,
          evidence: [
            { by: 'lastRotated', at: '2025-10-16T07:00:00Z' },
            { by: 'lastUsed', at: '2026-08-12T07:00:00Z' },
          ],
          reference: { by: 'lastUsed', at: '2026-08-12T07:00:00Z' },
          maxUnusedDays: 90,
          override: 'service accounts',
          announcedAt: '2026-11-10T07:00:00Z',
          actOn: '2026-11-17',
        },
      ],
    });
  });

  it('of a password that no override concerns, which has no key id', () => {
    expect(planOf({}, [{ candidate: candidateOf(), target: targetOf() }])).toMatchObject({
      actions: [{ id: PASSWORD, credential: 'password', keyId: null, override: null, maxUnusedDays: 45 }],
    });
  });

  it('without notice it was never announced', () => {
    const scene = { policy: aPolicy({ noticeDays: 0 }), announcements: () => undefined };
    const unannounced = aCandidate(aReportRow(aKey(1)), scene);
    expect(planOf({}, [{ candidate: unannounced, target: KEY_TARGET }])).toMatchObject({
      actions: [{ id: KEY, announcedAt: null }],
    });
  });

  it('in the order of the plan, and nothing when nothing is to be done', () => {
    const actions = ['bob', 'alice'].map((user) => ({
      candidate: candidateOf({ user }),
      target: targetOf({ user }),
    }));
    expect(planOf({}, actions)).toMatchObject({ actions: [{ user: 'bob' }, { user: 'alice' }] });
    expect(planOf({})).toMatchObject({ actions: [] });
  });
});

describe('the result says how each planned action ended', () => {
  const cases: readonly Outcome[] = [
    ...Object.values(OUTCOMES),
    { kind: 'disabled', responseLost: true },
    { kind: 'failed', cause: 'timed out', mayBeDisabled: true },
  ];
  it.each(cases)('%j', (outcome) => {
    const { kind, ...details } = outcome;
    expect(recordOf({ results: [resultOf(outcome, { kind: 'accessKey', keyId: KEY_ID })] })).toMatchObject({
      counts: { [kind]: 1 },
      outcomes: [{ id: KEY, user: 'alice', keyId: KEY_ID, outcome: kind, ...details }],
    });
  });

  it('and of what was never found, that it has no key id', () => {
    const result = { candidate: candidateOf({ kind: 'accessKey' }), outcome: OUTCOMES.refused };
    expect(recordOf({ results: [result] })).toMatchObject({
      outcomes: [{ id: KEY, keyId: null, outcome: 'refused' }],
    });
  });

  it('with every count by name, none left out', () => {
    const evaluation = anEvaluation([aReportRow(aKey(1)), aReportRow({ user: 'bob', ...aKey(1) })]);
    expect(recordOf({ evaluation })).toMatchObject({
      counts: {
        inUse: 0,
        due: 0,
        stale: 2,
        exempt: 0,
        held: 0,
        unclear: 0,
        disabled: 0,
        wouldDisable: 0,
        alreadyAbsent: 0,
        refused: 0,
        deferred: 0,
        failed: 0,
      },
    });
  });
});

describe('the result says what else there is to know of the run', () => {
  it('why it did less than it was asked to', () => {
    expect(recordOf(halted('report', 'it is cut short'))).toMatchObject({
      halts: [{ effect: 'halted', reason: 'report', message: 'it is cut short' }],
    });
  });

  it.each([
    ['how many hear of it', 2, 2],
    ['that nobody does', 0, 0],
    ['that this is not known', undefined, null],
  ])('%s', (_, subscribers, expected) => {
    expect(recordOf({ subscribers })).toMatchObject({ subscribers: expected });
  });

  it.each([
    ['whose digest it delivered late', '20261119T070000Z', '20261119T070000Z'],
    ['that none waited', undefined, null],
  ])('%s', (_, lateDigestRunId, expected) => {
    expect(recordOf({ lateDigestRunId })).toMatchObject({ deliveredLate: expected });
  });

  it('what the report says about earlier runs', () => {
    expect(recordOf({ confirmed: [PASSWORD], restored: [KEY] })).toMatchObject({
      confirmedDisabled: [PASSWORD],
      restored: [KEY],
    });
  });

  it('what a run that did not end left behind, each with what IAM shows now', () => {
    const reconciled: ReportParts['reconciled'] = {
      runId: '20261119T070000Z',
      found: [
        { id: PASSWORD, target: targetOf(), state: { kind: 'disabled' } },
        { id: KEY, target: KEY_TARGET, state: { kind: 'unreadable', cause: 'Throttling' } },
      ],
    };
    expect(recordOf({ reconciled })).toMatchObject({
      reconciled: {
        runId: '20261119T070000Z',
        found: [
          { id: PASSWORD, state: 'disabled' },
          { id: KEY, state: 'unreadable' },
        ],
      },
    });
    expect(recordOf()).toMatchObject({ reconciled: null });
  });
});

it('a record is text that ends with a line break, for those who concatenate them', () => {
  const sweep = aRunReport({ now: NOW });
  expect([planRecord(sweep, []), resultRecord(sweep)].map((text) => text.endsWith('}\n'))).toEqual([
    true,
    true,
  ]);
});
