import { unreadableFactsOf } from '../../lambda/domain/account-checks/check';
import { countsOf, type RunReport } from '../../lambda/domain/run-report';
import { count } from '../../lambda/domain/text';
import type { FailOn } from './options';

/** The effect of `--fail-on` on a run that did not halt. */
export interface Gate {
  readonly exitCode: 0 | 3;
  /** Why, for stderr. Undefined if there is nothing to explain. */
  readonly line: string | undefined;
}

/** Decides whether the preview exits with 3. */
export function gateOf(run: RunReport, failOn: readonly FailOn[]): Gate {
  const { stale, unclear } = countsOf(run);
  const watched = {
    stale: [{ number: stale, text: `${stale} stale` }],
    unclear: [{ number: unclear, text: `${unclear} unclear` }],
    high: findings(run),
  };
  const wanted = [...new Set(failOn)].flatMap((each) => watched[each]);
  const found = wanted.filter(({ number }) => number > 0);
  const aside = notCounted(run, failOn);
  const explained = aside.length > 0 ? ` (${aside.join('; ')}.)` : '';
  const told = (parts: typeof wanted) => parts.map(({ text }) => text).join(', ');
  if (found.length > 0) return { exitCode: 3, line: `${told(found)}: exit 3.${explained}` };
  return { exitCode: 0, line: explained ? `${told(wanted)}: exit 0.${explained}` : undefined };
}

/** A critical finding is more than a high one, so it counts as well. */
function findings({ accountChecks }: RunReport): { readonly number: number; readonly text: string }[] {
  const severities = (accountChecks?.checks ?? []).flatMap(({ result }) =>
    result.kind === 'failing' ? result.findings.map(({ severity }) => severity) : [],
  );
  const having = (severity: string) => severities.filter((each) => each === severity).length;
  const critical = having('critical');
  return [
    ...(critical > 0 ? [{ number: critical, text: count(critical, 'critical finding') }] : []),
    { number: having('high'), text: count(having('high'), 'high finding') },
  ];
}

/** What could not be judged, and so may hide what `--fail-on` looks for. */
function notCounted(run: RunReport, failOn: readonly FailOn[]): string[] {
  const { unclear } = countsOf(run);
  const unread = (run.accountChecks?.checks ?? []).filter(
    ({ result }) => unreadableFactsOf(result).length > 0,
  );
  const does = (number: number) => (number === 1 ? 'does' : 'do');
  return [
    ...(failOn.includes('stale') && !failOn.includes('unclear') && unclear > 0
      ? [`${unclear} unclear could not be judged and ${does(unclear)} not count`]
      : []),
    ...(failOn.includes('high') && unread.length > 0
      ? [`${count(unread.length, 'account check')} could not be completed`]
      : []),
  ];
}
