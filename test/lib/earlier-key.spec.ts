import * as z from 'zod';
import { decides, type IamRequest, type Statement, statementsOf } from '../support/iam-decision';
import { readable, resourcesOf, synth } from './synth';

// A stack that goes from `kms=true` to `false`: what S3 asks KMS for when a function reads the ledger, and what IAM says.

const WITH_KEY = synth({ kms: true, newCredentialNotices: true });
const WITHOUT = synth({ kms: false, newCredentialNotices: true });

const idOf = (template: typeof WITHOUT, type: string) => Object.keys(resourcesOf(template, type));

/** Text of everything, so that patterns can be compared. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && /^(?:Ref|Fn::\w+)$/.test(keys[0] ?? '')) return readable(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part)]));
}

const RolePolicy = z.object({
  PolicyDocument: z.unknown(),
  Roles: z.tuple([z.unknown()]).transform(([role]) => readable(role)),
});

/** What each role of the stack may do, by the role. */
function rolesOf(template: typeof WITHOUT): Map<string, Statement[]> {
  const roles = new Map<string, Statement[]>();
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::IAM::Policy'))) {
    const { PolicyDocument, Roles } = RolePolicy.parse(Properties);
    roles.set(Roles, [...(roles.get(Roles) ?? []), ...statementsOf(PolicyDocument, resolved)]);
  }
  return roles;
}

const [BUCKET = ''] = idOf(WITHOUT, 'AWS::S3::Bucket');
const REQUEST = {
  action: 'kms:Decrypt',
  resource:
    'arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/0a1b2c3d-0000-4000-8000-000000000000',
  context: {
    'kms:ViaService': 's3.<AWS::Region>.amazonaws.com',
    // With a bucket key. Without one, it is the object's ARN.
    'kms:EncryptionContext:aws:s3:arn': `<${BUCKET}.Arn>`,
  },
} as const satisfies IamRequest;
const THE_LEDGER = `<${BUCKET}.Arn>/<AWS::AccountId>/ledger.json`;
const asking = (change: Partial<IamRequest>, context: IamRequest['context'] = {}): IamRequest => ({
  ...REQUEST,
  ...change,
  context: { ...REQUEST.context, ...context },
});
/** Roles whose function reads the ledger. */
const readers = [...rolesOf(WITHOUT)].filter(([, statements]) =>
  decides('Allow', statements, { action: 's3:GetObject', resource: THE_LEDGER }),
);
const allowed = (request: IamRequest) =>
  readers.filter(([, statements]) => decides('Allow', statements, request)).map(([role]) => role);

describe('a stack that no longer has its key', () => {
  it('keeps its bucket, and leaves the key in the account', () => {
    expect(idOf(WITH_KEY, 'AWS::S3::Bucket')).toEqual([BUCKET]);
    expect(Object.values(resourcesOf(WITH_KEY, 'AWS::KMS::Key'))).toMatchObject([
      { DeletionPolicy: 'Retain' },
    ]);
    expect(idOf(WITHOUT, 'AWS::KMS::Key')).toEqual([]);
  });

  it('has two functions that read the ledger', () => {
    expect(readers).toHaveLength(2);
  });

  it.each<[string, IamRequest]>([
    ['what was encrypted with a bucket key', asking({})],
    ['what was encrypted without one', asking({}, { 'kms:EncryptionContext:aws:s3:arn': THE_LEDGER })],
  ])('both can read %s', (_what, request) => {
    expect(allowed(request)).toHaveLength(2);
  });

  it.each<[string, IamRequest]>([
    ['of another bucket', asking({}, { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::payroll' })],
    ['of another service', asking({}, { 'kms:ViaService': 'secretsmanager.<AWS::Region>.amazonaws.com' })],
    ['of S3 elsewhere', asking({}, { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' })],
    ['that no service asks for', { action: REQUEST.action, resource: REQUEST.resource }],
    [
      'by a key of another account',
      asking({ resource: REQUEST.resource.replace('<AWS::AccountId>', '210987654321') }),
    ],
    ['other than by reading it', asking({ action: 'kms:Encrypt' })],
    ['by giving the key away', asking({ action: 'kms:CreateGrant' })],
  ])('neither can read anything %s', (_what, request) => {
    expect(allowed(request)).toEqual([]);
  });

  it('with its key, no role can use another one', () => {
    const users = [...rolesOf(WITH_KEY)].filter(([, statements]) => decides('Allow', statements, REQUEST));
    expect(users).toEqual([]);
  });
});
