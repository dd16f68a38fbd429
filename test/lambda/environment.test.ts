import { NewCredentialEnvironment, parseEnvironment, SweepEnvironment } from '../../lambda/environment';
import { MODE_PARAMETER, POLICY_PARAMETER, RECORD_BUCKET, TOPIC_ARN } from '../support/deployment';

const FOR_BOTH: NewCredentialEnvironment = {
  MODE_PARAMETER_NAME: MODE_PARAMETER,
  POLICY_PARAMETER_NAME: POLICY_PARAMETER,
  DIGEST_TOPIC_ARN: TOPIC_ARN,
  RECORD_BUCKET_NAME: RECORD_BUCKET,
};
const ENVIRONMENT: SweepEnvironment = {
  ...FOR_BOTH,
  DEPLOYED_POLICY_SHA256: 'a'.repeat(64),
  REPORT_ONLY: 'false',
};

describe('the function’s environment', () => {
  it('is what the stack set, whatever else Lambda adds', () => {
    expect(parseEnvironment(SweepEnvironment, { ...ENVIRONMENT, AWS_REGION: 'us-east-1' })).toEqual(
      ENVIRONMENT,
    );
  });

  it.each(Object.keys(ENVIRONMENT))('without %s is an error that names it', (name) => {
    expect(() => parseEnvironment(SweepEnvironment, { ...ENVIRONMENT, [name]: undefined })).toThrow(
      `environment of the function: ${name} missing or not understood; deploy the stack again`,
    );
  });

  it.each([
    ['REPORT_ONLY', 'TRUE-canary'],
    ['DIGEST_TOPIC_ARN', 'topic-canary'],
    ['DEPLOYED_POLICY_SHA256', 'hash-canary'],
    ['MODE_PARAMETER_NAME', ''],
  ])('with a %s that is not understood is an error that does not repeat it', (name, value) => {
    expect(() => parseEnvironment(SweepEnvironment, { ...ENVIRONMENT, [name]: value })).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining('canary'),
      }),
    );
    expect(() => parseEnvironment(SweepEnvironment, { ...ENVIRONMENT, [name]: value })).toThrow(name);
  });
});

describe('the environment of the function for new credentials', () => {
  it('needs none of the variables that are for the sweep alone', () => {
    expect(parseEnvironment(NewCredentialEnvironment, FOR_BOTH)).toEqual(FOR_BOTH);
  });

  it.each(Object.keys(FOR_BOTH))('without %s is an error that names it', (name) => {
    expect(() => parseEnvironment(NewCredentialEnvironment, { ...FOR_BOTH, [name]: undefined })).toThrow(
      `environment of the function: ${name} missing or not understood; deploy the stack again`,
    );
  });
});
