import { Stack } from 'aws-cdk-lib';
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { MODE_PARAMETER } from '../../lambda/domain/settings';
import type { AlarmTopics } from './topics';

export interface SettingsChangedProps {
  /** Names of the parameters. */
  readonly parameters: readonly string[];
  readonly topics: AlarmTopics;
}

/**
 * Reports a change of mode or policy within a minute, such as a silent switch to `enforce` or a tampered policy. AWS sends
 * the event on best effort. The event has neither the value nor its author; the parameter's history has both.
 */
export class SettingsChanged extends Construct {
  constructor(scope: Construct, id: string, { parameters, topics }: SettingsChangedProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: 'iam-lapse: tells that mode or policy was changed',
      eventPattern: {
        source: ['aws.ssm'],
        // A default bus may receive the events of other accounts, whose parameters have the same names.
        account: [Stack.of(this).account],
        detailType: ['Parameter Store Change'],
        detail: {
          name: [...parameters],
          // Create, Update, Delete and future operations. A label changes nothing that a sweep reads.
          operation: Match.anythingBut('LabelParameterVersion'),
        },
      },
      targets: topics.ruleTargets(text()),
    });
  }
}

/** The mail has each line in quotes, because EventBridge has no other plain text. Hence no quotes inside. */
function text(): RuleTargetInput {
  const name = EventField.fromPath('$.detail.name');
  const history = `  aws ssm get-parameter-history --name ${name} --region ${EventField.region}`;
  return RuleTargetInput.fromMultilineText(
    [
      `iam-lapse: ${name} was changed.`,
      `Operation: ${EventField.fromPath('$.detail.operation')}, at ${EventField.time}`,
      `Account ${EventField.account}, ${EventField.region}`,
      'What to do: if you know of this change, nothing.',
      'If not, see what it is now and who did it (LastModifiedUser):',
      history,
      'For a deleted parameter ask CloudTrail for the event DeleteParameter.',
      'To stop enforcement from the next run on:',
      `  aws ssm put-parameter --name ${MODE_PARAMETER} --value dry-run --overwrite --region ${EventField.region}`,
    ].join('\n'),
  );
}
