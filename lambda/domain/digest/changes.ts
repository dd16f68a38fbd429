import type { Changes } from '../changes/changes';
import { countNewFindings } from '../account-checks/run-checks';
import { utcMinute } from '../instant';
import type { VerdictKind } from '../evaluation/verdict';
import type { RunReport } from '../run-report';
import { unlessZero } from './layout';
import { clean, wrap } from '../text';

/** The mail lists an edit of the policy key by key, up to this many lines. */
const MAX_POLICY_LINES = 20;

/** On the first day, and with a new ledger, somebody should know that nothing of before counts. */
function firstMailLines({ evaluated, subscribers, trigger, preview, example }: RunReport): string[] {
  if (!evaluated || !subscribers || preview || example || trigger === 'preview') return [];
  return ['', ...wrap('No earlier mail is on record, so every notice period starts with this one.')];
}

/**
 * What is new since the last run that judged the account and whose digest was delivered (docs/design.md §3.9). On a
 * quiet day the line says that nothing changed. The actions of this run are not part of it; they have sections.
 */
export function changesLines(run: RunReport): string[] {
  const { accountChecks, evaluated, report } = run;
  const changes = evaluated?.changes;
  if (!changes) return firstMailLines(run);
  const { since, mode, policy, onNotice, stale, exempt, findings } = changes;
  const unproven = report?.perhapsNeverDisabled?.length ?? 0;
  const newFindings = accountChecks && findings ? countNewFindings(accountChecks, findings) : 0;
  const news = [
    ...(mode ? [`The mode was changed from ${mode.before} to ${mode.after}`] : []),
    ...unlessZero(onNotice.size, 'newly on notice'),
    ...unlessZero(stale.size, 'newly stale'),
    ...unlessZero(exempt.size, 'newly exempt'),
    ...unlessZero((report?.restored.length ?? 0) - unproven, 'enabled again by somebody'),
    ...unlessZero(unproven, 'enabled, and perhaps never disabled'),
    ...unlessZero(newFindings, `new account finding${newFindings === 1 ? '' : 's'}`),
    ...(changes.counts.length > 0 ? [changes.counts.map(countChange).join(', ')] : []),
  ].map((line) => `${line}.`);
  const same = news.length === 0 && !policy ? 'mode, policy and counts are unchanged.' : '';
  return [
    '',
    ...wrap(`Since the last completed run, ${utcMinute(since)} UTC: ${same}`.trimEnd()),
    ...news.flatMap((line) => wrap(line, 2, 4)),
    ...(policy ? policyLines(policy) : []),
  ];
}

const VERDICT_WORDS: Readonly<Record<VerdictKind, string>> = {
  inUse: 'in use',
  due: 'due',
  stale: 'stale',
  exempt: 'exempt',
  held: 'held',
  unclear: 'unclear',
};

/** `stale 12 -> 30` */
function countChange({ verdict, before, after }: Changes['counts'][number]): string {
  return `${VERDICT_WORDS[verdict]} ${before} -> ${after}`;
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
