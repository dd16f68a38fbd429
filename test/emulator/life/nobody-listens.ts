import { ListSubscriptionsByTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import type { Life } from './life';

/** Without a confirmed subscriber, nothing is disabled. */
export function nobodyListens(life: Life): void {
  life.step(
    'day 15: a mail scanner has unsubscribed; nothing is done, and the invocation fails',
    async () => {
      const { account, outputs, records } = life;
      await unsubscribeAll(life);
      expect(await account.subscribers(outputs.DigestTopicArn)).toEqual({ pending: '0', confirmed: '0' });

      const { runId, outcome, writes, mails } = await life.run(15);
      expect(outcome).toMatchObject({
        kind: 'threw',
        name: 'SweepHalted',
        message: expect.stringMatching(/^subscribers: /),
      });
      expect(writes).toEqual([]);
      expect(mails).toEqual([]);
      expect(await life.credentials()).toEqual(life.expected);
      expect(await records.record(runId, 'result.json')).toMatchObject({
        mode: 'dry-run',
        subscribers: 0,
        halts: [{ reason: 'subscribers' }],
        outcomes: [
          { user: 'leaver', credential: 'password', outcome: 'wouldDisable' },
          { user: 'leaver', credential: 'accessKey', outcome: 'wouldDisable' },
        ],
      });
    },
  );
}

async function unsubscribeAll({ account, outputs }: Life): Promise<void> {
  const { sns } = account.clients;
  const { Subscriptions: all = [] } = await sns.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: outputs.DigestTopicArn }),
  );
  for (const { SubscriptionArn } of all) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
}
