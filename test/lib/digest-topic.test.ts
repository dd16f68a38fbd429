import { resourcesOf, synth, theOnly } from './synth';

describe('the digest topic', () => {
  it('takes no message that was not sent over TLS', () => {
    expect(theOnly(synth(), 'AWS::SNS::TopicPolicy').Properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Action: 'sns:Publish',
            Principal: '*',
            Resource: { Ref: 'DigestTopic34CF3E4B' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
      Topics: [{ Ref: 'DigestTopic34CF3E4B' }],
    });
  });

  it('mails the digest to every address that was given', () => {
    const template = synth({ emails: ['security@example.com', 'audit@example.com'] });
    const subscriptions = Object.values(resourcesOf(template, 'AWS::SNS::Subscription'));
    expect(subscriptions.map(({ Properties }) => Properties)).toStrictEqual([
      { Protocol: 'email', Endpoint: 'security@example.com', TopicArn: { Ref: 'DigestTopic34CF3E4B' } },
      { Protocol: 'email', Endpoint: 'audit@example.com', TopicArn: { Ref: 'DigestTopic34CF3E4B' } },
    ]);
  });

  it('has no subscription when none was wanted', () => {
    expect(resourcesOf(synth({ emails: [] }), 'AWS::SNS::Subscription')).toStrictEqual({});
  });
});
