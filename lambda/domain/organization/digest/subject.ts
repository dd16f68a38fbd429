import { unlessZero } from '../../digest/layout';
import { asSubject } from '../../digest/subject';
import { count } from '../../text';
import type { ItemSection } from '../answer';
import { entriesOf } from './entries';
import { totalOf } from './header';
import type { OrganizationReport } from '../run-report';

/**
 * `iam-lapse o-ab12cd34ef enforce: NOT COVERED 3, 41 disabled, 212 new on notice`. What somebody must act on comes first:
 * a long subject loses its end.
 */
export function subjectOf(report: OrganizationReport): string {
  const { coverage, halts, inFlight, organizationId, only, policyChanges, preview, settings } = report;
  const halted = halts.some(({ effect }) => effect === 'halted');
  const reasons = [...new Set(halts.map(({ reason }) => reason))].join(', ');
  const mode = preview ? 'preview' : (settings?.mode ?? 'mode unknown');
  const state = halted ? `HALTED (${reasons})` : mode;
  const inFlightActions = inFlight.reduce((sum, { actions }) => sum + actions.length, 0);
  const parts = [
    ...(inFlightActions > 0 ? [`${inFlightActions} MAY HAVE BEEN DISABLED`] : []),
    ...unlessZero(entriesOf(coverage, 'lockAlerts').length, 'LOCKS NOT IN FORCE'),
    ...((coverage?.uncovered ?? 0) > 0 ? [`NOT COVERED ${coverage?.uncovered}`] : []),
    ...unlessZero((coverage?.failedActions ?? 0) + ofEarlierRuns(report, 'failed'), 'FAILED'),
    ...unlessZero(inMail(report, 'reconciled'), 'disabled by a run that did not end'),
    ...unlessZero(inMail(report, 'lateEffect'), 'disabled after all'),
    ...(halts.length > 0 && !halted ? [`NOT ENFORCED (${reasons})`] : []),
    ...(only ? [`${count(only.length, 'account')} only`] : []),
    ...(policyChanges.length > 0 ? ['settings CHANGED'] : []),
    ...unlessZero(totalOf(report, 'disabled') + ofEarlierRuns(report, 'disabled'), 'disabled'),
    ...unlessZero(inMail(report, 'newlyOnNotice'), 'new on notice'),
    ...unlessZero(totalOf(report, 'stale'), 'stale'),
    ...unlessZero(totalOf(report, 'unclear'), 'unclear'),
  ];
  const summary = parts.length > 0 ? parts.join(', ') : halted ? 'nothing was changed' : 'nothing stale';
  return asSubject(`iam-lapse ${organizationId} ${state}: ${summary}`);
}

/** How many the section of the mail counts: also what the answers had no room for. */
function inMail({ coverage }: OrganizationReport, section: ItemSection): number {
  return (coverage?.accounts ?? []).reduce(
    (sum, { answer }) => sum + (answer?.leftOut[section] ?? 0),
    entriesOf(coverage, section).length,
  );
}

/** The counts of an answer are those of its own run. The mail tells also what earlier runs did and nobody has heard. */
function ofEarlierRuns({ coverage }: OrganizationReport, section: ItemSection): number {
  return entriesOf(coverage, section).filter(({ isEarlier }) => isEarlier).length;
}
