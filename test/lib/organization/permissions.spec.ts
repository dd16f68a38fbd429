import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import type { OrganizationProps } from '../../../lib/organization/organization-stack';
import { ORGANIZATION } from '../../support/organization';
import { permissionsIn, readable, type Resource, resourcesOf } from '../synth';
import { synthOrganization } from './an-organization';

const BUCKET = '<OrganizationRecordsBucketCB860177.Arn>';
const KEY = '<EncryptionKey514CDF8F.Arn>';
const PARAMETER = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter';
const [MODE, POLICY, MODES] = [
  `${PARAMETER}<SettingsSweepModeD35C3271>`,
  `${PARAMETER}<SettingsSweepPolicyA7883E72>`,
  `${PARAMETER}<SettingsOrganizationB468B924>`,
];
const TOPIC = '<DigestTopic34CF3E4B>';
const EXECUTION = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution';

const Policy = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(z.looseObject({ Sid: z.string().optional() })) }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

/** The policies of one role, by the beginning of its logical id. */
function policiesOf(template: Template, role: string): Resource[] {
  return Object.values(resourcesOf(template, 'AWS::IAM::Policy')).filter(({ Properties }) =>
    Policy.parse(Properties).Roles.every(({ Ref }) => Ref.startsWith(role)),
  );
}

