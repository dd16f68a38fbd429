import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from './shell';

let last = 0;

/**
 * EventBridge's scheduled event at this second. Two events of one second would be one run, so each gets its own second.
 *
 * @param now milliseconds since 1970
 * @returns the event and the id of its run
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
