import { SnsDigestTopic } from '../../../lambda/aws/sns-digest-topic';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { TOPIC_ARN } from '../../support/deployment';
import { anAccount, aTopic, type FakeSubscription, type Fault, type FakeTopic } from '../../support/fake-aws';
import { queryAnswer, serveScript } from '../../support/scripted-aws';

afterEach(closeAll);

const MESSAGE = { subject: 'iam-lapse: nothing stale', body: 'Grüße\nfrom <iam-lapse> & others\n' };

async function aDigestTopic(topic: FakeTopic = aTopic(), fault?: Fault) {
  const aws = await serve(anAccount({ topics: { [TOPIC_ARN]: topic } }));
  if (fault) aws.faults.push(fault);
  return new SnsDigestTopic(clientsOf(aws).sns, TOPIC_ARN);
}

const BAD_ANSWERS: readonly [string, Fault][] = [
  ['denied', { error: { code: 'AuthorizationError', status: 403 } }],
  ['answered with a page of HTML', { html: true }],
  ['answered with nothing', { emptyBody: true }],
  ['cut off', { reset: true }],
];

describe('the subscriptions', () => {
  it('are all of them, on every page, also those that are pending or deleted', async () => {
    const sqs = Array.from({ length: 3 }, () => ({ protocol: 'sqs' }));
    const topic = aTopic({
      subscriptionsConfirmed: 2,
      subscriptionsPending: 1,
      subscriptions: [...sqs, { protocol: 'https', state: 'deleted' }],
    });
    const aws = await serve(anAccount({ topics: { [TOPIC_ARN]: topic }, pageSize: 2 }));
    const found = await new SnsDigestTopic(clientsOf(aws).sns, TOPIC_ARN).subscriptions();
    expect(found.map(({ arn, protocol }) => [arn.replace(/^.*-/, ''), protocol])).toEqual([
      ['000000000000', 'email'],
      ['000000000001', 'email'],
      ['PendingConfirmation', 'email'],
      ['000000000003', 'sqs'],
      ['000000000004', 'sqs'],
      ['000000000005', 'sqs'],
      ['Deleted', 'https'],
    ]);
    expect(aws.calls.map(({ action }) => action)).toEqual(
      Array.from({ length: 4 }, () => 'ListSubscriptionsByTopic'),
    );
  });

  it('may be none', async () => {
    const topic = await aDigestTopic(aTopic({ subscriptionsConfirmed: 0 }));
    expect(await topic.subscriptions()).toEqual([]);
  });

  it.each(BAD_ANSWERS)('are not none when the question is %s', async (_how, fault) => {
    const topic = await aDigestTopic(aTopic(), fault);
    await expect(topic.subscriptions()).rejects.toThrow(/^ListSubscriptionsByTopic /);
  });

  it.each([
    ['no list', ''],
    [
      'a subscription without ARN',
      '<Subscriptions><member><Protocol>email</Protocol></member></Subscriptions>',
    ],
    [
      'one without protocol',
      '<Subscriptions><member><SubscriptionArn>a</SubscriptionArn></member></Subscriptions>',
    ],
  ])('are not guessed from %s', async (_what, result) => {
    const aws = await serveScript('text/xml', queryAnswer('ListSubscriptionsByTopic', result));
    const topic = new SnsDigestTopic(clientsOf(aws).sns, TOPIC_ARN);
    await expect(topic.subscriptions()).rejects.toThrow(
      'ListSubscriptionsByTopic returned an unexpected response',
    );
  });

  it('end, also when SNS always names one more page', async () => {
    const one = '<member><SubscriptionArn>a</SubscriptionArn><Protocol>email</Protocol></member>';
    const page = `<Subscriptions>${one}</Subscriptions><NextToken>again</NextToken>`;
    const aws = await serveScript('text/xml', queryAnswer('ListSubscriptionsByTopic', page));
    const topic = new SnsDigestTopic(clientsOf(aws).sns, TOPIC_ARN);
    expect(await topic.subscriptions()).toHaveLength(50);
  });
});

describe('a subscription', () => {
  const receptionOf = async (subscription: FakeSubscription, fault?: Fault) => {
    const topic = await aDigestTopic(
      aTopic({ subscriptionsConfirmed: 0, subscriptions: [subscription] }),
      fault,
    );
    return topic.reception(`${TOPIC_ARN}:00000000-0000-4000-8000-000000000000`);
  };

  it.each<[FakeSubscription, string]>([
    [{ protocol: 'email' }, 'open'],
    [{ protocol: 'sqs', filterPolicy: '{}' }, 'open'],
    [{ protocol: 'sqs', filterPolicy: ' { } ' }, 'open'],
    [{ protocol: 'email', filterPolicy: '{"never":["sent"]}' }, 'filtered'],
    // It would let the digest through. Nothing here understands filter policies.
    [{ protocol: 'email', filterPolicy: '{"kind":[{"exists":false}]}' }, 'filtered'],
    [{ protocol: 'email', filterPolicy: '[]' }, 'filtered'],
    // SNS sets it back to pending when it gets too many mails.
    [{ protocol: 'email', state: 'pending' }, 'pending'],
  ])('%j is %s', async (subscription, reception) => {
    expect(await receptionOf(subscription)).toBe(reception);
  });

  it('of another account cannot be read', async () => {
    await expect(receptionOf({ protocol: 'email', foreign: true })).rejects.toThrow(
      'GetSubscriptionAttributes failed: AuthorizationError: Not authorized to access this subscription',
    );
  });

  it.each(BAD_ANSWERS)('is not open when the question is %s', async (_how, fault) => {
    await expect(receptionOf({ protocol: 'email' }, fault)).rejects.toThrow(/^GetSubscriptionAttributes /);
  });

  it.each([
    ['another subscription', 'other', 'false'],
    ['a confirmation that is no truth', 'one', 'no'],
  ])('is not open by an answer about %s', async (_what, arn, pending) => {
    const entry = (key: string, value: string) => `<entry><key>${key}</key><value>${value}</value></entry>`;
    const attributes = `${entry('SubscriptionArn', arn)}${entry('PendingConfirmation', pending)}`;
    const result = `<Attributes>${attributes}</Attributes>`;
    const aws = await serveScript('text/xml', queryAnswer('GetSubscriptionAttributes', result));
    const topic = new SnsDigestTopic(clientsOf(aws).sns, TOPIC_ARN);
    await expect(topic.reception('one')).rejects.toThrow(
      'GetSubscriptionAttributes returned an unexpected response',
    );
  });
});

describe('publishing', () => {
  it('sends subject and body as they are', async () => {
    const published = aTopic();
    await (await aDigestTopic(published)).publish(MESSAGE);
    expect(published.published).toMatchObject([{ subject: MESSAGE.subject, message: MESSAGE.body }]);
  });

  it.each(BAD_ANSWERS)('did not happen when the call is %s', async (_how, fault) => {
    const published = aTopic();
    await expect((await aDigestTopic(published, fault)).publish(MESSAGE)).rejects.toThrow(/./);
    expect(published.published).toEqual([]);
  });

  it('did not happen without a message id', async () => {
    const aws = await serveScript('text/xml', queryAnswer('Publish', ''));
    const topic = new SnsDigestTopic(clientsOf(aws).sns, TOPIC_ARN);
    await expect(topic.publish(MESSAGE)).rejects.toThrow(
      'Publish returned an unexpected response: no message id',
    );
  });
});
