import { accountChecksSummary } from './account-checks';
import { BENCHMARKS } from '../account-checks/controls';
import { inUseAndFailing } from '../evaluation/strict-cis';
import { MINUTE, utcDate, utcMinute } from '../instant';
import { type RunReport, type PreviewSource, type Reconciled, countsOf } from '../run-report';
import { haltLines } from './halt-advice';
import { changesLines } from './changes';
import { killedRuns } from './earlier-runs';
import { count, wrap, clean } from '../text';
import { unlessZero } from './layout';

/** What was judged, when, halts, what earlier runs left, mode, counts, account checks and changes. */
export function headerOf(run: RunReport): string[] {
  const { source } = run;
  return [
    'iam-lapse: IAM credentials that nobody uses',
    ...exampleLines(run),
    ...(source ? sourceLines(source) : []),
    ...accountLines(run),
    ...haltLines(run),
    ...earlierRunLines(run),
    '',
    ...modeLines(run),
    ...eventsUnreadLines(run),
    ...audienceLines(run),
    ...summaryLines(run),
    ...strictCisLines(run),
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

/** With an alias, one line would seldom have room for all of it. */
function accountLines({ account, accountAlias, now, trigger, example }: RunReport): string[] {
  const when = `${utcMinute(now)} UTC, ${example ? 'example' : TRIGGER_WORDS[trigger]}`;
  return accountAlias === undefined
    ? wrap(`Account ${account.id}, ${when}`)
    : [...wrap(`Account ${clean(accountAlias)} (${account.id})`), when];
}

function exampleLines({ example }: RunReport): string[] {
  if (!example) return [];
  return wrap(
    'EXAMPLE: nothing was disabled. An enforcing run would send this mail if all notices had been given. The key ids are invented.',
  );
}

/** The first lines of a preview: nobody must take the sample, or an old file, for the account. */
function sourceLines(source: PreviewSource): string[] {
  switch (source.kind) {
    case 'sample':
      return ['THE SAMPLE in examples/, not your account.', 'For yours: npm run preview -- --live'];
    case 'file':
      return wrap(`From the file ${fileAndNewest(source)}.`, 0, 2);
    case 'live':
      return ['Read live from the account of your AWS credentials.'];
  }
}

/** `report.csv, in which the newest date is 2026-11-20` */
export function fileAndNewest({ file, newest }: Extract<PreviewSource, { kind: 'file' }>): string {
  const date = newest === undefined ? 'which has no date' : `in which the newest date is ${utcDate(newest)}`;
  return `${clean(file, 500)}, ${date}`;
}

/** What an earlier run left to this one: a mail that was not delivered, and a plan without outcomes. */
function earlierRunLines({ caughtUp, report }: RunReport): string[] {
  const { lateDigestRunId, reconciled, unfinishedRunId } = caughtUp ?? {};
  const late = report?.lateEffect?.length ?? 0;
  return [
    ...(lateDigestRunId === undefined
      ? []
      : ['', ...wrap(`Just before this mail, you received a late one, of run ${lateDigestRunId}.`)]),
    ...(reconciled ? ['', ...wrap(`${killedRuns(reconciled)} ${foundText(reconciled)}`)] : []),
    ...(unfinishedRunId === undefined
      ? []
      : [
          '',
          ...wrap(
            `Run ${unfinishedRunId} has not ended, or was stopped. A preview does not look up what it did; the next run does. What it has disabled is under ALREADY GONE here, or missing.`,
          ),
        ]),
    ...(late === 0
      ? []
      : [
          '',
          ...wrap(
            `${count(late, 'credential')} that an earlier run tried to disable ${late === 1 ? 'is' : 'are'} disabled after all; see below.`,
          ),
        ]),
  ];
}

/** How many of a stopped run's credentials are in which state. */
function foundText({ found, earlier }: Reconciled): string {
  const inState = (...kinds: readonly Reconciled['found'][number]['state']['kind'][]) =>
    found.filter(({ state }) => kinds.includes(state.kind)).length;
  const states = [
    ...unlessZero(inState('disabled', 'locked'), 'disabled'),
    ...unlessZero(inState('unreadable', 'userGone'), 'perhaps disabled'),
    ...unlessZero(inState('enabledAgain'), 'disabled and enabled again'),
    ...unlessZero(inState('active'), 'active'),
  ];
  const they = earlier ? 'They' : 'It';
  if (states.length === 0) return `${they} had planned to disable nothing.`;
  const list = inState('active') < found.length ? ' They are listed below.' : '';
  return `${they} had planned to disable ${count(found.length, 'credential')}. IAM shows now: ${states.join(', ')}.${list}`;
}

function modeLines({ evaluated, settings, halts, results, preview, trigger }: RunReport): string[] {
  if (!evaluated) return [];
  const { mode } = evaluated;
  if (preview && trigger !== 'preview') {
    return wrap(
      `This is a preview: it changed nothing, and nothing below counts as notice. The mode is ${settings?.mode ?? mode}.`,
    );
  }
  if (trigger === 'preview') {
    return wrap('This is a preview: it deploys nothing and can change nothing.');
  }
  if (halts.some(({ effect }) => effect === 'ranAsDryRun')) {
    return wrap('Mode enforce, ran as dry-run: nothing was changed.');
  }
  if (mode === 'dry-run') {
    return wrap('Mode dry-run: nothing was changed. iam-lapse disables nothing until the mode is enforce.');
  }
  const disabled = results.filter(({ outcome }) => outcome.kind === 'disabled').length;
  const perhaps = results.filter(({ outcome }) => outcome.kind === 'failed' && outcome.mayBeDisabled).length;
  const doubt =
    perhaps === 0 ? '' : ` ${perhaps} more ${perhaps === 1 ? 'is' : 'are'} perhaps disabled: see FAILED.`;
  return wrap(`Mode enforce: ${count(disabled, 'credential')} disabled.${doubt}`);
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

/** An auditor who goes by the letter finds these, and no other part of the mail names them. */
function strictCisLines({ evaluated, settings, trigger, source, now }: RunReport): string[] {
  if (!evaluated || !settings) return [];
  const { benchmark } = settings.policy.policy;
  const failing = inUseAndFailing(evaluated.evaluation.judged, benchmark, now);
  if (failing.length === 0) return [];
  const { unusedCredentials, unusedDays } = BENCHMARKS[benchmark];
  const what = failing.every(({ kind }) => kind === 'password') ? 'password' : 'credential';
  const causes = (
    [
      ['set', 'set since then'],
      ['otherCredential', "by the user's other credentials"],
      ['limit', `within a limit above ${unusedDays} days`],
    ] as const
  ).flatMap(([leniency, words]) => {
    const number = failing.filter(({ why }) => why === leniency).length;
    return number === failing.length ? [words] : unlessZero(number, words);
  });
  const where =
    trigger === 'preview' || source ? 'field strictCis of --json' : 'column strictCis of findings.csv';
  const [was, it] = failing.length === 1 ? ['was', 'it'] : ['were', 'them'];
  return wrap(
    `${count(failing.length, what)} in use here ${was} not used for ${unusedDays} days: ${causes.join(', ')}. CIS ${unusedCredentials} fails ${it} by its letter: see ${where}.`,
  );
}
