import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import { HOME_REGIONS } from '../../../lambda/domain/identity';
import { parseResponse, withAction } from '../../../lambda/aws/responses';
import { type Belief, differs, holdsIf, notTried } from '../belief';
import { type Patience, readUntil } from '../clock';
import type { Sandbox } from '../sandbox';
import { passwordReset, resetUserName } from './passwords';

const Page = z.object({ Events: z.array(z.object({ CloudTrailEvent: z.string() })) });

const MINUTE_MS = 60_000;
const EXPECTED_MS = 15 * MINUTE_MS;
export const LONGEST_WAIT_MINUTES = 20;
/** CloudTrail takes two look-ups a second from a whole account. */
const PATIENCE: Patience = { limitMs: LONGEST_WAIT_MINUTES * MINUTE_MS, pausesMs: [15_000] };

/** It waits for minutes, so it runs on request alone. */
export function eventBeliefs({ wait }: { readonly wait: boolean }): readonly Belief[] {
  return [
    {
      id: 'A43',
      belief: "CloudTrail's LookupEvents shows a password reset some minutes later, in the home region.",
      expected: 'within 15 minutes',
      attempt: async (sandbox) => (wait ? lookUp(sandbox) : notTried('it needs --wait-for-events')),
    },
  ];
}

async function lookUp(sandbox: Sandbox) {
  const region = HOME_REGIONS[sandbox.account.partition];
  if (region === undefined) return notTried('the home region of this partition is not known');
  const { at } = await passwordReset(sandbox);
  const name = resetUserName(sandbox);
  const cloudTrail = new CloudTrailClient({ region, maxAttempts: 8 });
  try {
    const seen = await readUntil(sandbox.clock, () => hasReset(cloudTrail, name, at), PATIENCE);
    if (!seen) return differs(`not within ${LONGEST_WAIT_MINUTES} minutes`);
    const ms = sandbox.clock.now() - at;
    return holdsIf(ms <= EXPECTED_MS, `after at most ${Math.round(ms / 1000)} s, in ${region}`);
  } finally {
    cloudTrail.destroy();
  }
}

/** One page: nobody resets fifty passwords in these minutes. The record is JSON. */
async function hasReset(cloudTrail: CloudTrailClient, userName: string, at: number): Promise<boolean> {
  const response = await withAction('LookupEvents', () =>
    cloudTrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateLoginProfile' }],
        StartTime: new Date(at - MINUTE_MS),
      }),
    ),
  );
  const { Events: events } = parseResponse(Page, 'LookupEvents', response);
  return events.some(({ CloudTrailEvent: record }) => record.includes(JSON.stringify(userName)));
}
