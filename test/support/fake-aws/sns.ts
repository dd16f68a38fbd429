import { randomUUID } from 'node:crypto';
import type { FakeAccount, FakeSubscription, FakeTopic } from './account';
import { markerOf, offsetOf } from './pages';
import type { QueryService } from './services';
import { AwsError, type Params, type XmlFields } from './wire';

// It embodies docs/assumptions.md A36, A38, A39 and A58.

const MAX_MESSAGE_BYTES = 262_144;
/** As in SNS. The account's `pageSize` is IAM's, but a smaller one makes pages here, too. */
const PAGE = 100;

export const sns: QueryService = {
  protocol: 'query',
  namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  version: '2010-03-31',
  operations: {
    Publish: publish,
    GetTopicAttributes: getTopicAttributes,
    ListSubscriptionsByTopic: listSubscriptionsByTopic,
    GetSubscriptionAttributes: getSubscriptionAttributes,
  },
};

function publish(account: FakeAccount, params: Params): XmlFields {
  const { topic } = namedTopic(account, params);
  const { Subject: subject, Message: message = '' } = params;
  if (message === '') throw invalid('Empty message');
  // SNS does not say whether it counts the subject. Here it does, so that nothing relies on the opposite.
  if (Buffer.byteLength(message + (subject ?? '')) > MAX_MESSAGE_BYTES) throw invalid('Message too long');
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

function listSubscriptionsByTopic(account: FakeAccount, params: Params): XmlFields {
  const { arn, topic } = namedTopic(account, params);
  const all = subscriptionsOf(account, arn, topic);
  const start = params['NextToken'] === undefined ? 0 : offsetOf(params['NextToken']);
  const end = start + Math.min(PAGE, account.pageSize);
  return {
    Subscriptions: all.slice(start, end).map((each) => ({
      SubscriptionArn: LISTED_AS[each.state ?? 'confirmed'] ?? each.arn,
      Owner: each.owner,
      Protocol: each.protocol,
      Endpoint: each.endpoint,
      TopicArn: arn,
    })),
    NextToken: end < all.length ? markerOf(end) : undefined,
  };
}

const LISTED_AS: Readonly<Record<string, string | undefined>> = {
  pending: 'PendingConfirmation',
  deleted: 'Deleted',
};

function getSubscriptionAttributes(account: FakeAccount, params: Params): XmlFields {
  const { SubscriptionArn: asked = '' } = params;
  const topicArn = asked.replace(/:[^:]*$/, '');
  const topic = account.topics[topicArn];
  const found = topic && subscriptionsOf(account, topicArn, topic).find(({ arn }) => arn === asked);
  if (!found) throw new AwsError('NotFound', 404, 'Subscription does not exist');
  if (found.foreign) {
    throw new AwsError('AuthorizationError', 403, 'Not authorized to access this subscription');
  }
  const attributes = {
    SubscriptionArn: asked,
    TopicArn: topicArn,
    Owner: found.owner,
    Protocol: found.protocol,
    Endpoint: found.endpoint,
    RawMessageDelivery: 'false',
    ConfirmationWasAuthenticated: 'false',
    PendingConfirmation: String(found.state === 'pending'),
    ...(found.filterPolicy !== undefined && {
      FilterPolicy: found.filterPolicy,
      FilterPolicyScope: 'MessageAttributes',
    }),
  };
  return { Attributes: new Map(Object.entries(attributes)) };
}

interface Listed extends FakeSubscription {
  readonly arn: string;
  readonly owner: string;
  readonly endpoint: string;
}

function subscriptionsOf(account: FakeAccount, topicArn: string, topic: FakeTopic): Listed[] {
  const addresses = (number: number, state: 'confirmed' | 'pending') =>
    Array.from({ length: number }, (): FakeSubscription => ({ protocol: 'email', state }));
  return [
    ...addresses(topic.subscriptionsConfirmed, 'confirmed'),
    ...addresses(topic.subscriptionsPending, 'pending'),
    ...topic.subscriptions,
  ].map((subscription, index) => ({
    ...subscription,
    arn: `${topicArn}:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    owner: subscription.foreign ? '999999999999' : account.id,
    endpoint: `${subscription.protocol}-${index}@example.com`,
  }));
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
