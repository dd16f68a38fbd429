import { unlessZero } from '../../digest/layout';
import { utcMinute } from '../../instant';
import { clean, count, wrap } from '../../text';
import { accountsToSweep } from '../roster';
import type { OrganizationReport, TakenOver } from '../run-report';
import { countOf } from './account-list';
import { haltLines } from './halt-advice';

/** Organization, halts, what earlier runs left, mode, coverage, verdicts, what was done against which limit. */
export function headerOf(report: OrganizationReport): string[] {
  return [
    'iam-lapse: IAM credentials that nobody uses',
    ...titleLines(report),
    ...haltLines(report),
    ...earlierRunLines(report),
    '',
    ...modeLines(report),
    ...audienceLines(report),
    ...coverageLines(report),
    ...verdictLines(report),
    ...limitLines(report),
    ...policyLines(report),
  ];
}

/** For this mail, figures that several of its parts have. */
export function totalOf({ coverage }: Pick<OrganizationReport, 'coverage'>, word: string): number {
  return (coverage?.accounts ?? []).reduce(
    (sum, { answer }) => sum + (answer ? countOf(answer, word) : 0),
    0,
  );
}

function titleLines({ organizationId, now, trigger, only }: OrganizationReport): string[] {
  const run = trigger === 'scheduled' ? 'scheduled run' : 'manual run';
  const some = only
    ? [`THIS RUN IS OF ${count(only.length, 'ACCOUNT').toUpperCase()} ONLY, not of the organization.`]
    : [];
  return [
    ...wrap(`Organization ${clean(organizationId, 40)}, ${utcMinute(now)} UTC, ${run}`),
    ...some.flatMap((text) => wrap(text)),
  ];
}

/** What an earlier run left to this one. */
function earlierRunLines({ takenOver, deliveredLate }: OrganizationReport): string[] {
  return [
    ...deliveredLate.flatMap((runId) => [
      '',
      ...wrap(`Just before this mail, you received a late one, of run ${clean(runId, 40)}.`),
    ]),
    ...(takenOver
      ? [
          '',
          ...wrap(`Run ${clean(takenOver.runId, 40)} was stopped before its end. ${whatItLeft(takenOver)}`),
        ]
      : []),
  ];
}

function whatItLeft({ hadRoster, notUnderstood }: TakenOver): string {
  if (notUnderstood !== undefined) {
    return `Its records are not understood, so look at ${clean(notUnderstood, 200)} yourself. What it was allotted counts as disabled, and its accounts tell in their next answers what they did.`;
  }
  return hadRoster ? 'What it did is told from its records.' : 'It ended before anything was swept.';
}

function modeLines({ settings, preview, halts, coverage, allotment }: OrganizationReport): string[] {
  if (!settings) return [];
  const mode = settings.mode ?? 'unknown';
  if (preview) {
    return wrap(
      `This is a preview: it changed nothing, and nothing below counts as notice. The mode is ${mode}.`,
    );
  }
  if (halts.some(({ effect }) => effect === 'ranAsDryRun')) {
    return wrap(`Mode ${mode}, ran as dry-run: nothing was changed.`);
  }
  if (allotment?.barrier === 'mode') {
    return wrap('The mode was set to dry-run during this run, so nothing was changed.');
  }
  if (!coverage) return wrap(`The mode is ${mode}.`);
  const swept = accountsToSweep({ accounts: coverage.accounts.map(({ account }) => account) });
  const enforcing = swept.filter((account) => account.mode === 'enforce').length;
  if (mode !== 'enforce')
    return wrap(`Mode ${mode} in ${count(swept.length, 'account')}: nothing was changed.`);
  return wrap(`Mode enforce in ${count(enforcing, 'account')}, dry-run in ${swept.length - enforcing}.`);
}

/** Who can have got this mail, and so what its notice is worth (docs/design.md §5.9). */
function audienceLines({ subscribers, uncounted = [] }: OrganizationReport): string[] {
  const others =
    uncounted.length > 0 ? ` Not counted: ${uncounted.map((each) => clean(each)).join(', ')}.` : '';
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

function coverageLines({ coverage }: OrganizationReport): string[] {
  if (!coverage) return wrap('No account was swept.');
  const { counts, expected, strays } = coverage;
  const missing = [...unlessZero(counts.halted, 'halted'), ...unlessZero(counts.unreachable, 'unreachable')];
  const aside = [...unlessZero(counts.suspended, 'suspended'), ...unlessZero(counts.excluded, 'excluded')];
  return wrap(
    [
      `Covered: ${counts.completed} of ${count(expected, 'account')}.`,
      ...(missing.length > 0 ? [`NOT COVERED: ${missing.join(', ')}.`] : []),
      ...(aside.length > 0 ? [`Not to be swept: ${aside.join(', ')}.`] : []),
      ...(strays.length > 0
        ? [`${count(strays.length, 'answer')} of accounts that are not on the roster.`]
        : []),
    ].join(' '),
  );
}

function verdictLines(report: OrganizationReport): string[] {
  const { coverage } = report;
  if (!coverage) return [];
  const sum = (key: 'activeCredentials' | 'users') =>
    coverage.accounts.reduce((total, { answer }) => total + (answer?.[key] ?? 0), 0);
  const total = (word: string) => totalOf(report, word);
  return wrap(
    `${count(sum('activeCredentials'), 'active credential')} of ${count(sum('users'), 'user')}: ${total('inUse')} in use, ${total('stale')} stale, ${total('due')} due, ${total('exempt')} exempt, ${total('held')} held, ${total('unclear')} unclear.`,
  );
}

function limitLines(report: OrganizationReport): string[] {
  const { allotment, settings } = report;
  if (!allotment || !settings) return [];
  const untold = allotment.plannedUntold ?? 0;
  const waiting =
    untold > 0 ? ` Planned, not yet told: ${untold}. They wait until a mail has named them.` : '';
  const { maxDisabledPerDay, maxDisabledPercent } = settings.organization.policy.limits;
  return wrap(
    `Disabled: ${totalOf(report, 'disabled')}. This run had room for ${allotment.room}: at most ${maxDisabledPerDay} in 20 hours, and at most ${maxDisabledPercent}% of the active ones. Planned by accounts that enforce: ${allotment.planned}.${waiting}`,
  );
}

/** An edit is listed key by key, up to this many lines. */
const MAX_POLICY_LINES = 20;

function policyLines({ policyChanges }: OrganizationReport): string[] {
  if (policyChanges.length === 0) return [];
  const more = policyChanges.length - MAX_POLICY_LINES;
  return [
    '',
    'THE SETTINGS WERE CHANGED since the last run:',
    ...policyChanges.slice(0, MAX_POLICY_LINES).flatMap((line) => wrap(clean(line, 500), 2, 4)),
    ...(more > 0 ? [`  ... and ${more} more`] : []),
  ];
}