function statement(template: Template, role: string, sid: string): Record<string, unknown> {
  const found = policiesOf(template, role)
    .flatMap(({ Properties }) => Policy.parse(Properties).PolicyDocument.Statement)
    .filter(({ Sid }) => Sid === sid);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

/** Every permission of one role. */
function permissions(role: string, props: Partial<OrganizationProps> = {}): string[] {
  return permissionsIn(policiesOf(synthOrganization(props), role));
}

const BOTH = (logs: string) => [
  `Allow logs:CreateLogStream on <${logs}.Arn>`,
  `Allow logs:PutLogEvents on <${logs}.Arn>`,
  // Without it, S3 answers AccessDenied for what is not there.
  `Allow s3:ListBucket on ${BUCKET}`,
  `Allow kms:Decrypt on ${KEY}`,
  `Allow kms:GenerateDataKey on ${KEY}`,
  // A read by version needs this one. moto asks for neither.
  `Allow s3:GetObjectVersion on ${BUCKET}/organization/runs/*`,
];

describe('every permission is on a list', () => {
  it('of the coordinator: it lists, counts and tells, and gets into no account', () => {
    expect(permissions('CoordinatorRole')).toStrictEqual(
      [
        ...BOTH('CoordinatorLogs01ACFA03'),
        'Allow organizations:DescribeAccount on *',
        'Allow organizations:DescribeOrganization on *',
        'Allow organizations:ListAccounts on *',
        'Allow organizations:ListAccountsForParent on *',
        'Allow organizations:ListOrganizationalUnitsForParent on *',
        'Allow organizations:ListParents on *',
        'Allow organizations:ListRoots on *',
        `Allow s3:GetObject on ${BUCKET}/*/runs/*`,
        `Allow s3:GetObject on ${BUCKET}/organization/answers/*`,
        `Allow s3:GetObject on ${BUCKET}/organization/ledger.json`,
        `Allow s3:GetObject on ${BUCKET}/organization/runs/*`,
        `Allow s3:PutObject on ${BUCKET}/*/told.json`,
        `Allow s3:PutObject on ${BUCKET}/organization/ledger.json`,
        `Allow s3:PutObject on ${BUCKET}/organization/runs/*`,
        `Allow sns:GetSubscriptionAttributes on ${TOPIC}`,
        `Allow sns:ListSubscriptionsByTopic on ${TOPIC}`,
        `Allow sns:Publish on ${TOPIC}`,
        ...[MODE, POLICY, MODES].map((parameter) => `Allow ssm:GetParameters on ${parameter}`),
        // Whether the run that has the organization still lives.
        `Allow states:DescribeExecution on ${EXECUTION}:IamLapseOrganization:*`,
      ].toSorted(),
    );
  });

  it('of the account function: it takes the members’ role and keeps their records, and tells nobody', () => {
    expect(permissions('AccountRole')).toStrictEqual(
      [
        ...BOTH('AccountLogsB90DE9C1'),
        `Allow s3:GetObject on ${BUCKET}/*/ledger.json`,
        `Allow s3:GetObject on ${BUCKET}/*/locks/*`,
        `Allow s3:GetObject on ${BUCKET}/*/runs/*`,
        `Allow s3:GetObject on ${BUCKET}/organization/answers/*`,
        `Allow s3:PutObject on ${BUCKET}/*/ledger.json`,
        `Allow s3:PutObject on ${BUCKET}/*/runs/*`,
        `Allow s3:PutObject on ${BUCKET}/organization/answers/*`,
        `Deny s3:PutObject on ${BUCKET}/*/told.json`,
        `Deny s3:PutObject on ${BUCKET}/organization/ledger.json`,
        `Deny s3:PutObject on ${BUCKET}/organization/runs/*`,
        `Allow ssm:GetParameters on ${MODE}`,
        'Allow sts:AssumeRole on arn:<AWS::Partition>:iam::*:role/iam-lapse-member',
      ].toSorted(),
    );
  });

  it('of the machine: it invokes the two functions, runs its children and reads its two lists', () => {
    expect(permissions('SweepMachineRole')).toStrictEqual(
      [
        // The Map reads objects that this key has encrypted: without it, every Map fails on AWS, and none on moto.
        `Allow kms:Decrypt on ${KEY}`,
        ...['AccountFunction7620283F', 'CoordinatorFunction8BB9C49D'].flatMap((id) => [
          `Allow lambda:InvokeFunction on <${id}.Arn>`,
          `Allow lambda:InvokeFunction on <${id}.Arn>:*`,
        ]),
        // Not the whole bucket, and no ledger.
        `Allow s3:GetObject on ${BUCKET}/organization/runs/*`,
        `Allow s3:GetObjectVersion on ${BUCKET}/organization/runs/*`,
        `Allow states:DescribeExecution on ${EXECUTION}:<6 of <SweepMachineC5FF2D9C>>:*`,
        `Allow states:RedriveExecution on ${EXECUTION}:<6 of <SweepMachineC5FF2D9C>>/Act:*`,
        `Allow states:RedriveExecution on ${EXECUTION}:<6 of <SweepMachineC5FF2D9C>>/Judge:*`,
        'Allow states:StartExecution on <SweepMachineC5FF2D9C>',
        `Allow states:StopExecution on ${EXECUTION}:<6 of <SweepMachineC5FF2D9C>>:*`,
      ].toSorted(),
    );
  });

  it('of the schedule: it starts the machine', () => {
    expect(permissions('SweepMachineEventsRole')).toStrictEqual([
      'Allow states:StartExecution on <SweepMachineC5FF2D9C>',
    ]);
  });

  it('and there is no other role', () => {
    expect(Object.keys(resourcesOf(synthOrganization(), 'AWS::IAM::Role'))).toHaveLength(4);
  });

  it('reportOnly takes nothing from these roles: it leaves the writes out of the members’', () => {
    for (const role of ['CoordinatorRole', 'AccountRole', 'SweepMachineRole']) {
      expect(permissions(role, { reportOnly: true })).toStrictEqual(permissions(role));
    }
  });
});

describe('the account function', () => {
  it('gets into the members of this organization alone', () => {
    expect(statement(synthOrganization(), 'AccountRole', 'SweepMembers')['Condition']).toStrictEqual({
      StringEquals: { 'aws:ResourceOrgID': ORGANIZATION },
    });
  });
});

describe('without a key of its own', () => {
  it.each([
    ['CoordinatorRole', '*'],
    ['AccountRole', '*'],
    ['SweepMachineRole', 'organization/runs/*'],
  ])('%s reads what an earlier key has encrypted, through S3 and in the record bucket', (role, objects) => {
    const template = synthOrganization({ kms: false });
    expect(permissions(role, { kms: false }).filter((each) => each.includes('kms:'))).toStrictEqual([
      'Allow kms:Decrypt on arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*',
    ]);
    const { ArnLike } = Object(statement(template, role, 'ReadWhatAnEarlierKeyEncrypted')['Condition']);
    expect(ArnLike['kms:EncryptionContext:aws:s3:arn'].map(readable)).toStrictEqual([
      BUCKET,
      `${BUCKET}/${objects}`,
    ]);
  });
});

describe('the names of the roles', () => {
  it.each([
    ['AccountRole', 'iam-lapse-account'],
    ['CoordinatorRole', 'iam-lapse-coordinator'],
  ])('%s has the one that others know: %s', (id, name) => {
    const role = Object.entries(resourcesOf(synthOrganization(), 'AWS::IAM::Role')).find(([each]) =>
      each.startsWith(id),
    );
    expect(role?.[1].Properties).toMatchObject({ RoleName: name });
    expect(role?.[1].Properties).not.toHaveProperty('Path');
    expect(role?.[1].Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});
