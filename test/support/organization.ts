import { OrganizationsDirectory, organizationsClient } from '../../lambda/aws/organizations-directory';
import { pacedIamClient } from '../../lambda/aws/iam-client';
import { AssumedMemberRole, stsClient } from '../../lambda/aws/member-credentials';
import { resourceOf, sweepStatements } from '../../lambda/domain/iam-statements';
import { MEMBER_ROLE } from '../../lambda/domain/organization/names';
import type { MemberSession } from '../../lambda/organization/ports';
import { NOW } from './builders';
import { onClose, serve } from './clients';
import {
  type AccountOptions,
  anAccount,
  anOrganization,
  CENTRAL_KEY,
  type FakeAccount,
  type FakeAws,
  type FakeMember,
  type FakeOrganization,
  type FakeRole,
  type OrganizationOptions,
} from './fake-aws';

export const CENTRAL = '123456789012';
export const ORGANIZATION = 'o-a1b2c3d4e5';

/** The role as the template of a member account makes it; test/lib/organization holds the two together. */
export function aMemberRole(accountId: string, trusted = 'iam-lapse-account'): FakeRole {
  return {
    name: MEMBER_ROLE,
    trust: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${CENTRAL}:root` },
          Condition: {
            ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${CENTRAL}:role/${trusted}` },
            StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION },
          },
        },
      ],
    },
    policies: [
      {
        Statement: sweepStatements({ reportOnly: false }).map((statement) => ({
          Sid: statement.sid,
          Effect: 'Allow',
          Action: statement.actions,
          Resource: resourceOf(statement, { partition: 'aws', accountId }),
        })),
      },
    ],
  };
}

/** A member with its role, to be swept. */
export function aMember(
  id: string,
  { account = {}, ...options }: Omit<Partial<FakeMember>, 'account'> & { account?: AccountOptions } = {},
): Partial<FakeMember> & { account: FakeAccount } {
  return { account: anAccount({ id, now: () => NOW, roles: [aMemberRole(id)], ...account }), ...options };
}

/** Serves an organization; its clients are those of the central account. */
export async function serveOrganization({
  account = {},
  ...options
}: Omit<OrganizationOptions, 'central'> & { account?: AccountOptions } = {}): Promise<{
  aws: FakeAws;
  organization: FakeOrganization;
}> {
  const central = anAccount({ id: CENTRAL, now: () => NOW, ...account });
  const organization = anOrganization({ central, id: ORGANIZATION, ...options });
  return { aws: await serve(central), organization };
}

interface CallerOptions {
  /** @default the account function's role */
  accessKeyId?: string;
  /** @default 1, so that a fault shows at once, without retries */
  maxAttempts?: number;
}

export function directoryOf(
  aws: Pick<FakeAws, 'clientConfig'>,
  options: CallerOptions = {},
): OrganizationsDirectory {
  const client = organizationsClient(configOf(aws, options));
  onClose(() => client.destroy());
  return new OrganizationsDirectory(client);
}

export function memberSessionsOf(
  aws: Pick<FakeAws, 'clientConfig'>,
  options: CallerOptions = {},
): AssumedMemberRole {
  const client = stsClient(configOf(aws, options));
  onClose(() => client.destroy());
  return new AssumedMemberRole(client, 'aws');
}

/** IAM as a session in a member sees it. */
export function iamOf({ clientConfig }: Pick<FakeAws, 'clientConfig'>, { credentials }: MemberSession) {
  const client = pacedIamClient(undefined, { ...clientConfig, credentials, maxAttempts: 1 });
  onClose(() => client.destroy());
  return client;
}

function configOf(
  { clientConfig }: Pick<FakeAws, 'clientConfig'>,
  { accessKeyId = CENTRAL_KEY, maxAttempts = 1 }: CallerOptions,
) {
  return { ...clientConfig, maxAttempts, credentials: { accessKeyId, secretAccessKey: 'fake' } };
}
