import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Clock, Ports } from '../ports';
import { CloudTrailPasswordEvents } from './cloudtrail-password-events';
import { IamAccountFacts } from './iam-account-facts';
import { countCalls } from './iam-client';
import { IamReportSource } from './iam-credential-report';
import { IamInspector } from './iam-inspector';
import { IamUserDirectory } from './iam-user-directory';
import { UserReader } from './iam-user-reader';
import { IamWriter } from './iam-writer';

/** What a sweep needs of the account that it judges. The clients' credentials say which one that is. */
export type AccountPorts = Pick<
  Ports,
  'reports' | 'directory' | 'inspector' | 'accountFacts' | 'passwordEvents' | 'writer' | 'iamCalls'
>;

export interface AccountClients {
  readonly iam: IAMClient;
  /** Undefined in a partition whose region for IAM's events is not known. */
  readonly cloudTrail: CloudTrailClient | undefined;
  readonly clock: Clock;
  /** @default - CloudTrail's own time limit is the only one */
  readonly deadline?: AbortSignal;
  /** Without it there is no writer, so that no code can try. */
  readonly mayWrite: boolean;
}

/** The adapters of one account, all with the same credentials. */
export function accountPorts({ iam, cloudTrail, clock, deadline, mayWrite }: AccountClients): AccountPorts {
  const reader = new UserReader(iam);
  return {
    reports: new IamReportSource(iam, clock),
    directory: new IamUserDirectory(iam, reader),
    inspector: new IamInspector(reader),
    accountFacts: new IamAccountFacts(iam, reader, clock),
    passwordEvents: new CloudTrailPasswordEvents(cloudTrail, deadline),
    writer: mayWrite ? new IamWriter(iam) : undefined,
    iamCalls: countCalls(iam),
  };
}
