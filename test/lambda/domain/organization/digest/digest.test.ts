import { HOUR, MINUTE } from '../../../../../lambda/domain/instant';
import { restoreCommand } from '../../../../../lambda/domain/digest/commands';
import { organizationDigestOf } from '../../../../../lambda/domain/organization/digest/digest';
import {
  ORGANIZATION_HALT_REASONS,
  type OrganizationReport,
} from '../../../../../lambda/domain/organization/run-report';
import { NOW } from '../../../../support/builders';
import { optionOf, pasted } from '../../digest/pasted';
import { targetOf, tooWide } from '../../digest/run-reports';
import {
  accountId,
  anAnswer,
  anExclusion,
  anItem,
  anOrganizationPolicy,
  aRoster,
  RUN,
  toSweep,
} from '../an-organization';
import { aReport } from './reports';

const bodyOf = (report: OrganizationReport) => organizationDigestOf(report).body;
const subjectOf = (report: OrganizationReport) => organizationDigestOf(report).subject;
const lost = (number: number) =>
  aRoster(Array.from({ length: number }, (_, index) => toSweep(accountId(index))));

describe('the subject: what somebody must act on comes first', () => {
  const counts = { disabled: 41, stale: 200, unclear: 3, failed: 2 };
  const busy = anAnswer({ status: 'failed', counts, items: [anItem('newlyOnNotice')] });
  it.each<[string, OrganizationReport]>([
    ['iam-lapse o-ab12cd34ef enforce: nothing stale', aReport()],
    [
      'iam-lapse o-ab12cd34ef enforce: 2 FAILED, 41 disabled, 1 new on notice, 200 stale, 3 unclear',
      aReport({ answers: [busy] }),
    ],
    ['iam-lapse o-ab12cd34ef enforce: NOT COVERED 3', aReport({ roster: lost(3), answers: [] })],
    ['iam-lapse o-ab12cd34ef preview: nothing stale', aReport({ preview: true })],
    ['iam-lapse o-ab12cd34ef mode unknown: nothing stale', { ...aReport(), settings: undefined }],
    ['iam-lapse o-ab12cd34ef enforce: 2 accounts only', aReport({ only: [accountId(), accountId(1)] })],
    [
      'iam-lapse o-ab12cd34ef enforce: settings CHANGED',
      aReport({ policyChanges: ['organization: default: removed'] }),
    ],
    [
      'iam-lapse o-ab12cd34ef enforce: 2 MAY HAVE BEEN DISABLED',
      aReport({ inFlight: [{ runId: RUN, accountId: accountId(), actions: [{ id: 'a' }, { id: 'b' }] }] }),
    ],
  ])('%s', (subject, report) => {
    expect(subjectOf(report)).toBe(subject);
  });

  it('of the longest organization id it is cut at a comma', () => {
    const subject = subjectOf(aReport({ organizationId: `o-${'a'.repeat(32)}`, answers: [busy] }));
    expect(subject.length).toBeLessThanOrEqual(99);
    expect(subject).toMatch(/: 2 FAILED, 41 disabled, .*\d [a-z ]+, \.\.\.$/);
  });
});

