import type { Result } from '../domain/remediation/outcome';
import { type UseHistory, type UseQuestion, useVeto } from '../domain/remediation/use-events';
import { type ConfirmedAction, type EvaluationContext, withWholePairs } from './confirm';
import { RESERVED_MS } from './execute';
import { learn, type RunContext } from './run';

/**
 * With the policy's `evidence`, asks CloudTrail where and by what each planned credential was last used, and spares what
 * was used since the reference time of its verdict (docs/design.md §5.4). It can only take away. A history that cannot
 * be read takes nothing away: the digest says so.
 *
 * @returns the actions that remain
 */
export async function sparingUsedSince(
  run: RunContext,
  actions: readonly ConfirmedAction[],
  context: EvaluationContext,
): Promise<readonly ConfirmedAction[]> {
  if (!context.policy.evidence || actions.length === 0) return actions;
  const { clock, useEvents, log } = run.ports;
  // Half of the time at most: the writes come after it.
  const histories = await useEvents.read(actions.map(questionOf), (clock.remaining() - RESERVED_MS) / 2);
  const causes = new Set(histories.flatMap(({ unread }) => unread.map(({ cause }) => cause)));
  for (const error of causes) log('WARN', 'use-events-unreadable', { error });
  const { confirmed, results } = withWholePairs(spare(actions, histories, context));
  learn(run, {
    results: [...run.report.results, ...results],
    useHistories: new Map(
      actions.flatMap(({ candidate }, index) => {
        const history = histories[index];
        return history ? [[candidate.credential, history] as const] : [];
      }),
    ),
  });
  return confirmed;
}

function questionOf({ candidate: { evidence }, target }: ConfirmedAction): UseQuestion {
  return { target, lastUseRegion: evidence.kind === 'known' ? evidence.lastUse?.region : undefined };
}

function spare(
  actions: readonly ConfirmedAction[],
  histories: readonly UseHistory[],
  { policy, now }: EvaluationContext,
): { readonly confirmed: readonly ConfirmedAction[]; readonly results: readonly Result[] } {
  const vetoes = actions.map(({ candidate }, index) => {
    const history = histories[index];
    return history && useVeto(candidate, history, now);
  });
  // "The latest sign of life of any credential of a user counts for all of them" (docs/design.md §4.5).
  const ofUser = new Map(
    actions.flatMap(({ target: { user } }, index) => {
      const veto = policy.judge === 'user' ? vetoes[index] : undefined;
      return veto
        ? [[user.arn, { ...veto, cause: `of another credential of the user, ${veto.cause}` }] as const]
        : [];
    }),
  );
  const confirmed: ConfirmedAction[] = [];
  const results: Result[] = [];
  actions.forEach((action, index) => {
    const { candidate, target } = action;
    const outcome = vetoes[index] ?? ofUser.get(target.user.arn);
    if (outcome) results.push({ candidate, target, outcome });
    else confirmed.push(action);
  });
  return { confirmed, results };
}
