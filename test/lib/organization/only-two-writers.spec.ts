import { decides, statementsOf } from '../../support/iam-decision';
import { readable, theOnly } from '../synth';
import { synthOrganization } from './an-organization';

const CENTRAL = '123456789012';
const MEMBER = '111111111111';
const RUN = 'runs/2026/11/20/20261120T070000Z';

const { Properties } = theOnly(synthOrganization(), 'AWS::S3::BucketPolicy');
/** The other two of the policy are about TLS, and have no name. */
const STATEMENTS = statementsOf(Properties['PolicyDocument'], resolved).filter(
  ({ Sid }) => Sid !== undefined,
);

/** As CloudFormation resolves it in the central account. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value || 'Fn::Join' in value || 'Fn::GetAtt' in value) {
    return readable(value)
      .replaceAll('<AWS::Partition>', 'aws')
      .replaceAll('<AWS::AccountId>', CENTRAL)
      .replaceAll(/<OrganizationRecordsBucket\w+\.Arn>/g, 'arn:aws:s3:::records');
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
}

const [COORDINATOR, ACCOUNT_FUNCTION, KEEPER] = [
  'iam-lapse-coordinator',
  'iam-lapse-account',
  'iam-lapse-record-keeper',
].map((name) => `arn:aws:iam::${CENTRAL}:role/${name}`);

function isDenied(principal: string | undefined, action: string, key: string): boolean {
  return decides('Deny', STATEMENTS, {
    action,
    resource: `arn:aws:s3:::records/${key}`,
    context: principal === undefined ? {} : { 'aws:PrincipalArn': principal },
  });
}

const OF_THE_ORGANIZATION = [
  'organization/ledger.json',
  `organization/${RUN}/roster.json`,
  `organization/${RUN}/act.json`,
  `organization/${RUN}/digest.txt`,
];
const TOLD = [`${MEMBER}/${RUN}/told.json`];
const OF_AN_ACCOUNT = [
  `${MEMBER}/ledger.json`,
  `${MEMBER}/${RUN}/plan.json`,
  `${MEMBER}/${RUN}/result.json`,
  'organization/answers/2026/11/20/20261120T070000Z/111111111111.json',
];
const OTHER = [`${MEMBER}/locks/20261120T070000Z-a/plan.json`, 'index.html', 'organization/policy.json'];
const ALL = [...OF_THE_ORGANIZATION, ...TOLD, ...OF_AN_ACCOUNT, ...OTHER];
const CHANGES = [
  's3:PutObject',
  // Another bucket's replication rule writes by these.
  's3:ReplicateObject',
  's3:ReplicateDelete',
  's3:ReplicateTags',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:DeleteObjectTagging',
];

describe('the policy of the record bucket', () => {
  it.each<[string, string | undefined, readonly string[]]>([
    ['the coordinator', COORDINATOR, [...OF_THE_ORGANIZATION, ...TOLD]],
    ['the account function', ACCOUNT_FUNCTION, OF_AN_ACCOUNT],
    // Who has to move a ledger in makes this role, and deletes it afterwards.
    ['the keeper, which the stack does not make', KEEPER, ALL],
    ['an administrator', `arn:aws:iam::${CENTRAL}:role/Admin`, []],
    ['the root user', `arn:aws:iam::${CENTRAL}:root`, []],
    ['a role of that name below a path', `arn:aws:iam::${CENTRAL}:role/x/iam-lapse-account`, []],
    ['a role of that name in a member', `arn:aws:iam::${MEMBER}:role/iam-lapse-account`, []],
    ['somebody without a name', undefined, []],
  ])('lets %s write its own, and nothing else', (_, principal, own) => {
    for (const action of CHANGES) {
      expect(ALL.filter((key) => !isDenied(principal, action, key))).toStrictEqual(own);
    }
  });

  it('denies nobody to read', () => {
    expect(
      ALL.filter((key) => isDenied(`arn:aws:iam::${CENTRAL}:role/Auditor`, 's3:GetObject', key)),
    ).toEqual([]);
  });

  it('goes with the stack, so that the bucket, which stays, can be emptied', () => {
    expect(theOnly(synthOrganization(), 'AWS::S3::BucketPolicy')).not.toHaveProperty('DeletionPolicy');
    expect(theOnly(synthOrganization(), 'AWS::S3::Bucket')).toMatchObject({ DeletionPolicy: 'Retain' });
  });
});
