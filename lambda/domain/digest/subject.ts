import { newFindings } from '../account-checks/run-checks';
import { isOnNotice } from '../evaluation/verdict';
import { type RunReport, countsOf } from '../run-report';
import { unlessZero } from './layout';
import { lockCounts } from './locks';

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
  const locks = lockCounts(run);
  const parts = [
    ...locks.urgent,
    ...failed,
    ...unlessZero(byKilledRuns(run), 'disabled by a run that did not end'),
    ...unlessZero(run.report?.lateEffect?.length ?? 0, 'disabled after all'),
    ...(changes?.policy && changes.policy.lines.length > 0 ? ['policy CHANGED'] : []),
    ...(halts.length > 0 && !halted ? [`NOT ENFORCED (${reasons})`] : []),
    ...unlessZero(counts.disabled, 'disabled'),
    ...unlessZero(counts.wouldDisable, 'would be disabled'),
    ...locks.news,
    ...unlessZero(onNotice(run), 'on notice'),
    ...unlessZero(changes?.onNotice.size ?? 0, 'new'),
    ...(halted ? [] : graveFindings(run)),
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

/** Also those of which it is not known: what may be gone must not look like a quiet day. */
function byKilledRuns({ caughtUp }: RunReport): number {
  return (caughtUp?.reconciled?.found ?? []).filter(({ state }) => state.kind !== 'active').length;
}

/** `1 new high finding`. Without an earlier run to compare with, such as in a preview, all findings count. */
function graveFindings({ accountChecks, evaluated }: RunReport): string[] {
  const changes = evaluated?.changes;
  const known = changes?.findings;
  // The last run made no check, so nothing shows which findings are new.
  if (!accountChecks || (changes && !known)) return [];
  const found = accountChecks.checks.flatMap(({ id, result }) => {
    if (result.kind !== 'failing') return [];
    return known ? newFindings(id, result.findings, known) : result.findings;
  });
  return (['critical', 'high'] as const).flatMap((severity) => {
    const number = found.filter((finding) => finding.severity === severity).length;
    return unlessZero(number, `${known ? 'new ' : ''}${severity} finding${number === 1 ? '' : 's'}`);
  });
}

/** Counts the credentials that are on notice (docs/design.md §2.2). */
function onNotice({ evaluated }: RunReport): number {
  return (evaluated?.evaluation.judged ?? []).filter(({ verdict }) => isOnNotice(verdict)).length;
}
