import * as z from 'zod';
import { MODE_PARAMETER } from '../../support/deployment';
import { resourcesOf, synth } from '../synth';

const ON_CALL = 'arn:aws:sns:eu-west-1:123456789012:on-call';

const Rule = z.object({
  EventPattern: z.unknown(),
  Targets: z.array(
    z.object({
      Arn: z.unknown(),
      InputTransformer: z.object({
        InputPathsMap: z.record(z.string(), z.string()),
        InputTemplate: z.string(),
      }),
    }),
  ),
});

function rule(alarmTopicArn?: string) {
  const rules = resourcesOf(synth({ alarmTopicArn }), 'AWS::Events::Rule');
  return Rule.parse(rules['AlarmsSettingsChangedRule98503CBA']?.Properties);
}

/** SSM's event, as it arrives. */
const EVENT = {
  version: '0',
  id: '5f6a7d3b-0000-4000-8000-000000000000',
  'detail-type': 'Parameter Store Change',
  source: 'aws.ssm',
  account: '123456789012',
  time: '2026-11-20T12:00:00Z',
  region: 'ap-southeast-2',
  resources: ['arn:aws:ssm:ap-southeast-2:123456789012:parameter/iam-lapse/policy'],
  detail: { operation: 'Update', name: '/iam-lapse/policy', type: 'String', description: 'whose' },
};

describe('a change of mode or policy', () => {
  it('in this account is reported, except for a label, which changes nothing', () => {
    expect(rule().EventPattern).toStrictEqual({
      source: [EVENT.source],
      account: [{ Ref: 'AWS::AccountId' }],
      'detail-type': [EVENT['detail-type']],
      detail: {
        name: [{ Ref: 'SettingsMode27A5E11D' }, { Ref: 'SettingsPolicyC39C8FAD' }],
        operation: [{ 'anything-but': ['LabelParameterVersion'] }],
      },
    });
  });

  it('is mailed to the readers of the digest, and to the other topic if there is one', () => {
    const arns = (alarmTopicArn?: string) => rule(alarmTopicArn).Targets.map(({ Arn }) => Arn);
    expect(arns()).toStrictEqual([{ Ref: 'DigestTopic34CF3E4B' }]);
    expect(arns(ON_CALL)).toStrictEqual([{ Ref: 'DigestTopic34CF3E4B' }, ON_CALL]);
  });

  it('is reported with parameter, operation, time, and what to do', () => {
    const [target] = rule().Targets;
    if (!target) throw new Error('no target');
    expect(filledIn(target.InputTransformer)).toStrictEqual([
      'iam-lapse: /iam-lapse/policy was changed.',
      'Operation: Update, at 2026-11-20T12:00:00Z',
      'Account 123456789012, ap-southeast-2',
      'What to do: if you know of this change, nothing.',
      'If not, see what it is now and who did it (LastModifiedUser):',
      '  aws ssm get-parameter-history --name /iam-lapse/policy --region ap-southeast-2',
      'For a deleted parameter ask CloudTrail for the event DeleteParameter.',
      'To stop enforcement from the next run on:',
      `  aws ssm put-parameter --name ${MODE_PARAMETER} --value dry-run --overwrite --region ap-southeast-2`,
    ]);
  });
});

/** As EventBridge does it: each line of the template is a text in quotes. */
function filledIn({
  InputPathsMap,
  InputTemplate,
}: z.infer<typeof Rule>['Targets'][number]['InputTransformer']): string[] {
  return InputTemplate.split('\n').map((line) =>
    z
      .string()
      .parse(JSON.parse(line))
      .replaceAll(/<([^>]+)>/g, (_, name: string) => at(EVENT, InputPathsMap[name] ?? name)),
  );
}

function at(event: unknown, path: string): string {
  const value = path
    .split('.')
    .slice(1)
    .reduce<unknown>((inner, key) => z.record(z.string(), z.unknown()).parse(inner)[key], event);
  return z.string().parse(value);
}
