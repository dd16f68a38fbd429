import { countsOf } from '../counts';
import { accountChecksSummary } from './account-checks';
import { utcMinute } from '../instant';
import type { RunReport, Halt, HaltReason } from '../run-report';
import { changesLines } from './changes';
import { count, wrap, clean } from '../text';

/** Whose account, when, why less was done than asked, the mode, the counts, and what has changed. */
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
            `Run ${reconciled.runId} was stopped before its end. What it did stands below, if it did anything.`,
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
      `A preview that was asked for: nothing was changed, and nothing below counts as notice. The mode is ${settings?.mode ?? mode}.`,
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

/** What the reader can do about a halt. */
const NEXT: Readonly<Record<HaltReason, string>> = {
  policy:
    'Correct the policy (npm run preview -- --policy FILE checks one) and put it into the policy parameter; where IAM or SSM did not answer, usually the next run succeeds.',
  mode: 'Put dry-run or enforce into the mode parameter.',
  report:
    'Usually the next run succeeds. If this comes back, look at the function and its permissions in IAM.',
  ledger:
    'Look at ledger.json and the record bucket. An unreadable ledger has older versions in the bucket: restore one.',
  'user-drop':
    'If users were really deleted, do nothing: the next run goes on. Else find out who or what is missing.',
  busy: 'Nothing, if another run is going on. If this comes back, look for a second deployment.',
  limits: 'Look at the list below. Raise limits in the policy, or set onExceed to oldest-first.',
  subscribers: 'Subscribe an address to the digest topic and confirm the mail that SNS sends it.',
  'report-only': 'Set the mode to dry-run, or deploy without reportOnly.',
  internal:
    'This is a bug of iam-lapse, not of your account. Report it with the last lines of the log of the function. The next run starts from what is on record.',
  delivery: 'Look at the digest topic, its key and its policy; this text is in the log of the function.',
};

/** Why the sweep did less than it was asked to: the first thing to read. */
export function haltLines({ halts, results }: Pick<RunReport, 'halts' | 'results'>): string[] {
  const touched = results.some(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'failed');
  return halts.flatMap((halt) => ['', ...haltLine(halt, touched)]);
}

function haltLine({ effect, reason, message }: Halt, touched: boolean): string[] {
  const what = effect === 'halted' ? 'HALTED' : 'NOT ENFORCED, ran as dry-run';
  return [
    ...wrap(`${what} (${reason}): ${clean(message, 1000)}.`, 0, 2),
    ...(touched ? [] : wrap('This run touched no credential.', 2)),
    ...wrap(NEXT[reason], 2),
  ];
}
