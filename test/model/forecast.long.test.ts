import { candidatesOf } from '../../lambda/domain/remediation/candidate';
import { plan, allowance } from '../../lambda/domain/remediation/plan';
import { type Credential, nameOf } from '../../lambda/domain/credential';
import { forecast } from '../../lambda/domain/forecast/forecast';
import { DAY, utcDate } from '../../lambda/domain/instant';
import { evaluate, type Judged } from '../../lambda/domain/evaluation/evaluate';
import { reportReference } from '../../lambda/domain/evaluation/evidence';
import { withAnnounced, withoutLapsedAnnouncements } from '../../lambda/domain/ledger/announcements';
import { credentialId } from '../../lambda/domain/ledger/credential-id';
import { historyOf } from '../../lambda/domain/ledger/queries';
import { emptyLedger } from '../../lambda/domain/ledger/schema';
import type { Policy } from '../../lambda/domain/policy/schema';
import { compareText } from '../../lambda/domain/text';
import {
  ACCOUNT,
  aKey,
  aLookUp,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  NOW,
  parsedReport,
  type ReportRow,
} from '../support/builders';
import { fc, runs } from '../support/runs';

const called = (credential: Credential) => `${credential.user.name} ${nameOf(credential).split(' ')[0]}`;

/** Every user judged every day, through the ledger as the sweep keeps it: slow, and without a thought. */
function dayByDay(rows: readonly ReportRow[], policy: Policy, number: number) {
  let ledger = emptyLedger(ACCOUNT.id);
  let left = [...rows];
  return Array.from({ length: number }, (_, ahead) => {
    const now = NOW + ahead * DAY;
    const history = historyOf(ledger, now);
    const evaluation = evaluate({ report: parsedReport(...left), policy, lookedUp: aLookUp, history, now });
    const candidates = candidatesOf(evaluation, history).map((candidate) => ({ candidate }));
    const planned = plan(candidates, allowance(policy.limits, evaluation), policy.limits);
    const actions = planned.kind === 'go' ? planned.actions : [];
    const onNotice = evaluation.judged.filter(
      ({ verdict }) => verdict.kind === 'due' || (verdict.kind === 'stale' && !verdict.noticeGiven),
    );
    const announces = onNotice.map(({ credential, evidence }) => [
      credentialId(credential),
      reportReference(evidence),
    ]);
    ledger = withAnnounced(
      withoutLapsedAnnouncements(ledger, evaluation.judged),
      Object.fromEntries(announces),
      now,
    );
    for (const { candidate } of actions) {
      left = left.map((row) =>
        row['arn'] === candidate.credential.user.arn ? disabledIn(row, candidate) : row,
      );
    }
    return {
      date: utcDate(now),
      announced: onNotice
        .filter(({ verdict }) => !('announcedAt' in verdict))
        .toSorted(longestUnusedFirst)
        .map(({ credential }) => called(credential)),
      disabled: actions.map(({ candidate }) => called(candidate.credential)),
      waiting: (planned.kind === 'go' ? planned.waiting : planned.confirmed).map(({ candidate }) =>
        called(candidate.credential),
      ),
    };
  });
}

function longestUnusedFirst(one: Judged, other: Judged): number {
  const [since, otherSince] = [one, other].map(({ verdict }) =>
    'reference' in verdict ? verdict.reference.at : 0,
  );
  return (since ?? 0) - (otherSince ?? 0) || compareText(one.credential.user.arn, other.credential.user.arn);
}

function disabledIn(row: ReportRow, { credential }: { readonly credential: Credential }): ReportRow {
  return credential.kind === 'password'
    ? { ...row, password_enabled: 'false' }
    : { ...row, [`access_key_${credential.slot}_active`]: 'false' };
}

describe('the forecast skips what cannot have changed', () => {
  const age = fc.integer({ min: 0, max: 130 });
  const rows = fc
    .array(fc.record({ password: age, key: age, service: fc.boolean() }), { maxLength: 12 })
    .map((users) =>
      users.map(({ password, key, service }, index) =>
        aReportRow({
          user: `u${index}`,
          path: service ? '/service/' : '/',
          ...aPassword({ lastUsed: daysAgo(password) }),
          ...aKey(1, { lastUsed: daysAgo(key) }),
        }),
      ),
    );
  const policies = fc.record({
    noticeDays: fc.constantFrom(0, 1, 7, 29),
    judge: fc.constantFrom('credential' as const, 'user' as const),
    until: fc.constantFrom('2026-11-20', '2026-11-29', '2026-12-20'),
    perDay: fc.integer({ min: 0, max: 4 }),
    onExceed: fc.constantFrom('oldest-first' as const, 'stop' as const),
  });

  it('and is what judging everybody every day comes to', () => {
    fc.assert(
      fc.property(rows, policies, (users, { noticeDays, judge, until, perDay, onExceed }) => {
        const policy = aPolicy({
          noticeDays,
          judge,
          exemptions: [anExemption({ match: { users: ['u1', 'u3'] }, until })],
          overrides: [anOverride()],
          limits: { maxDisabledPerDay: perDay, maxDisabledPercent: 50, onExceed },
        });
        const found = forecast({
          report: parsedReport(...users),
          policy,
          lookedUp: aLookUp,
          history: () => ({}),
          now: NOW,
          days: 40,
        }).map((day) => ({
          ...day,
          announced: day.announced.map(called),
          disabled: day.disabled.map(called),
          waiting: day.waiting.map(called),
        }));
        expect(found).toStrictEqual(dayByDay(users, policy, 40));
      }),
      { numRuns: runs(10) },
    );
  });
});
