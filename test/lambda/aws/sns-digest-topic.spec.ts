import { SnsDigestTopic } from '../../../lambda/aws/sns-digest-topic';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { TOPIC_ARN } from '../../support/deployment';
import { anAccount, aTopic, type Fault, type FakeTopic } from '../../support/fake-aws';
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

describe('the subscribers', () => {
  it.each([0, 1, 12])('are those who confirmed: %d', async (subscriptionsConfirmed) => {
    const topic = await aDigestTopic(aTopic({ subscriptionsConfirmed, subscriptionsPending: 5 }));
    expect(await topic.subscribers()).toBe(subscriptionsConfirmed);
  });

  it.each(BAD_ANSWERS)('are not none when the question is %s', async (_how, fault) => {
    const topic = await aDigestTopic(aTopic(), fault);
    await expect(topic.subscribers()).rejects.toThrow(/./);
  });

  it.each([
    ['is left out', ''],
    ['is empty', '<entry><key>SubscriptionsConfirmed</key><value></value></entry>'],
    ['is no number', '<entry><key>SubscriptionsConfirmed</key><value>many</value></entry>'],
  ])('are not none when their number %s', async (_how, entry) => {
    const result = `<Attributes><entry><key>Owner</key><value>1</value></entry>${entry}</Attributes>`;
    const aws = await serveScript('text/xml', queryAnswer('GetTopicAttributes', result));
    const topic = new SnsDigestTopic(clientsOf(aws).sns, TOPIC_ARN);
    await expect(topic.subscribers()).rejects.toThrow('GetTopicAttributes returned an unexpected response');
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
