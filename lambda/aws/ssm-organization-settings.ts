import type { SSMClient } from '@aws-sdk/client-ssm';
import { sha256 } from '../domain/sha256';
import type {
  MasterSwitch,
  OrganizationSettings,
  OrganizationSettingsSource,
  Parameter,
} from '../organization/ports';
import { type ReadParameter, readParameters } from './ssm-parameters';

/** The three parameters of an organization's deployment, read with one call. */
export class SsmOrganizationSettings implements OrganizationSettingsSource {
  constructor(
    private readonly ssm: SSMClient,
    private readonly names: Readonly<Record<keyof OrganizationSettings, string>>,
  ) {}

  async read(): Promise<OrganizationSettings> {
    const { mode, policy, organization } = this.names;
    const found = await readParameters(this.ssm, [mode, policy, organization]);
    return {
      mode: parameter(mode, found),
      policy: parameter(policy, found),
      organization: parameter(organization, found),
    };
  }
}

function parameter(name: string, found: ReadonlyMap<string, ReadParameter>): Parameter {
  const read = found.get(name);
  return { name, value: read && { ...read, sha256: sha256(read.text) } };
}

/** The mode parameter alone, as it is at this moment. */
export class SsmMasterSwitch implements MasterSwitch {
  constructor(
    private readonly ssm: SSMClient,
    private readonly name: string,
  ) {}

  async read(): Promise<string | undefined> {
    return (await readParameters(this.ssm, [this.name])).get(this.name)?.text;
  }
}
