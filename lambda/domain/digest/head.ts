import { countsOf } from '../counts';
import { hygieneSummary } from '../hygiene/section';
import { utcMinute } from '../instant';
import type { Sweep } from '../sweep';
import { haltLines } from './halts';
import { sinceLines } from './since';
import { count, wrap } from './text';

/** Whose account, when, why less was done than asked, the mode, the counts, and what has changed. */
export function headOf(sweep: Sweep): string[] {
  const { account, now, trigger, reconciled } = sweep;
  return [
    'iam-lapse: IAM credentials that nobody uses',
    ...wrap(`Account ${account.id}, ${utcMinute(now)} UTC, ${TRIGGER_WORDS[trigger]}`),
    ...haltLines(sweep),
    ...(reconciled
      ? [
          '',
          ...wrap(
            `Run ${reconciled.runId} was stopped before its end. What it did stands below, if it did anything.`,
          ),
        ]
      : []),
    '',
    ...modeLines(sweep),
    ...summaryLines(sweep),
    ...wrap(hygieneSummary(sweep.hygiene)),
    ...sinceLines(sweep),
  ];
}

const TRIGGER_WORDS: Readonly<Record<Sweep['trigger'], string>> = {
  scheduled: 'scheduled run',
  manual: 'manual run',
  preview: 'preview',
};

function modeLines({ mode, halts, results, preview, trigger, askedMode, subscribers }: Sweep): string[] {
  if (mode === undefined) return [];
  if (preview && trigger !== 'preview') {
    return wrap(
      `A preview that was asked for: nothing was changed, and nothing below counts as notice. The mode is ${askedMode ?? mode}.`,
    );
  }
  const disabled = results.filter(({ outcome }) => outcome.kind === 'disabled').length;
  if (halts.some(({ effect }) => effect === 'ranAsDryRun')) {
    return wrap('Mode enforce, ran as dry-run: nothing was changed.');
  }
  return mode === 'enforce'
    ? wrap(`Mode enforce: ${count(disabled, 'credential')} disabled.`)
    : [
        ...wrap('Mode dry-run: nothing was changed, and nothing will be until the mode is enforce.'),
        ...(subscribers === 0
          ? wrap('Nobody has confirmed a subscription: no notice is given until somebody has.')
          : []),
      ];
}

function summaryLines(sweep: Sweep): string[] {
  const { evaluation, report, policy } = sweep;
  if (!evaluation || !report) return wrap('No credential was judged.');
  const c = countsOf(sweep);
  const soon = policy?.policy.noticeDays ? ` within ${count(policy.policy.noticeDays, 'day')}` : '';
  return wrap(
    `${count(evaluation.activeCredentials, 'active credential')} of ${count(report.users, 'user')}: ${c.inUse} in use, ${c.stale} stale, ${c.due} due${soon}, ${c.exempt} exempt, ${c.held} held, ${c.unclear} unclear.`,
  );
}
