import * as z from 'zod';
import { resourcesOf, synth, theOnly } from './synth';

describe('the digest topic', () => {
  it('takes no message that was not sent over TLS', () => {
    const { Properties } = theOnly(synth(), 'AWS::SNS::TopicPolicy');
    expect(Properties['Topics']).toStrictEqual([{ Ref: 'DigestTopic34CF3E4B' }]);
    expect(statements()[0]).toMatchObject({
      Effect: 'Deny',
      Action: 'sns:Publish',
      Principal: '*',
      Resource: { Ref: 'DigestTopic34CF3E4B' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('takes messages of this account’s alarms, of EventBridge, and of no other service', () => {
    expect(statements().slice(1)).toStrictEqual([
      {
        Sid: 'AlarmsOfThisAccount',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Resource: { Ref: 'DigestTopic34CF3E4B' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: { 'aws:SourceArn': expect.anything() as unknown },
        },
      },
      {
        Sid: 'RulesOfEventBridge',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: { Ref: 'DigestTopic34CF3E4B' },
      },
    ]);
  });

  it('mails the digest to every address that was given', () => {
    const template = synth({ emails: ['security@example.com', 'audit@example.com'] });
    const subscriptions = Object.values(resourcesOf(template, 'AWS::SNS::Subscription'));
    expect(subscriptions.map(({ Properties }) => Properties)).toStrictEqual([
      { Protocol: 'email', Endpoint: 'security@example.com', TopicArn: { Ref: 'DigestTopic34CF3E4B' } },
      { Protocol: 'email', Endpoint: 'audit@example.com', TopicArn: { Ref: 'DigestTopic34CF3E4B' } },
    ]);
  });

  it('has no subscription without addresses', () => {
    expect(resourcesOf(synth({ emails: [] }), 'AWS::SNS::Subscription')).toStrictEqual({});
  });
});

const TopicPolicy = z.object({ PolicyDocument: z.object({ Statement: z.array(z.unknown()) }) });

function statements(): unknown[] {
  const { Properties } = theOnly(synth(), 'AWS::SNS::TopicPolicy');
  return TopicPolicy.parse(Properties).PolicyDocument.Statement;
}
