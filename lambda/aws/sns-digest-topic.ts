import {
  GetSubscriptionAttributesCommand,
  paginateListSubscriptionsByTopic,
  PublishCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { Reception, Subscription } from '../domain/audience';
import type { DigestTopic } from '../ports';
import { parseResponse, UnexpectedResponse, withAction } from './responses';

const Page = z.object({
  Subscriptions: z.array(z.object({ SubscriptionArn: z.string().min(1), Protocol: z.string().min(1) })),
});
const Attributes = z.object({
  Attributes: z.object({
    SubscriptionArn: z.string(),
    PendingConfirmation: z.enum(['true', 'false']),
    FilterPolicy: z.string().optional(),
  }),
});

/** A page has up to 100 subscriptions. Those on later pages do not count, so that a list without end does not hang. */
const MAX_PAGES = 50;

/** The SNS topic that the digests go to. */
export class SnsDigestTopic implements DigestTopic {
  constructor(
    private readonly sns: SNSClient,
    private readonly topicArn: string,
  ) {}

  async subscriptions(): Promise<readonly Subscription[]> {
    return withAction('ListSubscriptionsByTopic', async () => {
      const found: Subscription[] = [];
      let pages = 0;
      for await (const page of paginateListSubscriptionsByTopic(
        { client: this.sns },
        { TopicArn: this.topicArn },
      )) {
        const { Subscriptions } = parseResponse(Page, 'ListSubscriptionsByTopic', page);
        found.push(...Subscriptions.map((each) => ({ arn: each.SubscriptionArn, protocol: each.Protocol })));
        pages += 1;
        if (pages >= MAX_PAGES) break;
      }
      return found;
    });
  }

  async reception(arn: string): Promise<Reception> {
    return withAction('GetSubscriptionAttributes', async () => {
      const response = await this.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
      const { SubscriptionArn, PendingConfirmation, FilterPolicy } = parseResponse(
        Attributes,
        'GetSubscriptionAttributes',
        response,
      ).Attributes;
      if (SubscriptionArn !== arn) {
        throw new UnexpectedResponse('GetSubscriptionAttributes', 'it is about another subscription');
      }
      if (PendingConfirmation === 'true') return 'pending';
      return isNoFilter(FilterPolicy) ? 'open' : 'filtered';
    });
  }

  async publish({ subject, body }: { readonly subject: string; readonly body: string }): Promise<void> {
    await withAction('Publish', async () => {
      const response = await this.sns.send(
        new PublishCommand({ TopicArn: this.topicArn, Subject: subject, Message: body }),
      );
      // Without a message id SNS did not accept the message, whatever the status is.
      if (!response.MessageId) throw new UnexpectedResponse('Publish', 'no message id');
    });
  }
}

/** SNS removes a filter policy when it is set to `{}`. Text that is not understood may filter. */
function isNoFilter(policy: string | undefined): boolean {
  return policy === undefined || /^\s*(\{\s*\})?\s*$/.test(policy);
}
