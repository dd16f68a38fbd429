import { isDeed } from '../../../../lambda/domain/organization/answer';
import { answerOf, type AnswerDetails } from '../../../../lambda/domain/organization/answer-of';
import { credentialId } from '../../../../lambda/domain/ledger/credential-id';
import { aKey, anEvaluation, aPassword, aReportRow, daysAgo, LONG_AGO, NOW } from '../../../support/builders';
import {
  aRunReport,
  candidateOf,
  notEnforced,
  OUTCOMES,
  resultOf,
  targetOf,
  type ReportParts,
} from '../digest/run-reports';

const DETAILS: AnswerDetails = {
  at: NOW,
  planned: [],
  waits: false,
  untold: [],
  caughtUp: true,
  durationMs: 4000,
  iamCalls: 7,
};
const answer = (parts: ReportParts = {}, details: Partial<AnswerDetails> = {}) =>
  answerOf(aRunReport(parts), { ...DETAILS, ...details });
const BOB = { user: 'bob', kind: 'accessKey' } as const;

it.each<[string, ReportParts, Partial<AnswerDetails>]>([
  ['completed', {}, {}],
  ['planned', {}, { waits: true }],
  ['halted', notEnforced('limits', 'too many'), {}],
  ['failed', { results: [resultOf(OUTCOMES.failed, BOB)] }, {}],
])('%s', (status, parts, details) => {
  expect(answer(parts, details).status).toBe(status);
});

it('the limits of the organization count what was disabled, and what may have been', () => {
  const failed = (details: object) =>
    resultOf({ kind: 'failed', cause: 'x', mayBeDisabled: false, ...details }, BOB);
  const results = [
    resultOf(OUTCOMES.disabled, BOB),
    failed({ mayBeDisabled: true }),
    failed({ tried: true }),
    failed({}),
    resultOf(OUTCOMES.refused, BOB),
  ];
  expect(answer({ results }).spent).toBe(3);
});

it('a deed has the id of its credential, and the lines of the digest with its undo command', () => {
  const result = resultOf(OUTCOMES.disabled, BOB);
  const [item, ...others] = answer({ results: [result] }).items;
  expect(others).toEqual([]);
  expect(item).toMatchObject({ section: 'disabled', id: credentialId(result.candidate.credential) });
  expect(item?.lines.join('\n')).toContain('aws iam update-access-key --user-name bob');
  expect(item?.lines).not.toContain('');
});

it('the plan has ids, references and entries, in its order', () => {
  const planned = [BOB, { user: 'anna', kind: 'password' } as const].map((whose) => ({
    candidate: candidateOf(whose),
    target: targetOf(whose),
  }));
  const { planned: plan, items } = answer({}, { planned });
  const ids = planned.map(({ candidate }) => credentialId(candidate.credential));
  expect(plan.map(({ id }) => id)).toEqual(ids);
  expect(items.map(({ section, id, reference }) => [section, id, reference])).toEqual(
    planned.map(({ candidate }, index) => ['planned', ids[index], candidate.verdict.reference.at]),
  );
});

describe('credentials on notice', () => {
  const rows = [
    aReportRow({ user: 'stale', ...aPassword({ lastUsed: daysAgo(60) }) }),
    aReportRow({ user: 'due', ...aKey(1, { lastUsed: daysAgo(40) }) }),
    aReportRow({ user: 'used', ...aKey(1, { lastUsed: daysAgo(1) }) }),
  ];
  const noticed = (announcedDaysAgo?: number) =>
    answer({
      evaluation: anEvaluation(
        rows,
        announcedDaysAgo === undefined ? {} : { announcements: () => daysAgo(announcedDaysAgo) },
      ),
    }).items.map(({ section, lines }) => `${section}: ${lines[0]?.trim()}`);

  it('are new if no mail has announced them, also in a first run', () => {
    expect(noticed()).toEqual([
      'newlyOnNotice: stale, password',
      'newlyOnNotice: due, access key created 2024-01-01',
    ]);
  });

  it('are told once more when their day is near', () => {
    expect(noticed(4)).toEqual(['onNotice: stale, password']);
    expect(noticed(3)).toEqual([]);
  });
});

it('a check that fails is counted with its gravest finding', () => {
  const finding = (severity: 'low' | 'high') => ({
    subject: { kind: 'account' } as const,
    severity,
    fact: 'x',
    fix: 'y',
    controls: [],
  });
  const checks = [
    {
      id: 'rootMfa',
      title: 'no MFA',
      result: { kind: 'failing', findings: [finding('low'), finding('high')], unreadable: [] },
    } as const,
    { id: 'sshKeys', title: 'SSH keys', result: { kind: 'compliant' } } as const,
  ];
  expect(answer({ accountChecks: { checks } }).checks).toEqual([
    { id: 'rootMfa', title: 'no MFA', severity: 'high', findings: 2 },
  ]);
});

it('a lock that is undone is an alert of every day; one that is new is told like a deed', () => {
  const lock = (user: string, state: 'locked' | 'undone', isNew: boolean) => ({
    lock: {
      id: `20261120T065000Z-${user}`,
      at: NOW,
      endedAt: NOW,
      by: 'olga',
      reason: 'INC-42',
      user: { name: user, arn: `arn:aws:iam::123456789012:user/${user}`, created: LONG_AGO },
      credentials: [{ kind: 'password' as const, state }],
    },
    before: [{ kind: 'password' as const, state: 'locked' as const }],
    isNew,
    isConfirmed: false,
    isWorse: false,
    unknown: [],
  });
  const followed = [lock('mallory', 'undone', false), lock('eve', 'locked', true)];
  const { items } = answer({
    locks: { followed, notUnderstood: [], unread: [], left: 0, listedFrom: NOW, readUntil: NOW },
  });
  expect(items.map(({ section, lines }) => [section, lines[0], isDeed({ section })])).toEqual([
    ['lockAlerts', '  LOCK UNDONE BY SOMEBODY', false],
    ['lockNews', '  LOCKED', true],
  ]);
  expect(items[0]?.lines.join('\n')).toContain('aws iam delete-login-profile --user-name mallory');
  expect(items[1]?.lines.join('\n')).toContain('reason: INC-42');
});
