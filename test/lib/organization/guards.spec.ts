import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decides, type IamRequest, statementsOf } from '../../support/iam-decision';
import { resourcesOf } from '../synth';
import { synthOrganization } from './an-organization';

// The service control policy for an organization's deployment, against the resources that this stack makes.

const TEXT = readFileSync(
  join(__dirname, '../../../examples/guards/protect-iam-lapse-organization-scp.json'),
  'utf8',
);
const SCP = statementsOf(JSON.parse(TEXT));
const ROLE = 'arn:aws:iam::123456789012:role';

const isDenied = (principal: string, { context, ...request }: IamRequest) =>
  decides('Deny', SCP, { ...request, context: { ...context, 'aws:PrincipalArn': principal } });

const template = synthOrganization({ emails: ['security@example.com'] });

/** Names resources as CloudFormation does when the template gives no name: `STACK-LOGICALID-RANDOM`. */
function arnsOf(service: string, before: string, type: string, name = 'none'): string[] {
  return Object.entries(resourcesOf(template, type)).map(([id, { Properties }]) => {
    const given = Properties[name];
    const region = service === 'iam' ? '' : 'us-east-1';
    return `arn:aws:${service}:${region}:123456789012:${before}${typeof given === 'string' ? given : `IamLapseOrganization-${id}-1K2X3Y`}`;
  });
}
const FUNCTIONS = arnsOf('lambda', 'function:', 'AWS::Lambda::Function');
const ROLES = [
  ...arnsOf('iam', 'role/', 'AWS::IAM::Role', 'RoleName'),
  `${ROLE}/iam-lapse-member`,
  `${ROLE}/iam-lapse-record-keeper`,
];
const MACHINE = arnsOf('states', 'stateMachine:', 'AWS::StepFunctions::StateMachine', 'StateMachineName');
const EXECUTIONS = ['', '/Judge'].map(
  (map) => `arn:aws:states:us-east-1:123456789012:execution:IamLapseOrganization${map}:0a1b`,
);
const TOPIC = arnsOf('sns', '', 'AWS::SNS::Topic');
// CloudFormation makes it lower case, and cuts it to 63 characters.
const BUCKET = 'arn:aws:s3:::iamlapseorganization-organizationrecordsbucketcb-1k2x3y4z';
const STACK = 'arn:aws:cloudformation:us-east-1:123456789012';

