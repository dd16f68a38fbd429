import { Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IamLapseProps } from '../../lib/iam-lapse-stack';
import { buildStack } from './synth';

function checkedStack(props: Partial<IamLapseProps> = {}) {
  const { app, stack } = buildStack(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}

describe('cdk-nag', () => {
  beforeEach(() => {
    // The failed synthesis of the last test prints its report.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });

  it.each<[string, Partial<IamLapseProps>]>([
    ['normally', { emails: ['security@example.com'] }],
    ['with reportOnly', { reportOnly: true }],
    ['without a key', { kms: false }],
    ['with the notice function', { newCredentialNotices: true }],
    ['with another topic for alarms', { alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call' }],
  ])('finds nothing that is not acknowledged with a reason: %s', (_, props) => {
    expect(() => checkedStack(props).app.synth()).not.toThrow();
  });

  it('would fail the synthesis if it found something', () => {
    const { app, stack } = checkedStack();
    expect(new Bucket(stack, 'Open').node.path).toBe('IamLapse/Open');
    expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
  });
});
