import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  ConfirmSubscriptionCommand,
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { aLock } from '../../support/locks';
import { EMAIL } from '../deploy';
import { ACCOUNT } from '../shell';
import type { EmulatedOrganization } from './emulated-organization';

/** A trail in an account. */
export async function makeTrail({ moto }: EmulatedOrganization, account: string): Promise<void> {
  const headers = { 'x-moto-account-id': account };
  const bucket = `trail-of-${account}`;
  await moto.request(`/${bucket}`, { method: 'PUT', service: 's3', headers });
  for (const [call, input] of Object.entries({
    CreateTrail: { Name: 'audit', S3BucketName: bucket, IsMultiRegionTrail: true },
    StartLogging: { Name: 'audit' },
  })) {
    await moto.request('/', {
      method: 'POST',
      service: 'cloudtrail',
      headers: {
        ...headers,
        'x-amz-target': `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${call}`,
        'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify(input),
    });
  }
}

/** A user's password is locked by hand at this moment. */
export async function lockSomebody(organization: EmulatedOrganization, account: string): Promise<void> {
  const { clients, clock, outputs } = organization;
  for (const [key, body] of Object.entries(aLock({ at: clock.now() }).records)) {
    await clients.s3.send(
      new PutObjectCommand({
        Bucket: outputs.RecordBucketName,
        Key: key.replace(ACCOUNT, account),
        Body: body.replaceAll(ACCOUNT, account),
      }),
    );
  }
}

export async function unsubscribe({ clients: { sns }, outputs }: EmulatedOrganization): Promise<void> {
  const { DigestTopicArn: TopicArn } = outputs;
  const { Subscriptions: all = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  for (const { SubscriptionArn } of all) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
}

export async function subscribe({ clients: { sns }, outputs }: EmulatedOrganization): Promise<void> {
  const { DigestTopicArn: TopicArn } = outputs;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: EMAIL }));
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'from-the-mail' }));
}
