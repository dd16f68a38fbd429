import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, MINUTE } from '../../../../../lambda/domain/instant';
import { allot } from '../../../../../lambda/domain/organization/allot';
import { organizationDigestOf } from '../../../../../lambda/domain/organization/digest/digest';
import type { OrganizationReport } from '../../../../../lambda/domain/organization/run-report';
import { NOW } from '../../../../support/builders';
import { tooWide } from '../../digest/run-reports';
import {
  accountId,
  anAnswer,
  anExclusion,
  anItem,
  anOrganizationPolicy,
  aRoster,
  passwordId,
  RUN,
  SANDBOX,
  toSweep,
} from '../an-organization';
import { aReport } from './reports';

// Whole mails to the letter: what somebody reads at seven in the morning.

const file = (name: string) => readFileSync(join(__dirname, 'whole', name), 'utf8');
const mailOf = (report: OrganizationReport) => {
  const { subject, body } = organizationDigestOf(report);
  return `Subject: ${subject}\n\n${body}`;
};

const UNDO = [
  '    aws iam create-login-profile --user-name bob \\',
  '      --password-reset-required --password "$NEW_PASSWORD"',
];

/** Every kind of section once. */
function everything(): OrganizationReport {
  const [payments, search, lost] = [accountId(0), accountId(1), accountId(2)];
  const [halted, silent, fresh] = [accountId(3), accountId(4), accountId(5)];
  const id = (user: string, account = payments) => passwordId(user, account);
  const policy = anOrganizationPolicy({ accounts: [anExclusion({ until: '2026-11-30' })] });
  const answers = [
    anAnswer({
      mode: 'enforce',
      status: 'failed',
      counts: { failed: 1, disabled: 1, stale: 4, due: 1, inUse: 10, exempt: 1 },
      users: 12,
      activeCredentials: 17,
      spent: 1,
      items: [
        anItem('failed', 'cleo', { lines: ['  cleo, password', '    timed out'] }),
        anItem('reconciled', 'rex'),
        anItem('lateEffect', 'lea'),
        anItem('lateResets', 'liv'),
        anItem('disabled', 'bob', { lines: ['  bob, password', ...UNDO] }),
        anItem('restored', 'rita'),
        anItem('planned', 'next', { reference: NOW - 60 * DAY }),
        anItem('newlyOnNotice', 'nora', {
          reference: NOW - 50 * DAY,
          actOn: '2026-11-27',
          lines: ['    nora, password', '      unused for 50 days: last used 2026-10-01'],
        }),
        anItem('newlyOnNotice', 'ned', {
          reference: NOW - 55 * DAY,
          actOn: '2026-11-27',
          lines: ['    ned, password'],
        }),
        anItem('onNotice', 'otto', {
          reference: NOW - 45 * DAY,
          actOn: '2026-11-22',
          lines: ['    otto, password'],
        }),
      ],
      planned: [{ id: id('next'), reference: NOW - 60 * DAY }],
      leftOut: { disabled: 2 },
      untold: [{ runId: '20261119T070000Z', items: [anItem('disabled', 'earl')] }],
      checks: [{ id: 'rootMfa', title: 'the root user has no MFA', severity: 'critical', findings: 1 }],
    }),
    anAnswer({
      accountId: search,
      mode: 'dry-run',
      counts: { stale: 1, unclear: 2 },
      users: 3,
      activeCredentials: 3,
      planned: [{ id: id('would', search), reference: NOW - 70 * DAY }],
      items: [
        anItem('planned', 'would', { id: id('would', search), reference: NOW - 70 * DAY }),
        anItem('newlyOnNotice', 'old', {
          id: id('old', search),
          reference: NOW - 90 * DAY,
          actOn: '2026-11-28',
          lines: ['    old, password'],
        }),
      ],
      checks: [{ id: 'rootMfa', title: 'the root user has no MFA', severity: 'critical', findings: 1 }],
    }),
    anAnswer({
      accountId: halted,
      status: 'halted',
      halts: [{ effect: 'halted', reason: 'report', message: 'the report is cut off' }],
    }),
  ];
  const roster = aRoster([
    toSweep(payments),
    toSweep(search, { name: 'search', own: 'dry-run', mode: 'dry-run' }),
    toSweep(lost, { name: 'lost' }),
    toSweep(halted, { name: 'halted' }),
    toSweep(silent, { name: 'silent' }),
    toSweep(fresh, { name: 'fresh', joinedAt: NOW - 40 * MINUTE }),
    { kind: 'suspended', id: accountId(6), name: 'old', state: 'CLOSED' },
    {
      kind: 'excluded',
      id: accountId(7),
      name: 'pci',
      entry: 'PCI freeze',
      reason: 'an audit',
      until: '2026-11-30',
    },
  ]);
  const plan = { accountId: silent, actions: [{ id: passwordId('may', silent) }] };
  return aReport({
    roster,
    answers,
    act: { allotted: new Set([plan.accountId]), plans: [plan] },
    uncoveredSince: { [lost]: NOW - 3 * DAY },
    inFlight: [{ runId: RUN, accountName: 'silent', ...plan }],
    takenOver: { runId: '20261119T070000Z', hadRoster: true },
    deliveredLate: ['20261118T070000Z'],
    policyChanges: ['organization: limits.maxDisabledPerDay: 50 -> 100'],
    uncounted: ['1 not confirmed'],
    allotment: allot({
      runId: RUN,
      answers,
      limits: { ...policy.limits, maxDisabledPerDay: 1 },
      spent: 0,
      isTold: () => true,
      barrier: undefined,
    }),
    changes: {
      joined: [toSweep(fresh, { name: 'fresh', own: 'dry-run' })],
      gone: [toSweep(accountId(8), { name: 'gone' })],
      moved: [{ account: toSweep(payments, { parents: ['r-ab12', SANDBOX] }), from: ['r-ab12'] }],
      modeChanged: [{ account: toSweep(payments), from: 'dry-run' }],
    },
    settings: {
      mode: 'enforce',
      organization: { policy, version: 2, sha256: 'cd'.repeat(32), asDeployed: false },
      policy: aReport().settings?.policy ?? fail('no policy'),
    },
  });
}

