import type { SSMClient } from '@aws-sdk/client-ssm';
import { policySha256 } from '../domain/settings';
import type { Settings, SettingsSource } from '../ports';
import { readParameters } from './ssm-parameters';

/** Reads mode and policy with one call, "so both are of the same moment" (docs/design.md §3.2). */
export class SsmSettings implements SettingsSource {
  constructor(
    private readonly ssm: SSMClient,
    private readonly names: { readonly mode: string; readonly policy: string },
  ) {}

  async read(): Promise<Settings> {
    const { mode, policy } = this.names;
    const found = await readParameters(this.ssm, [mode, policy]);
    const read = found.get(policy);
    return {
      mode: { name: mode, value: found.get(mode)?.text },
      policy: {
        name: policy,
        value: read && { ...read, sha256: policySha256(read.text) },
      },
    };
  }
}
