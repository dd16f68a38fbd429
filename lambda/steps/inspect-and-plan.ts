import { Halted } from '../halted';
import type { LedgerSession } from '../ledger-session';
import { candidatesOf } from '../domain/act/candidate';
import { allowance, inspectionBudget } from '../domain/act/limits';
import { plan } from '../domain/act/plan';
import type { Evaluation } from '../domain/judge/evaluate';
import { disabledLately } from '../domain/ledger/recall';
import type { Course } from './course';
import { inspect, type Judgement, type Seen } from './inspect';

/** The last look at those whose day has come, and which of them the limits allow today. @throws Halted */
export async function inspectAndPlan(
  { draft, ports }: Course,
  { ledger }: LedgerSession,
  judgement: Judgement & { readonly evaluation: Evaluation },
): Promise<readonly Seen[]> {
  const { evaluation, policy, memory, now } = judgement;
  const candidates = candidatesOf(evaluation, memory);
  const allowed = Math.max(0, allowance(policy.limits, evaluation) - disabledLately(ledger, now));
  draft.allowed = allowed;
  const budget = inspectionBudget(allowed, policy.limits);
  const inspection = await inspect(candidates.slice(0, budget), judgement, ports);
  draft.results = inspection.results;

  const planned = plan(inspection.confirmed, allowed, policy.limits, Math.max(0, candidates.length - budget));
  if (planned.kind === 'stop') {
    const over = [...planned.confirmed.map(({ candidate }) => candidate), ...candidates.slice(budget)];
    draft.waiting = over;
    throw new Halted(
      'limits',
      `${over.length} credentials are to be disabled and ${allowed} are allowed (limits.maxDisabledPerDay ${policy.limits.maxDisabledPerDay}, limits.maxDisabledPercent ${policy.limits.maxDisabledPercent} of ${evaluation.activeCredentials} active ones), with limits.onExceed "stop"`,
    );
  }
  draft.waiting = [...planned.waiting.map(({ candidate }) => candidate), ...candidates.slice(budget)];
  return planned.actions;
}
