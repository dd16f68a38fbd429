import { parseEnvironment, type SweepEnvironment } from '../../../lambda/sweep/environment';
import { MODE_PARAMETER, POLICY_PARAMETER, RECORD_BUCKET, TOPIC_ARN } from '../../support/deployment';

const ENVIRONMENT: SweepEnvironment = {
  MODE_PARAMETER_NAME: MODE_PARAMETER,
  POLICY_PARAMETER_NAME: POLICY_PARAMETER,
  DIGEST_TOPIC_ARN: TOPIC_ARN,
  RECORD_BUCKET_NAME: RECORD_BUCKET,
  DEPLOYED_POLICY_SHA256: 'a'.repeat(64),
  REPORT_ONLY: 'false',
};

describe('the function’s environment', () => {
  it('is what the stack set, whatever else Lambda adds', () => {
    expect(parseEnvironment({ ...ENVIRONMENT, AWS_REGION: 'us-east-1' })).toEqual(ENVIRONMENT);
  });

  it.each(Object.keys(ENVIRONMENT))('without %s is an error that names it', (name) => {
    expect(() => parseEnvironment({ ...ENVIRONMENT, [name]: undefined })).toThrow(
      `environment of the function: ${name} missing or not understood; deploy the stack again`,
    );
  });

  it.each([
    ['REPORT_ONLY', 'TRUE-canary'],
    ['DIGEST_TOPIC_ARN', 'topic-canary'],
    ['DEPLOYED_POLICY_SHA256', 'hash-canary'],
    ['MODE_PARAMETER_NAME', ''],
  ])('with a %s that is not understood is an error that does not repeat it', (name, value) => {
    expect(() => parseEnvironment({ ...ENVIRONMENT, [name]: value })).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining('canary'),
      }),
    );
    expect(() => parseEnvironment({ ...ENVIRONMENT, [name]: value })).toThrow(name);
  });
});
