import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from './shell';

let last = 0;

/**
 * EventBridge's event of a schedule, of this second; no two of the same second, which would be one run.
 *
 * @param now milliseconds since 1970
 * @returns with the id that the run will have
 */
export function scheduledEvent(now: number): { readonly event: unknown; readonly runId: string } {
  last = Math.max(now, last + 1_000);
  const time = `${new Date(last).toISOString().slice(0, 19)}Z`;
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: ACCOUNT,
    time,
    region: REGION,
    resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/IamLapse`],
    detail: {},
  };
  return { event, runId: time.replaceAll(/[-:]/g, '') };
}
