import { countsOf } from '../counts';
import type { RunReport } from '../run-report';

/** SNS: ASCII, no control characters, fewer than 100 of them. */
const MAX_SUBJECT_LENGTH = 99;

/** `iam-lapse 123456789012 dry-run: 3 would be disabled, 14 on notice, 1 unclear` */
export function subjectOf(run: RunReport): string {
  const { account, evaluated, halts, preview, trigger } = run;
  const changes = evaluated?.changes;
  const counts = countsOf(run);
  const failed = counts.failed > 0 ? [`${counts.failed} FAILED`] : [];
  const halted = halts.some(({ effect }) => effect === 'halted');
  const reasons = [...new Set(halts.map(({ reason }) => reason))].join(', ');
  const asked = preview && trigger !== 'preview' ? 'preview' : evaluated?.mode;
  const state = halted ? `HALTED (${reasons})` : (asked ?? 'mode unknown');
  const said = [
    ...failed,
    ...(changes?.policy && changes.policy.lines.length > 0 ? ['policy CHANGED'] : []),
    ...(halts.length > 0 && !halted ? [`NOT ENFORCED (${reasons})`] : []),
    ...some(counts.disabled, 'disabled'),
    ...some(counts.wouldDisable, 'would be disabled'),
    ...some(onNotice(run), 'on notice'),
    ...some(changes?.onNotice.size ?? 0, 'new'),
    ...some(counts.deferred, 'put off'),
    ...some(run.planned?.overLimit.length ?? 0, 'beyond the limit'),
    ...some(counts.unclear, 'unclear'),
  ];
  const summary =
    said.length > 0
      ? said.join(', ')
      : halted
        ? 'nothing was changed'
        : counts.stale > 0
          ? `${counts.stale} stale`
          : 'nothing stale';
  const subject = `iam-lapse ${account.id} ${state}: ${summary}`.replaceAll(/[^\x20-\x7e]/g, '?');
  if (subject.length <= MAX_SUBJECT_LENGTH) return subject;
  // At a comma: half a number would be another number.
  const short = subject.slice(0, MAX_SUBJECT_LENGTH - 4);
  return `${short.slice(0, Math.max(short.lastIndexOf(','), 0)) || short}, ...`;
}

function some(number: number, what: string): string[] {
  return number > 0 ? [`${number} ${what}`] : [];
}

/** Due and stale credentials whose day has not come. */
function onNotice({ evaluated }: RunReport): number {
  return (evaluated?.evaluation.judged ?? []).filter(
    ({ verdict }) => verdict.kind === 'due' || (verdict.kind === 'stale' && !verdict.noticeGiven),
  ).length;
}
