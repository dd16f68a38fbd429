import { S3Client } from '@aws-sdk/client-s3';
import { S3RecordStore } from '../../../lambda/aws/s3-record-store';

// Where the records are; what is read and written there is in test/lambda/records.test.ts, over HTTP.

const storeIn = (partition: string, region: string) =>
  new S3RecordStore(new S3Client({ region }), 'records', { id: '123456789012', partition }, region);
const RUN = '20261120T070000Z';
const PREFIX = '123456789012%2Fruns%2F2026%2F11%2F20%2F20261120T070000Z%2F';

it('a run has a folder by its day', () => {
  expect(storeIn('aws', 'eu-west-1').location(RUN)).toBe(
    's3://records/123456789012/runs/2026/11/20/20261120T070000Z/',
  );
});

describe("and a page in its partition's console", () => {
  it.each([
    ['aws', 'eu-west-1', 'eu-west-1.console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'console.amazonaws-us-gov.com'],
    ['aws-eusc', 'eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu'],
  ])('%s', (partition, region, host) => {
    expect(storeIn(partition, region).consoleUrl(RUN)).toBe(
      `https://${host}/s3/buckets/records?region=${region}&prefix=${PREFIX}`,
    );
  });
});
