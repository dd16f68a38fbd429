import type { Changes } from '../changes/changes';
import { countNewFindings } from '../account-checks/known-findings';
import { utcMinute } from '../instant';
import type { VerdictKind } from '../evaluation/verdict';
import type { RunReport } from '../run-report';
import { clean, wrap } from '../text';

/** An edit of the policy is told to the key, as long as it can be read. */
const MAX_POLICY_LINES = 20;

/** "What changed since yesterday comes first": on a quiet day, that nothing did. What was done stands below. */
export function changesLines({ accountChecks, evaluated, report }: RunReport): string[] {
  const changes = evaluated?.changes;
  if (!changes) return [];
  const { since, mode, policy, onNotice, stale, exempt, findings } = changes;
  const news = [
    ...(mode ? [`The mode was changed from ${mode.before} to ${mode.after}.`] : []),
    ...some(onNotice.size, 'newly on notice'),
    ...some(stale.size, 'newly stale'),
    ...some(exempt.size, 'newly exempt'),
    ...some(report?.restored.length ?? 0, 'enabled again by somebody'),
    ...(accountChecks && findings
      ? some(countNewFindings(accountChecks, findings), 'new about the account')
      : []),
    ...(changes.counts.length > 0 ? [`${changes.counts.map(moved).join(', ')}.`] : []),
  ];
  const same = news.length === 0 && !policy ? 'mode, policy and counts are as they were.' : '';
  return [
    '',
    ...wrap(`Since the last completed run, ${utcMinute(since)} UTC: ${same}`.trimEnd()),
    ...news.flatMap((line) => wrap(line, 2, 4)),
    ...(policy ? policyLines(policy) : []),
  ];
}

function some(number: number, what: string): string[] {
  return number > 0 ? [`${number} ${what}.`] : [];
}

const WORDS: Readonly<Record<VerdictKind, string>> = {
  inUse: 'in use',
  due: 'due',
  stale: 'stale',
  exempt: 'exempt',
  held: 'held',
  unclear: 'unclear',
};

/** `stale 12 -> 30` */
function moved({ verdict, before, after }: Changes['counts'][number]): string {
  return `${WORDS[verdict]} ${before} -> ${after}`;
}

function policyLines({ before, after, lines }: NonNullable<Changes['policy']>): string[] {
  const versions =
    before === undefined || after === undefined ? '' : `, from version ${before} to version ${after}`;
  const shown = lines.slice(0, MAX_POLICY_LINES);
  const more = lines.length - shown.length;
  return [
    ...wrap(
      `${lines.length > 0 ? 'THE POLICY WAS CHANGED' : 'The policy was written again'}${versions}:`,
      2,
      4,
    ),
    ...shown.flatMap((line) => wrap(clean(line, 500), 4, 6)),
    ...(more > 0 ? wrap(`... and ${more} more`, 4) : []),
    ...(lines.length === 0 ? wrap('its rules are the same.', 4) : []),
  ];
}
