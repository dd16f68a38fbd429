import * as z from 'zod';
import { DAY, utcDate, utcSecond } from '../../instant';
import { FUTURE_TOLERANCE, type Moment, type RootFacts } from '../../credential-report/facts';
import { ACCOUNT, checkWithThresholds, findingOf, unreadableCell } from '../check';
import { CONTROLS } from '../controls';

/** CIS: "Eliminate use of the 'root' user for administrative and daily tasks". */
export const rootUsed = checkWithThresholds({
  id: 'rootUsed',
  title: 'root user used lately',
  description: 'Use of the root user within the last withinDays',
  thresholds: z.strictObject({
    withinDays: z
      .int()
      .min(1)
      .max(3650)
      .describe('For how many days the digest reports a use of the root user'),
  }),
  example: '{"withinDays": 30}',
  defaults: () => ({ withinDays: 30 }),
  *find(facts, { withinDays }) {
    const { now, report } = facts;
    if (!report.root) {
      yield { subject: ACCOUNT, cause: 'the credential report has no row of the root user' };
      return;
    }
    for (const { what, moment } of usesOf(report.root)) {
      if (moment.kind === 'notUnderstood') yield unreadableCell(ACCOUNT, moment);
      if (moment.kind !== 'at') continue;
      if (moment.at > now + FUTURE_TOLERANCE) {
        yield {
          subject: ACCOUNT,
          cause: `${what} was used on ${utcDate(moment.at)}, which is in the future`,
        };
      } else if (now - moment.at < withinDays * DAY) {
        yield findingOf(facts, {
          subject: ACCOUNT,
          severity: 'high',
          key: `${what} ${utcSecond(moment.at)}`,
          fact: `${what} was used on ${utcDate(moment.at)}`,
          fix: 'Find out who it was and why; daily work belongs to roles and users with fewer rights.',
          controls: CONTROLS.rootUsed,
        });
      }
    }
  },
});

function usesOf({
  rootPasswordLastUsed,
  rootKeys,
}: RootFacts): { readonly what: string; readonly moment: Moment }[] {
  return [
    { what: 'the password', moment: rootPasswordLastUsed },
    ...rootKeys.flatMap((key) => {
      if (key.kind === 'none') return [];
      const moment = key.kind === 'notUnderstood' ? key : key.lastUsed;
      return [{ what: `access key ${key.slot}`, moment }];
    }),
  ];
}
