import { accountChecksSummary } from './account-checks';
import { MINUTE, utcMinute } from '../instant';
import { type RunReport, type Halt, countsOf } from '../run-report';
import { adviceLines } from './halt-advice';
import { changesLines } from './changes';
import { killedRuns } from './earlier-runs';
import { count, wrap, clean } from '../text';
import { isOnNotice } from '../evaluation/verdict';
import { unlessZero } from './layout';

/** SNS takes a subject of fewer than 100 ASCII characters without control characters. */
const MAX_SUBJECT_LENGTH = 99;

/** `iam-lapse 123456789012 dry-run: 3 would be disabled, 14 on notice, 1 unclear` */
export function subjectOf(run: RunReport): string {
  const { account, evaluated, halts, preview, trigger } = run;
  const changes = evaluated?.changes;
  const counts = countsOf(run);
  const failed = counts.failed > 0 ? [`${counts.failed} FAILED`] : [];
  const halted = halts.some(({ effect }) => effect === 'halted');
  const reasons = [...new Set(halts.map(({ reason }) => reason))].join(', ');
  const mode = preview && trigger !== 'preview' ? 'preview' : evaluated?.mode;
  const state = halted ? `HALTED (${reasons})` : (mode ?? 'mode unknown');
  const parts = [
    ...failed,
    ...(changes?.policy && changes.policy.lines.length > 0 ? ['policy CHANGED'] : []),
    ...(halts.length > 0 && !halted ? [`NOT ENFORCED (${reasons})`] : []),
    ...unlessZero(counts.disabled, 'disabled'),
    ...unlessZero(counts.wouldDisable, 'would be disabled'),
    ...unlessZero(onNotice(run), 'on notice'),
    ...unlessZero(changes?.onNotice.size ?? 0, 'new'),
    ...unlessZero(counts.deferred, 'put off'),
    ...unlessZero(run.planned?.overLimit.length ?? 0, 'beyond the limit'),
    ...unlessZero(counts.unclear, 'unclear'),
  ];
  const summary =
    parts.length > 0
      ? parts.join(', ')
      : halted
        ? 'nothing was changed'
        : counts.stale > 0
          ? `${counts.stale} stale`
          : 'nothing stale';
  const subject = `iam-lapse ${account.id} ${state}: ${summary}`.replaceAll(/[^\x20-\x7e]/g, '?');
  if (subject.length <= MAX_SUBJECT_LENGTH) return subject;
  // Cut at a comma, because half a number would be another number.
  const short = subject.slice(0, MAX_SUBJECT_LENGTH - 4);
  return `${short.slice(0, Math.max(short.lastIndexOf(','), 0)) || short}, ...`;
}

/** Counts the credentials that are on notice (docs/design.md §2.2). */
function onNotice({ evaluated }: RunReport): number {
  return (evaluated?.evaluation.judged ?? []).filter(({ verdict }) => isOnNotice(verdict)).length;
}

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
            `${killedRuns(reconciled)} Anything that ${reconciled.earlier ? 'they' : 'it'} may have disabled is listed below.`,
          ),
        ]
      : []),
    '',
    ...modeLines(run),
    ...eventsUnreadLines(run),
    ...audienceLines(run),
    ...summaryLines(run),
    ...lapsedLines(run),
    ...wrap(accountChecksSummary(run.accountChecks)),
    ...changesLines(run),
  ];
}

const TRIGGER_WORDS: Readonly<Record<RunReport['trigger'], string>> = {
  scheduled: 'scheduled run',
  manual: 'manual run',
  preview: 'preview',
};

function modeLines({ evaluated, settings, halts, results, preview, trigger }: RunReport): string[] {
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
    : wrap('Mode dry-run: nothing was changed. iam-lapse disables nothing until the mode is enforce.');
}

/** Passwords that somebody has just set are not spared then, so the reader must know (docs/design.md §5.6). */
function eventsUnreadLines({ eventsUnread, caughtUp }: RunReport): string[] {
  const late = caughtUp?.lateResets;
  return [
    ...(eventsUnread
      ? wrap(
          `CloudTrail's event history could not be read: ${clean(eventsUnread.cause, 500)}. So a password that somebody set in the ${count(Math.floor(eventsUnread.reportAge / MINUTE), 'minute')} since the report was not spared. The next run asks CloudTrail again.`,
        )
      : []),
    ...(late?.kind === 'unreadable'
      ? wrap(
          `CloudTrail's event history could not be read: ${clean(late.cause, 500)}. So it is not known whether somebody had set ${count(late.asked.length, 'password')} right before an earlier run deleted ${late.asked.length === 1 ? 'it' : 'them'}. The next run asks again, for seven days.`,
        )
      : []),
  ];
}

/** Who can have got this mail, and so what its notice is worth (docs/design.md §5.9). */
function audienceLines({ trigger, subscribers, uncounted = [] }: RunReport): string[] {
  if (trigger === 'preview') return [];
  const others = uncounted.length > 0 ? ` Not counted: ${uncounted.join(', ')}.` : '';
  if (subscribers === undefined) {
    return wrap('Who receives this mail could not be read, so it gives no notice.');
  }
  if (subscribers === 0) {
    return wrap(`No subscription that counts receives this mail, so it gives no notice.${others}`);
  }
  return wrap(
    `${count(subscribers, 'subscription')} ${subscribers === 1 ? 'receives' : 'receive'} this mail.${others}`,
  );
}

function lapsedLines({ evaluated, settings }: RunReport): string[] {
  const lapsed = evaluated?.lapsed ?? 0;
  if (lapsed === 0 || settings?.policy.policy.noticeDays === 0) return [];
  return wrap(
    `${count(lapsed, 'notice')} ${lapsed === 1 ? 'has' : 'have'} lapsed: no mail repeated ${lapsed === 1 ? 'it' : 'them'} for over 14 days. ${lapsed === 1 ? 'It starts' : 'Each starts'} again.`,
  );
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
