import type { AccountId } from '../domain/identity';
import type { Clock, DigestTopic, Log } from '../ports';
import type {
  Executions,
  MasterSwitch,
  OrganizationDirectory,
  OrganizationRecords,
  OrganizationSettingsSource,
} from './ports';

/** What the coordinator needs from outside. */
export interface CoordinatorPorts {
  readonly directory: OrganizationDirectory;
  readonly settings: OrganizationSettingsSource;
  readonly masterSwitch: MasterSwitch;
  readonly records: OrganizationRecords;
  readonly topic: DigestTopic;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a deployment decides. */
export interface CoordinatorOptions {
  readonly organizationId: string;
  /** The account of the deployment. */
  readonly central: AccountId;
  readonly bucket: string;
  readonly deployedPolicySha256: string;
  readonly deployedOrganizationSha256: string;
  readonly reportOnly: boolean;
}

export interface Coordinator {
  readonly options: CoordinatorOptions;
  readonly ports: CoordinatorPorts;
}
