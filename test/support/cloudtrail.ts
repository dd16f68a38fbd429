import { ACCOUNT } from './builders';

// It embodies docs/assumptions.md A44.
// EventBridge events for calls that CloudTrail recorded, in their real shape.

/** @param detail the fields of the event's detail that matter to the test; the others are as AWS sends them */
export function cloudTrailEvent(
  eventName: string,
  detail: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> & { readonly detail: Readonly<Record<string, unknown>> } {
  return {
    version: '0',
    id: '7e2d6c5e-0000-4000-8000-000000000000',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: ACCOUNT.id,
    time: '2026-11-20T07:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLEEXAMPLE123:olga',
        arn: `arn:aws:sts::${ACCOUNT.id}:assumed-role/Admin/olga`,
        accountId: ACCOUNT.id,
        accessKeyId: 'ASIAEXAMPLEEXAMPLE12',
        sessionContext: { sessionIssuer: { type: 'Role', userName: 'Admin' }, attributes: {} },
      },
      eventTime: '2026-11-20T07:00:00Z',
      eventSource: 'iam.amazonaws.com',
      eventName,
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.10',
      userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 lang/python#3.13',
      requestParameters: { userName: 'bob' },
      responseElements: null,
      requestID: '0f0e0d0c-0000-4000-8000-000000000000',
      eventID: '1a1b1c1d-0000-4000-8000-000000000000',
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT.id,
      eventCategory: 'Management',
      tlsDetails: { tlsVersion: 'TLSv1.3', clientProvidedHostHeader: 'iam.amazonaws.com' },
      ...detail,
    },
  };
}

export const NEW_KEY = 'AKIAEXAMPLENEWKEY001';

export function createAccessKey(detail: Readonly<Record<string, unknown>> = {}) {
  return cloudTrailEvent('CreateAccessKey', {
    responseElements: {
      accessKey: {
        userName: 'bob',
        accessKeyId: NEW_KEY,
        status: 'Active',
        createDate: 'Nov 20, 2026, 7:00:00 AM',
      },
    },
    ...detail,
  });
}

export function updateAccessKey(status: string, accessKeyId = NEW_KEY) {
  return cloudTrailEvent('UpdateAccessKey', { requestParameters: { userName: 'bob', accessKeyId, status } });
}

/** The queue's batch as Lambda gets it, with the events as EventBridge sends them. */
export function batchOf(...events: readonly unknown[]) {
  return {
    Records: events.map((event, index) => ({
      messageId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      receiptHandle: 'AQEB',
      body: typeof event === 'string' ? event : JSON.stringify(event),
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:us-east-1:${ACCOUNT.id}:IamLapse-Notice`,
      awsRegion: 'us-east-1',
    })),
  };
}
