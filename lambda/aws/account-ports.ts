import type { Clock, Ports } from '../ports';
import { type AccountId, HOME_REGIONS } from '../domain/identity';
import { CloudTrailClients, pacedCloudTrailClientIn } from './cloudtrail-client';
import { CloudTrailPasswordEvents } from './cloudtrail-password-events';
import { TrailReader } from './cloudtrail-trails';
import { CloudTrailUseEvents } from './cloudtrail-use-events';
import { AuthorizationDetails } from './iam-authorization-details';
import { IamAccountFacts } from './iam-account-facts';
import { countCalls, pacedIamClient } from './iam-client';
import { IamReportSource } from './iam-credential-report';
import { IamInspector } from './iam-inspector';
import { IamUserDirectory } from './iam-user-directory';
import { UserReader } from './iam-user-reader';
import { IamWriter } from './iam-writer';

/** What a sweep needs from the account that it sweeps, as opposed to where settings, records and digest are. */
export type AccountPorts = Pick<
  Ports,
  | 'reports'
  | 'directory'
  | 'inspector'
  | 'accountFacts'
  | 'passwordEvents'
  | 'useEvents'
  | 'writer'
  | 'iamCalls'
>;

/** Credentials of a session in the account. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface AccountPlace {
  readonly account: AccountId;
  /** The function's. */
  readonly region: string;
  /** @default - those of the function's own role */
  readonly credentials?: SessionCredentials;
}

/** IAM and the event history of one account. Each account has its own clients, since AWS's rate limits are per account. */
export function accountPorts(
  { account, region, credentials }: AccountPlace,
  {
    clock,
    deadline,
    canWrite,
  }: { readonly clock: Clock; readonly deadline: AbortSignal; readonly canWrite: boolean },
): AccountPorts {
  const config = credentials ? { credentials } : {};
  const iam = pacedIamClient(deadline, config);
  const reader = new UserReader(iam);
  const details = new AuthorizationDetails(iam);
  const trails = new TrailReader(HOME_REGIONS[account.partition], (place) =>
    pacedCloudTrailClientIn(place, config),
  );
  const cloudTrail = new CloudTrailClients((place) => pacedCloudTrailClientIn(place, config));
  return {
    reports: new IamReportSource(iam, clock),
    directory: new IamUserDirectory(details, reader),
    inspector: new IamInspector(reader),
    accountFacts: new IamAccountFacts(iam, reader, details, trails, clock),
    passwordEvents: new CloudTrailPasswordEvents(cloudTrail.ofIam(account.partition), deadline),
    useEvents: new CloudTrailUseEvents(cloudTrail, { account, region }, { deadline }),
    writer: canWrite ? new IamWriter(iam) : undefined,
    iamCalls: countCalls(iam),
  };
}
