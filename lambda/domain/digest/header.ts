import { countsOf } from '../counts';
import { accountChecksSummary } from './account-checks';
import { utcMinute } from '../instant';
import type { RunReport, Halt } from '../run-report';
import { adviceLines } from './halt-advice';
import { changesLines } from './changes';
import { count, wrap, clean } from '../text';

/** Account, time, halts, mode, counts, account checks and changes. */
export function headerOf(run: RunReport): string[] {
  const { account, now, trigger } = run;
  const reconciled = run.caughtUp?.reconciled;
  return [
    'iam-lapse: IAM credentials that nobody uses',
    ...wrap(`Account ${account.id}, ${utcMinute(now)} UTC, ${TRIGGER_WORDS[trigger]}`),
    ...haltLines(run),
    ...(reconciled
      ? [
          '',
          ...wrap(
            `Run ${reconciled.runId} was stopped before it ended. Anything that it may have disabled is listed below.`,
          ),
        ]
      : []),
    '',
    ...modeLines(run),
    ...summaryLines(run),
    ...wrap(accountChecksSummary(run.accountChecks)),
    ...changesLines(run),
  ];
}

const TRIGGER_WORDS: Readonly<Record<RunReport['trigger'], string>> = {
  scheduled: 'scheduled run',
  manual: 'manual run',
  preview: 'preview',
};

function modeLines({
  evaluated,
  settings,
  halts,
  results,
  preview,
  trigger,
  subscribers,
}: RunReport): string[] {
  if (!evaluated) return [];
  const { mode } = evaluated;
  if (preview && trigger !== 'preview') {
    return wrap(
      `This is a preview: it changed nothing, and nothing below counts as notice. The mode is ${settings?.mode ?? mode}.`,
    );
  }
  const disabled = results.filter(({ outcome }) => outcome.kind === 'disabled').length;
  if (halts.some(({ effect }) => effect === 'ranAsDryRun')) {
    return wrap('Mode enforce, ran as dry-run: nothing was changed.');
  }
  return mode === 'enforce'
    ? wrap(`Mode enforce: ${count(disabled, 'credential')} disabled.`)
    : [
        ...wrap('Mode dry-run: nothing was changed. iam-lapse disables nothing until the mode is enforce.'),
        ...(subscribers === 0
          ? wrap('Nobody has confirmed a subscription. Until somebody does, no notice is given.')
          : []),
      ];
}

function summaryLines(run: RunReport): string[] {
  const { evaluated, report, settings } = run;
  if (!evaluated || !report) return wrap('No credential was judged.');
  const c = countsOf(run);
  const noticeDays = settings?.policy.policy.noticeDays;
  const soon = noticeDays ? ` within ${count(noticeDays, 'day')}` : '';
  return wrap(
    `${count(evaluated.evaluation.activeCredentials, 'active credential')} of ${count(report.users, 'user')}: ${c.inUse} in use, ${c.stale} stale, ${c.due} due${soon}, ${c.exempt} exempt, ${c.held} held, ${c.unclear} unclear.`,
  );
}

/** Why the run did less than it was asked to. This comes first in the mail. */
export function haltLines({ halts, results }: Pick<RunReport, 'halts' | 'results'>): string[] {
  const touched = results.some(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'failed');
  return halts.flatMap((halt) => ['', ...haltLine(halt, touched)]);
}

function haltLine(halt: Halt, touched: boolean): string[] {
  const { effect, reason, message } = halt;
  const what = effect === 'halted' ? 'HALTED' : 'NOT ENFORCED, ran as dry-run';
  return [
    ...wrap(`${what} (${reason}): ${clean(message, 1000)}.`, 0, 2),
    ...(touched ? [] : wrap('This run touched no credential.', 2)),
    ...adviceLines(halt),
  ];
}
