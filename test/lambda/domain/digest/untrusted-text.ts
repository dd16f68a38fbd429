import type { ReportedUser } from '../../../../lambda/domain/credential';
import type { Target } from '../../../../lambda/domain/remediation/confirm';
import { type UseHistory, useEventOf } from '../../../../lambda/domain/remediation/use-events';
import {
  ACCOUNT,
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
import {
  aPolicyInForce,
  candidateOf,
  halted,
  held,
  OUTCOMES,
  resultOf,
  together,
  type ReportParts,
} from './run-reports';

/** A sweep in which every word that a stranger chooses is `text`: names, tags, reasons, causes, tokens. */
export function sweepOf(text: string): ReportParts {
  const policy = aPolicy({
    exemptions: [
      anExemption({ name: text, reason: text, match: { paths: ['/exempt/'] }, until: '2026-11-21' }),
    ],
    overrides: [anOverride({ name: text, password: { maxUnusedDays: 50 } })],
  });
  const stale = aPassword({ lastUsed: daysAgo(100) });
  const service = { access_key_1_last_used_service: text, access_key_1_last_used_region: text };
  const rows = [
    aReportRow({ user: text, ...stale }),
    aReportRow({ user: `a${text}`, path: '/service/', ...aKey(1, { lastUsed: daysAgo(100) }), ...service }),
    aReportRow({ user: `b${text}`, path: '/exempt/', ...stale }),
    aReportRow({ user: `c${text}`, ...aKey(1, { lastUsed: text }) }),
  ];
  const lookedUp = (user: ReportedUser) => aLookUp(user, { tags: { owner: text } });
  const whose = { user: text, kind: 'accessKey' } as const;
  const results = [
    resultOf({ kind: 'failed', cause: text, mayBeDisabled: true }, whose),
    resultOf(OUTCOMES.disabled, whose),
    resultOf(OUTCOMES.disabled, { user: text }),
    resultOf(OUTCOMES.wouldDisable, whose),
    resultOf({ kind: 'deferred', cause: text }, whose),
    resultOf({ kind: 'refused', cause: text }, whose),
    resultOf({ kind: 'alreadyAbsent', cause: text }, whose),
  ];
  return {
    ...halted('policy', text),
    policy: aPolicyInForce({ policy }),
    evaluation: together(anEvaluation(rows, { policy, lookedUp }), held(text, text)),
    results,
    useHistories: new Map(
      results.map(({ candidate, target }) => [candidate.credential, historyOf(text, target)] as const),
    ),
    overLimit: [candidateOf(whose)],
  };
}

/** What the event history has of a credential whose user chooses every word of a record. */
function historyOf(text: string, target: Target | undefined): UseHistory {
  const record = {
    eventSource: text,
    eventName: text,
    awsRegion: text,
    sourceIPAddress: text,
    userAgent: text,
    errorCode: text,
  };
  const event = { EventId: text, EventTime: new Date(NOW), CloudTrailEvent: JSON.stringify(record) };
  const found = target ? useEventOf(event, target, { account: ACCOUNT, region: text }) : 'nothing';
  const use = typeof found === 'string' ? undefined : found;
  return { use, refusedSignIn: use, read: [], unread: [{ region: 'eu-west-1', cause: text }] };
}
