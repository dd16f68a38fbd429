import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decides, type IamRequest, statementsOf } from '../support/iam-decision';
import { permissionsOf, resourcesOf, synth } from './synth';

// The example service control policy, against the resources that this stack makes: who asks for what, and what IAM says.

const SCP = statementsOf(
  JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'examples', 'guards', 'protect-iam-lapse-scp.json'), 'utf8'),
  ),
);
const ROLE = 'arn:aws:iam::123456789012:role';
const SOMEBODY = `${ROLE}/Developer`;

const isDenied = (principal: string, { context, ...request }: IamRequest) =>
  decides('Deny', SCP, { ...request, context: { ...context, 'aws:PrincipalArn': principal } });

const template = synth({ newCredentialNotices: true, emails: ['security@example.com'] });

/** Names a resource as CloudFormation does when the template gives no name: `STACK-LOGICALID-RANDOM`. */
function arnOf(service: string, before: string, type: string, name?: string): string[] {
  return Object.entries(resourcesOf(template, type)).map(([id, { Properties }]) => {
    const given = name === undefined ? undefined : Properties[name];
    const region = service === 'iam' ? '' : 'us-east-1';
    return `arn:aws:${service}:${region}:123456789012:${before}${typeof given === 'string' ? given : `IamLapse-${id}-1K2X3Y`}`;
  });
}
const TOPIC = arnOf('sns', '', 'AWS::SNS::Topic');
const FUNCTIONS = arnOf('lambda', 'function:', 'AWS::Lambda::Function');
const ROLES = arnOf('iam', 'role/', 'AWS::IAM::Role');
const RULES = arnOf('events', 'rule/', 'AWS::Events::Rule');
const QUEUES = arnOf('sqs', '', 'AWS::SQS::Queue');
const LOGS = arnOf('logs', 'log-group:', 'AWS::Logs::LogGroup');
const ALARMS = arnOf('cloudwatch', 'alarm:', 'AWS::CloudWatch::Alarm', 'AlarmName');
const PARAMETERS = arnOf('ssm', 'parameter', 'AWS::SSM::Parameter', 'Name');
const SUBSCRIPTIONS = TOPIC.map((arn) => `${arn}:0a1b2c3d-0000-4000-8000-000000000000`);
const HEARTBEAT = { 'cloudwatch:namespace': 'IamLapse' };

/** What would take the notice, the brake or the witness away, and what it is done to. */
const ATTACKS: [string, readonly string[], readonly string[], IamRequest['context']?][] = [
  ['the mail: its readers', ['sns:Unsubscribe', 'sns:SetSubscriptionAttributes'], SUBSCRIPTIONS],
  [
    'the mail: its topic',
    [
      'sns:AddPermission',
      'sns:RemovePermission',
      'sns:SetTopicAttributes',
      'sns:PutDataProtectionPolicy',
      'sns:DeleteTopic',
      // IAM may ask about the topic here, too.
      'sns:Unsubscribe',
      'sns:SetSubscriptionAttributes',
    ],
    TOPIC,
  ],
  [
    'the roles',
    [
      'iam:PutRolePermissionsBoundary',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteRole',
      'iam:PutRolePolicy',
      'iam:DeleteRolePolicy',
      'iam:AttachRolePolicy',
      'iam:DetachRolePolicy',
      'iam:UpdateAssumeRolePolicy',
    ],
    ROLES,
  ],
  [
    'the functions',
    [
      'lambda:InvokeFunction',
      'lambda:InvokeAsync',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
      'lambda:PutFunctionConcurrency',
      'lambda:PutFunctionEventInvokeConfig',
      'lambda:AddPermission',
      'lambda:RemovePermission',
      'lambda:DeleteFunction',
    ],
    FUNCTIONS,
  ],
  [
    'the schedule',
    [
      'events:DisableRule',
      'events:DeleteRule',
      'events:PutRule',
      'events:RemoveTargets',
      'events:PutTargets',
    ],
    RULES,
  ],
  ['the heartbeat', ['cloudwatch:PutMetricData'], ['*'], HEARTBEAT],
  ['the log line that the heartbeat is made of', ['logs:PutLogEvents'], LOGS],
  [
    'the alarms',
    [
      'cloudwatch:SetAlarmState',
      'cloudwatch:DisableAlarmActions',
      'cloudwatch:DeleteAlarms',
      'cloudwatch:PutMetricAlarm',
    ],
    ALARMS,
  ],
  [
    'the queue',
    ['sqs:PurgeQueue', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SetQueueAttributes'],
    QUEUES,
  ],
  ['mode and policy', ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'], PARAMETERS],
];
const REQUESTS = ATTACKS.flatMap(([what, actions, resources, context = {}]) =>
  actions.map((action): [string, string, IamRequest[]] => [
    what,
    action,
    resources.map((resource) => ({ action, resource, context })),
  ]),
);

describe('the example service control policy, on the resources of this stack', () => {
  it.each(REQUESTS)(
    '%s: somebody’s %s is denied, and the administrator’s is not',
    (_what, _action, requests) => {
      expect(requests.length).toBeGreaterThan(0);
      expect(requests.filter((request) => !isDenied(SOMEBODY, request))).toEqual([]);
      expect(requests.filter((request) => isDenied(`${ROLE}/Admin`, request))).toEqual([]);
    },
  );

  it('denies nobody what is not iam-lapse’s', () => {
    const others = REQUESTS.flatMap(([, , requests]) => requests).map(({ action, resource }) => ({
      action,
      resource: resource.replaceAll('IamLapse', 'Other').replaceAll('iam-lapse', 'other'),
      context: { 'cloudwatch:namespace': 'Other' },
    }));
    expect(others.filter((request) => isDenied(SOMEBODY, request))).toEqual([]);
  });

  it('denies the functions nothing of what their roles allow', () => {
    const asked = permissionsOf(template).map((permission): IamRequest => {
      const [, action = '', resource = ''] = /^Allow (\S+) on (.*)$/.exec(permission) ?? [];
      return { action, resource: physical(resource) };
    });
    expect(asked.length).toBeGreaterThan(30);
    const denied = ROLES.flatMap((role) => asked.filter((request) => isDenied(role, request)));
    expect(denied).toEqual([]);
  });
});

/** `<SweepLogsA7192123.Arn>` with the name that CloudFormation would give. */
function physical(resource: string): string {
  const named = [...TOPIC, ...QUEUES, ...LOGS];
  return resource
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll('<AWS::Region>', 'us-east-1')
    .replaceAll('<AWS::AccountId>', '123456789012')
    .replaceAll(
      /<(\w+)(?:\.Arn)?>/g,
      (_all, id: string) => named.find((arn) => arn.includes(`-${id}-`)) ?? id,
    );
}
