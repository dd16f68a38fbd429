import { GetTopicAttributesCommand, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { DigestTopic } from '../ports';
import { checked, UnexpectedAnswer } from './responses';
import { named } from './errors';

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
    return named('GetTopicAttributes', async () => {
      const answer = await this.sns.send(new GetTopicAttributesCommand({ TopicArn: this.topicArn }));
      return checked(Attributes, 'GetTopicAttributes', answer).Attributes.SubscriptionsConfirmed;
    });
  }

  async publish({ subject, body }: { readonly subject: string; readonly body: string }): Promise<void> {
    await named('Publish', async () => {
      const answer = await this.sns.send(
        new PublishCommand({ TopicArn: this.topicArn, Subject: subject, Message: body }),
      );
      // Without a message id SNS did not accept it, whatever the status was.
      if (!answer.MessageId) throw new UnexpectedAnswer('Publish', 'no message id');
    });
  }
}
