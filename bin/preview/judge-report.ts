import { candidatesOf } from '../../lambda/domain/act/candidate';
import { allowance } from '../../lambda/domain/act/limits';
import { plan } from '../../lambda/domain/act/plan';
import { accountOfArn } from '../../lambda/domain/identity';
import type { Instant } from '../../lambda/domain/instant';
import { type Evaluation, evaluate, type EvaluationInput } from '../../lambda/domain/judge/evaluate';
import { reportReference } from '../../lambda/domain/judge/evidence';
import { credentialId } from '../../lambda/domain/ledger/credential-id';
import { beginSweep, type PolicyInForce, type Sweep } from '../../lambda/domain/sweep';
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
  const { policy: rules } = policy;
  const judgeWith = (memory: EvaluationInput['memory']) =>
    evaluate({ report, policy: rules, lookedUp: () => undefined, memory, now });
  const unannounced = judgeWith(() => ({}));
  const evaluation = options.assumeAnnounced ? judgeWith(announcedLongAgo(unannounced)) : unannounced;
  const { limits } = policy.policy;
  const allowed = allowance(limits, evaluation);
  const candidates = candidatesOf(evaluation, () => ({})).map((candidate) => ({ candidate }));
  const planned = plan(candidates, allowed, limits);
  const base: Sweep = {
    ...beginSweep({ runId: 'preview', account, trigger: 'preview', now }),
    mode: 'dry-run',
    policy,
    report: { generatedAt: undefined, users: report.users.length },
    evaluation,
    allowed,
  };
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

/** As if every credential had stood in a digest since ever, with the reference time that it has now. */
function announcedLongAgo({ judged }: Evaluation): EvaluationInput['memory'] {
  const references = new Map(
    judged.map(({ credential, evidence }) => [credentialId(credential), reportReference(evidence)]),
  );
  return (credential) => {
    const reference = references.get(credentialId(credential));
    return reference === undefined ? {} : { announced: { at: 0, reference } };
  };
}