describe('text that others wrote', () => {
  const evil = 'a\u202E\u0007\r\nDISABLED (9)\u2028\u200Bb';
  const report = aReport({
    roster: aRoster([
      toSweep(accountId(), { name: evil }),
      toSweep(accountId(1), { name: evil }),
      toSweep(accountId(2), { name: evil }),
      { kind: 'excluded', id: accountId(3), name: evil, entry: evil, reason: evil, until: evil },
      { kind: 'unclear', id: accountId(4), name: evil, cause: evil },
    ]),
    answers: [
      anAnswer({
        status: 'halted',
        halts: [{ effect: 'halted', reason: evil, message: evil }],
        record: evil,
        leftOut: { disabled: 1 },
        items: [
          anItem('disabled', 'x', { lines: [evil, `    ${evil}`, 'y'.repeat(200)] }),
          anItem('newlyOnNotice', 'x', { lines: [evil] }),
        ],
        checks: [{ id: 'x', title: evil, severity: 'low', findings: 1 }],
        untold: [{ runId: evil, items: [anItem('failed', evil, { lines: [evil] })] }],
      }),
      anAnswer({ accountId: accountId(1), counts: { stale: 1 } }),
    ],
    inFlight: [
      { runId: evil, accountId: accountId(), accountName: evil, actions: [{ id: evil, keyId: evil }] },
    ],
    policyChanges: [evil],
    uncounted: [evil],
    deliveredLate: [evil],
    takenOver: { runId: evil, hadRoster: false, notUnderstood: evil },
    halts: [{ effect: 'ranAsDryRun', reason: 'internal', message: evil }],
    changes: {
      joined: [toSweep(accountId(), { name: evil })],
      gone: [toSweep(accountId(), { name: evil })],
      moved: [{ account: toSweep(accountId(), { parents: [evil] }), from: [evil] }],
      modeChanged: [],
    },
    records: { location: evil, consoleUrl: undefined },
    stateMachineArn: `arn:aws:states:${evil}`,
    settings: {
      mode: 'enforce',
      organization: {
        policy: anOrganizationPolicy({
          accounts: [anExclusion({ name: evil, reason: evil, until: '2026-11-20' })],
        }),
        sha256: 'ab',
      },
      policy: aReport().settings?.policy ?? never(),
    },
  });

  it('is one line without an invisible character, and no line looks like a title', () => {
    const { body, subject } = organizationDigestOf(report);
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    expect(body.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(body).not.toMatch(/^(a )?DISABLED \(9\)/m);
    expect(tooWide(body)).toEqual([]);
    expect(body.match(/DISABLED \(9\) b/g)?.length ?? 0).toBeGreaterThan(20);
  });

  it('an undo command of the longest name survives: a broken word goes on at the margin', () => {
    const name = `-${'n'.repeat(63)}`;
    const target = targetOf({ user: name, kind: 'password' });
    const items = [anItem('disabled', name, { lines: [`  ${name}, password`, ...restoreCommand(target)] })];
    const body = bodyOf(aReport({ answers: [anAnswer({ items })] }));
    expect(body).toContain(`\n${restoreCommand(target).join('\n')}\n`);
  });

  it('never becomes a command', () => {
    expect(bodyOf(report)).not.toContain('start-execution');
  });
});

function never(): never {
  throw new Error('the report has settings');
}

describe('the command that sweeps uncovered accounts again', () => {
  const commandIn = (number: number) =>
    /aws stepfunctions start-execution[\s\S]*?\]\}'/.exec(
      bodyOf(aReport({ roster: lost(number), answers: [] })),
    )?.[0];

  it.each([1, 4, 5, 20])('of %d accounts can be pasted', (number) => {
    const [call = []] = pasted(commandIn(number) ?? '');
    expect(call.slice(0, 2)).toEqual(['stepfunctions', 'start-execution']);
    expect(optionOf(call, '--state-machine-arn')).toBe(
      'arn:aws:states:us-east-1:111111111111:stateMachine:IamLapseOrganization',
    );
    expect(JSON.parse(optionOf(call, '--input') ?? '')).toEqual({
      accounts: Array.from({ length: number }, (_, index) => accountId(index)),
    });
  });

  it('of more is not printed', () => {
    expect(commandIn(21)).toBeUndefined();
    expect(bodyOf(aReport({ roster: lost(21), answers: [] }))).toContain('To sweep the 21 accounts');
  });
});