function fail(why: string): never {
  throw new Error(why);
}

describe('to the letter', () => {
  it.each<[string, OrganizationReport]>([
    ['everything.txt', everything()],
    ['quiet-day.txt', aReport()],
    [
      'halted.txt',
      {
        ...aReport(),
        coverage: undefined,
        halts: [{ effect: 'halted', reason: 'roster', message: 'the list of accounts is empty' }],
      },
    ],
    [
      'barrier.txt',
      {
        ...aReport(),
        only: [accountId()],
        trigger: 'manual',
        halts: [{ effect: 'ranAsDryRun', reason: 'coverage', message: '11 of 100 accounts are not covered' }],
      },
    ],
  ])('%s', (name, report) => {
    expect(mailOf(report)).toBe(file(name));
    expect(tooWide(organizationDigestOf(report).body)).toEqual([]);
  });
});

it('what it tells: announced, repeated, and the runs that are settled', () => {
  const { told } = organizationDigestOf(everything());
  const [payments, search, halted] = told.accounts;
  const names = (ids: readonly string[] = []) => ids.map((id) => /user\/(\w+)@/.exec(id)?.[1]);
  expect(payments?.runs).toEqual(['20261119T070000Z', RUN]);
  expect(names(payments?.announced)).toEqual(['ned', 'nora']);
  expect(names(payments?.repeated)).toEqual([
    'cleo',
    'rex',
    'lea',
    'liv',
    'earl',
    'bob',
    'rita',
    'next',
    'otto',
  ]);
  expect([names(search?.announced), names(search?.repeated)]).toEqual([['old'], ['would']]);
  expect(halted).toEqual({ accountId: accountId(3), runs: [RUN], announced: [], repeated: [] });
});
