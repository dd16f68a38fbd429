import { createHash } from 'node:crypto';
import * as z from 'zod';
import { DASHBOARD_DAYS } from '../../lib/dashboard/dashboard';
import { parseEnvironment, SweepEnvironment } from '../../lambda/environment';
import { POLICY_TEXT, resourcesOf, synth, theOnly } from './synth';

const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });
type Variables = z.infer<typeof Environment>['Variables'];

const functionOf = (template = synth()) => theOnly(template, 'AWS::Lambda::Function').Properties;
const variablesOf = (template = synth()): Variables =>
  Environment.parse(functionOf(template)['Environment']).Variables;

/** As CloudFormation would resolve them: what is known only at deployment becomes something like an ARN. */
function resolved(variables: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `arn:resolved:${JSON.stringify(value)}`,
    ]),
  );
}

describe('the function', () => {
  it('runs on Node 24 and arm64, and logs JSON into a log group of its own', () => {
    expect(functionOf()).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'SweepLogsA7192123' } },
    });
  });

  it('keeps its logs for 90 days, not for ever, and for as long as the dashboard looks back', () => {
    expect(theOnly(synth(), 'AWS::Logs::LogGroup').Properties['RetentionInDays']).toBe(90);
    expect(DASHBOARD_DAYS).toBe(90);
  });

  it('has all the time that Lambda gives: the sweep stops by itself', () => {
    expect(functionOf()['Timeout']).toBe(900);
  });

  it('is not run again by Lambda, which would send the digest twice, nor an hour late', () => {
    expect(theOnly(synth(), 'AWS::Lambda::EventInvokeConfig').Properties).toMatchObject({
      FunctionName: { Ref: 'SweepFunctionA7728703' },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 3600,
    });
  });

  it('reserves no concurrency, which fails the stack in a new account', () => {
    expect(functionOf()).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('the environment of the function', () => {
  it.each([
    ['normally', {}, 'false'],
    ['with reportOnly', { reportOnly: true }, 'true'],
  ])('is what lambda/environment.ts asks for, name by name: %s', (_, props, reportOnly) => {
    const variables = resolved(variablesOf(synth(props)));
    const understood = parseEnvironment(SweepEnvironment, variables);
    // NODE_OPTIONS and its like are for Node, not for us.
    const ours = Object.keys(variables).filter((name) => !name.startsWith('NODE_'));
    expect(Object.keys(understood).toSorted()).toStrictEqual(ours.toSorted());
    expect(understood.REPORT_ONLY).toBe(reportOnly);
  });

  it('points at the parameters and the topic of this stack', () => {
    expect(variablesOf()).toMatchObject({
      MODE_PARAMETER_NAME: { Ref: 'SettingsMode27A5E11D' },
      POLICY_PARAMETER_NAME: { Ref: 'SettingsPolicyC39C8FAD' },
      DIGEST_TOPIC_ARN: { Ref: 'DigestTopic34CF3E4B' },
    });
  });

  it('carries the SHA-256 of policy.json, by which the digest tells that the policy was edited', () => {
    const sha256 = createHash('sha256').update(POLICY_TEXT).digest('hex');
    expect(variablesOf()['DEPLOYED_POLICY_SHA256']).toBe(sha256);
  });
});

describe('the schedule', () => {
  it.each(['cron(0 7 * * ? *)', 'rate(12 hours)'])('starts the function by %s', (schedule) => {
    const rules = resourcesOf(synth({ schedule }), 'AWS::Events::Rule');
    const rule = rules['ScheduleRule322D6281']?.Properties ?? {};
    expect(rule).toMatchObject({ ScheduleExpression: schedule, State: 'ENABLED' });
    expect(rule['Targets']).toStrictEqual([
      {
        Id: 'Target0',
        Arn: { 'Fn::GetAtt': ['SweepFunctionA7728703', 'Arn'] },
        // A trigger that is lost is not repeated: a late sweep would only meet the next one.
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 0 },
      },
    ]);
  });
});
