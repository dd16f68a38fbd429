import { unlessZero } from '../../digest/layout';
import { asSubject } from '../../digest/subject';
import { count } from '../../text';
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
  const newlyOnNotice =
    entriesOf(coverage, 'newlyOnNotice').length +
    (coverage?.accounts ?? []).reduce((sum, { answer }) => sum + (answer?.leftOut.newlyOnNotice ?? 0), 0);
  const parts = [
    ...(inFlightActions > 0 ? [`${inFlightActions} MAY HAVE BEEN DISABLED`] : []),
    ...unlessZero(entriesOf(coverage, 'lockAlerts').length, 'LOCKS NOT IN FORCE'),
    ...((coverage?.uncovered ?? 0) > 0 ? [`NOT COVERED ${coverage?.uncovered}`] : []),
    ...(coverage && coverage.failedActions > 0 ? [`${coverage.failedActions} FAILED`] : []),
    ...(halts.length > 0 && !halted ? [`NOT ENFORCED (${reasons})`] : []),
    ...(only ? [`${count(only.length, 'account')} only`] : []),
    ...(policyChanges.length > 0 ? ['settings CHANGED'] : []),
    ...unlessZero(totalOf(report, 'disabled'), 'disabled'),
    ...unlessZero(newlyOnNotice, 'new on notice'),
    ...unlessZero(totalOf(report, 'stale'), 'stale'),
    ...unlessZero(totalOf(report, 'unclear'), 'unclear'),
  ];
  const summary = parts.length > 0 ? parts.join(', ') : halted ? 'nothing was changed' : 'nothing stale';
  return asSubject(`iam-lapse ${organizationId} ${state}: ${summary}`);
}
