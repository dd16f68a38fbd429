import { IAMClient, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumedMemberRole, stsClient } from '../../../lambda/aws/member-credentials';
import type { MemberAccess } from '../../../lambda/organization/ports';
import type { EmulatedOrganization } from './emulated-organization';

// What our own code does not do, tried with the credentials that it has.

type At = Pick<EmulatedOrganization, 'moto' | 'controls'>;

async function settingsOf({ moto, controls }: At, role: string) {
  return { endpoint: moto.url, region: 'us-east-1', credentials: await controls.session(role) };
}

const ACCOUNT_FUNCTION = 'arn:aws:iam::123456789012:role/iam-lapse-account';
const COORDINATOR = 'arn:aws:iam::123456789012:role/iam-lapse-coordinator';
export const ROLES = { account: ACCOUNT_FUNCTION, coordinator: COORDINATOR } as const;

/** Disables a key in a session for judging, or for acting. @throws what IAM answers */
export async function disableIn(
  at: At,
  { account, user, key, access }: { account: string; user: string; key: string; access: MemberAccess },
): Promise<void> {
  const sts = stsClient(await settingsOf(at, ROLES.account));
  const sessions = new AssumedMemberRole(sts, 'aws');
  try {
    const { credentials } = await sessions.open(account, '20261120T070000Z', access);
    const iam = new IAMClient({ endpoint: at.moto.url, region: 'us-east-1', credentials });
    await iam.send(new UpdateAccessKeyCommand({ UserName: user, AccessKeyId: key, Status: 'Inactive' }));
    iam.destroy();
  } finally {
    sts.destroy();
  }
}

/** Takes a member's role with another role than the account function's. @throws what STS answers */
export async function enterAs(at: At, role: keyof typeof ROLES, account: string): Promise<void> {
  const sts = stsClient({ ...(await settingsOf(at, ROLES[role])), maxAttempts: 1 });
  try {
    await new AssumedMemberRole(sts, 'aws').open(account, '20261120T070000Z', 'judge');
  } finally {
    sts.destroy();
  }
}

/** Writes an object as one of the functions. @throws what S3 answers */
export async function writeAs(
  at: At,
  role: keyof typeof ROLES,
  { bucket, key }: { bucket: string; key: string },
): Promise<void> {
  const s3 = new S3Client({ ...(await settingsOf(at, ROLES[role])), forcePathStyle: true });
  try {
    // The same content as before, if it may.
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: (await body?.transformToString()) ?? '' }),
    );
  } finally {
    s3.destroy();
  }
}
