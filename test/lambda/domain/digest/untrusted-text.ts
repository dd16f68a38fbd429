import type { ReportedUser } from '../../../../lambda/domain/credential';
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
  return {
    ...halted('policy', text),
    policy: aPolicyInForce({ policy }),
    evaluation: together(anEvaluation(rows, { policy, lookedUp }), held(text, text)),
    results: [
      resultOf({ kind: 'failed', cause: text, mayBeDisabled: true }, whose),
      resultOf(OUTCOMES.disabled, whose),
      resultOf(OUTCOMES.disabled, { user: text }),
      resultOf(OUTCOMES.wouldDisable, whose),
      resultOf({ kind: 'deferred', cause: text }, whose),
      resultOf({ kind: 'refused', cause: text }, whose),
      resultOf({ kind: 'alreadyAbsent', cause: text }, whose),
    ],
    overLimit: [candidateOf(whose)],
  };
}
