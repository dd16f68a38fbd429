import { randomUUID } from 'node:crypto';
import type { FakeAccount, FakeTopic } from './account';
import type { QueryService } from './services';
import { AwsError, type Params, type XmlFields } from './wire';

// It embodies docs/assumptions.md A36, A38 and A39.

const MAX_MESSAGE_BYTES = 262_144;

export const sns: QueryService = {
  protocol: 'query',
  namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  version: '2010-03-31',
  operations: { Publish: publish, GetTopicAttributes: getTopicAttributes },
};

function publish(account: FakeAccount, params: Params): XmlFields {
  const { topic } = namedTopic(account, params);
  const { Subject: subject, Message: message = '' } = params;
  if (message === '') throw invalid('Empty message');
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) throw invalid('Message too long');
  // 1 to 99 characters of printable ASCII, the first of which is not a space.
  if (subject !== undefined && !/^[!-~][ -~]{0,98}$/.test(subject)) throw invalid('Subject');
  const messageId = randomUUID();
  topic.published.push({ messageId, ...(subject !== undefined && { subject }), message, at: account.now() });
  return { MessageId: messageId };
}

function getTopicAttributes(account: FakeAccount, params: Params): XmlFields {
  const { arn, topic } = namedTopic(account, params);
  const attributes = {
    TopicArn: arn,
    Owner: account.id,
    DisplayName: '',
    SubscriptionsConfirmed: String(topic.subscriptionsConfirmed),
    SubscriptionsPending: String(topic.subscriptionsPending),
    SubscriptionsDeleted: '0',
    Policy: JSON.stringify({ Version: '2008-10-17', Id: '__default_policy_ID', Statement: [] }),
  };
  return { Attributes: new Map(Object.entries(attributes)) };
}

function namedTopic(account: FakeAccount, params: Params): { arn: string; topic: FakeTopic } {
  const { TopicArn: arn = '' } = params;
  if (!/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/.test(arn)) throw invalid('TopicArn');
  const topic = account.topics[arn];
  if (!topic) throw new AwsError('NotFound', 404, 'Topic does not exist');
  return { arn, topic };
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameter', 400, `Invalid parameter: ${what}`);
}