const ATTACKS: readonly (readonly [string, readonly string[], readonly string[], IamRequest['context']?])[] =
  [
    [
      'the roles that members trust, and the members’ own',
      [
        'iam:CreateRole',
        'iam:PassRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:PutRolePolicy',
        'iam:AttachRolePolicy',
        'iam:DeleteRole',
      ],
      ROLES,
    ],
    ['the code', ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'], FUNCTIONS],
    ['a call by hand', ['lambda:InvokeFunction', 'lambda:InvokeAsync'], FUNCTIONS],
    ['an execution by hand', ['states:StartExecution'], MACHINE],
    ['an old execution', ['states:RedriveExecution', 'states:StopExecution'], EXECUTIONS],
    ['the machine', ['states:UpdateStateMachine', 'states:DeleteStateMachine'], MACHINE],
    [
      'the records',
      ['s3:PutObject', 's3:ReplicateObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      [`${BUCKET}/organization/a`],
    ],
    [
      'the record bucket',
      ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketVersioning'],
      [BUCKET],
    ],
    [
      'the settings',
      ['ssm:PutParameter', 'ssm:DeleteParameter'],
      arnsOf('ssm', 'parameter', 'AWS::SSM::Parameter', 'Name'),
    ],
    [
      'the schedule',
      ['events:DisableRule', 'events:PutTargets'],
      arnsOf('events', 'rule/', 'AWS::Events::Rule'),
    ],
    [
      'the alarms',
      ['cloudwatch:DeleteAlarms', 'cloudwatch:SetAlarmState'],
      arnsOf('cloudwatch', 'alarm:', 'AWS::CloudWatch::Alarm', 'AlarmName'),
    ],
    [
      'the mail',
      ['sns:SetTopicAttributes', 'sns:Unsubscribe'],
      [...TOPIC, ...TOPIC.map((arn) => `${arn}:0a1b`)],
    ],
    ['the log', ['logs:PutLogEvents'], arnsOf('logs', 'log-group:', 'AWS::Logs::LogGroup')],
    ['the heartbeat', ['cloudwatch:PutMetricData'], ['*'], { 'cloudwatch:namespace': 'IamLapse' }],
    [
      'the members’ StackSet and its stacks',
      ['cloudformation:DeleteStackInstances', 'cloudformation:UpdateStackSet'],
      [`${STACK}:stackset/iam-lapse-member:0a1b`],
    ],
    [
      'the stack, and those of the members',
      ['cloudformation:DeleteStack', 'cloudformation:UpdateStack'],
      [`${STACK}:stack/IamLapseOrganization/0a1b`, `${STACK}:stack/StackSet-iam-lapse-member-0a1b/0a1b`],
    ],
  ];
const REQUESTS = ATTACKS.flatMap(([what, actions, resources, context = {}]) =>
  actions.map((action): [string, string, IamRequest[]] => [
    what,
    action,
    resources.map((resource) => ({ action, resource, context })),
  ]),
);

describe('the service control policy for an organization', () => {
  it.each(REQUESTS)('%s: somebody’s %s is denied', (_what, _action, requests) => {
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.filter((request) => !isDenied(`${ROLE}/Developer`, request))).toEqual([]);
  });

  it('denies the administrator nothing but to write records, which nobody but the functions does', () => {
    const denied = REQUESTS.filter(([, , all]) => all.some((each) => isDenied(`${ROLE}/Admin`, each)));
    expect(new Set(denied.map(([what]) => what))).toEqual(new Set(['the records']));
  });

  it.each<[string, string, IamRequest[]]>([
    [
      'the machine and its schedule: starting and invoking',
      'IamLapseOrganization-SweepMachineRole64D83E8A-1K2X3Y',
      [
        ...FUNCTIONS.map((resource) => ({ action: 'lambda:InvokeFunction', resource })),
        ...MACHINE.map((resource) => ({ action: 'states:StartExecution', resource })),
        ...EXECUTIONS.map((resource) => ({ action: 'states:StopExecution', resource })),
      ],
    ],
    [
      'the coordinator: its records and its log',
      'iam-lapse-coordinator',
      [
        { action: 's3:PutObject', resource: `${BUCKET}/organization/ledger.json` },
        ...arnsOf('logs', 'log-group:', 'AWS::Logs::LogGroup').map((resource) => ({
          action: 'logs:PutLogEvents',
          resource,
        })),
      ],
    ],
    [
      'the account function: its records',
      'iam-lapse-account',
      [{ action: 's3:PutObject', resource: `${BUCKET}/111111111111/ledger.json` }],
    ],
    [
      'the StackSet: the member’s role and parameter',
      'stacksets-exec-0a1b2c',
      [
        { action: 'iam:CreateRole', resource: `${ROLE}/iam-lapse-member` },
        { action: 'iam:PutRolePolicy', resource: `${ROLE}/iam-lapse-member` },
        {
          action: 'ssm:PutParameter',
          resource: 'arn:aws:ssm:us-east-1:123456789012:parameter/iam-lapse/mode',
        },
      ],
    ],
  ])('leaves %s', (_what, role, requests) => {
    expect(requests.filter((request) => isDenied(`${ROLE}/${role}`, request))).toEqual([]);
  });

  it('denies nobody what is not iam-lapse’s', () => {
    const others = REQUESTS.flatMap(([, , requests]) => requests).map(({ action, resource }) => ({
      action,
      resource: resource.replaceAll(/iam-?lapse/gi, 'other'),
      context: { 'cloudwatch:namespace': 'Other' },
    }));
    expect(others.filter((request) => isDenied(`${ROLE}/Developer`, request))).toEqual([]);
  });

  it('has room in what Organizations takes, without its white space', () => {
    // "Maximum size of a policy document: 5,120 characters" (Quotas for AWS Organizations).
    expect(JSON.stringify(JSON.parse(TEXT)).length).toBeLessThan(5120);
  });
});
