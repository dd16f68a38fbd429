import { GetTopicAttributesCommand, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { DigestTopic } from '../ports';
import { parseResponse, UnexpectedResponse } from './responses';
import { withAction } from './errors';

const Attributes = z.object({
  Attributes: z.object({ SubscriptionsConfirmed: z.string().regex(/^\d+$/).transform(Number) }),
});

/** The SNS topic that the digests go to. */
export class SnsDigestTopic implements DigestTopic {
  constructor(
    private readonly sns: SNSClient,
    private readonly topicArn: string,
  ) {}

  async subscribers(): Promise<number> {
    return withAction('GetTopicAttributes', async () => {
      const response = await this.sns.send(new GetTopicAttributesCommand({ TopicArn: this.topicArn }));
      return parseResponse(Attributes, 'GetTopicAttributes', response).Attributes.SubscriptionsConfirmed;
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