describe('NOT COVERED', () => {
  it('names 200 accounts of a section and counts the others', () => {
    const body = bodyOf(aReport({ roster: lost(203), answers: [] }));
    expect(body).toContain('NOT COVERED: UNREACHABLE (203)\n');
    expect(body).toContain('  203 accounts: it did not answer\n');
    expect(body).toContain('    ... and 3 more, in accounts.csv\n');
    expect(body.match(/^ {4}payments \(/gm)).toHaveLength(200);
  });

  it('so many in all, whatever the causes', () => {
    const accounts = Array.from({ length: 300 }, (_, index) => ({
      kind: 'unclear' as const,
      id: accountId(index),
      cause: `cause ${index % 2}`,
    }));
    const body = bodyOf(aReport({ roster: aRoster(accounts), answers: [] }));
    expect(body.match(/^ {4}111111111\d{3}$/gm)).toHaveLength(200);
    expect(body.match(/\.\.\. and \d+ more/g)).toEqual(['... and 100 more']);
  });

  it('fifty causes, and counts the accounts of the others', () => {
    const accounts = Array.from({ length: 53 }, (_, index) => ({
      kind: 'unclear' as const,
      id: accountId(index),
      cause: `cause ${index}`,
    }));
    const body = bodyOf(aReport({ roster: aRoster(accounts), answers: [] }));
    expect(body).toContain('  3 accounts of other causes, in accounts.csv\n');
    expect(body.match(/1 account: cause/g)).toHaveLength(50);
  });

  it.each([
    [119 * MINUTE, 'joined 119 minutes ago'],
    [120 * MINUTE, 'joined 2 hours ago'],
    [24 * HOUR - 1, 'joined 23 hours ago'],
    [24 * HOUR, undefined],
    [-1, undefined],
  ])('an account that joined %d ms ago may not have its role yet', (ago, words) => {
    const roster = aRoster([toSweep(accountId(), { joinedAt: NOW - ago })]);
    expect(/joined .*/.exec(bodyOf(aReport({ roster, answers: [] })))?.[0]).toBe(words);
  });
});

describe('NEWLY ON NOTICE', () => {
  it('has the oldest that there is room for, counts the others, and announces none of them', () => {
    const items = Array.from({ length: 2000 }, (_, index) =>
      anItem('newlyOnNotice', `user-${index}`, {
        reference: NOW - index,
        actOn: '2026-11-27',
        lines: [`    user-${index}, password`, `      ${'x'.repeat(60)}`],
      }),
    );
    const half = (odd: number) => items.filter((_, index) => index % 2 === odd);
    const account = (index: number) => ({
      account: toSweep(accountId(index)),
      class: 'completed' as const,
      answer: anAnswer({ accountId: accountId(index), items: half(index) }),
    });
    const counts = { completed: 2, halted: 0, unreachable: 0, suspended: 0, excluded: 0 };
    const coverage = {
      accounts: [0, 1].map(account),
      counts,
      expected: 2,
      uncovered: 0,
      failedActions: 0,
      strays: [],
    };
    const { body, told } = organizationDigestOf(aReport({ coverage }));
    const announced = told.accounts.flatMap((each) => each.announced);
    expect(body).toContain('NEWLY ON NOTICE (2000)');
    expect(body.replaceAll(/\s+/g, ' ')).toContain(`${2000 - announced.length} more are not in this mail`);
    const oldest = items.toReversed().slice(0, announced.length);
    expect(new Set(announced)).toEqual(new Set(oldest.map(({ id }) => id)));
    expect(announced.length).toBeGreaterThan(500);
  });
});

it.each(ORGANIZATION_HALT_REASONS)('a halt says what you can do: %s', (reason) => {
  const body = bodyOf(aReport({ halts: [{ effect: 'halted', reason, message: 'it broke' }] }));
  expect(body).toMatch(new RegExp(`\\nHALTED \\(${reason}\\): it broke\\.\\n  \\S`));
});

it.each<[string, Partial<OrganizationReport>]>([
  ['Who receives this mail could not be read, so it gives no notice.', { subscribers: undefined }],
  ['No subscription that counts receives this mail, so it gives no notice.', { subscribers: 0 }],
  ['2 subscriptions receive this mail.', { subscribers: 2 }],
  [
    'Run early was stopped before its end. It ended before anything was swept.',
    { takenOver: { runId: 'early', hadRoster: false } },
  ],
  [
    'Run early was stopped before its end. Its records are not understood, so look at s3://b/early/ yourself.',
    { takenOver: { runId: 'early', hadRoster: true, notUnderstood: 's3://b/early/' } },
  ],
  ['This is a preview: it changed nothing, and nothing below counts as notice.', { preview: true }],
])('%s', (words, parts) => {
  expect(bodyOf(aReport(parts)).replaceAll(/\s+/g, ' ')).toContain(words);
});

it('where the switch was pulled during the run, the mail says so', () => {
  const allotment = {
    version: 1 as const,
    runId: RUN,
    items: [],
    room: 1,
    planned: 1,
    barrier: 'mode' as const,
    wouldBeDisabled: [],
    next: [],
  };
  expect(bodyOf(aReport({ allotment })).replaceAll(/\s+/g, ' ')).toContain(
    'The mode was set to dry-run during this run, so nothing was changed.',
  );
});
