import { candidatesOf } from '../../lambda/domain/act/candidate';
import { allowance } from '../../lambda/domain/act/limits';
import { plan } from '../../lambda/domain/act/plan';
import { accountOfArn } from '../../lambda/domain/identity';
import type { Instant } from '../../lambda/domain/instant';
import { evaluate } from '../../lambda/domain/judge/evaluate';
import type { PolicyInForce, Sweep } from '../../lambda/domain/sweep';
import { parseCredentialReport, ReportError } from '../../lambda/domain/report/parse';

/**
 * What a dry-run sweep would find, as far as a report alone can tell: nobody's tags or groups are known, and
 * no live look can take anything away.
 *
 * @throws ReportError
 */
export function judgeReport(
  content: Uint8Array,
  policy: PolicyInForce,
  options: { readonly now: Instant; readonly assumeAnnounced: boolean },
): Sweep {
  const { now } = options;
  const account = accountOfArn(/arn:[^,\n]*/.exec(new TextDecoder().decode(content))?.[0] ?? '');
  if (!account) throw new ReportError('it holds no ARN of an IAM user, so it is no credential report');
  const report = parseCredentialReport(content, now, account);
  const evaluation = evaluate({
    report,
    policy: policy.policy,
    lookedUp: () => undefined,
    announcements: () => (options.assumeAnnounced ? 0 : undefined),
    now,
  });
  const { limits } = policy.policy;
  const allowed = allowance(limits, evaluation);
  const candidates = candidatesOf(evaluation).map((candidate) => ({ candidate }));
  const planned = plan(candidates, allowed, limits);
  const base = {
    runId: 'preview',
    account,
    trigger: 'preview',
    now,
    mode: 'dry-run',
    halts: [],
    policy,
    report: { generatedAt: undefined, users: report.users.length },
    subscribers: undefined,
    evaluation,
    allowed,
  } as const;
  if (planned.kind === 'stop') {
    const message = `${candidates.length} credentials are stale and ${allowed} a day are allowed, with limits.onExceed "stop"`;
    const waiting = candidates.map(({ candidate }) => candidate);
    return { ...base, halts: [{ effect: 'halted', reason: 'limits', message }], results: [], waiting };
  }
  return {
    ...base,
    results: planned.actions.map(({ candidate }) => ({ candidate, outcome: { kind: 'wouldDisable' } })),
    waiting: planned.waiting.map(({ candidate }) => candidate),
  };
}
