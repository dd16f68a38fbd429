import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { policySha256 } from '../domain/settings';
import type { Settings, SettingsSource } from '../ports';
import { parseResponse, withAction } from './responses';

const Answer = z.object({
  Parameters: z
    .array(z.object({ Name: z.string(), Value: z.string(), Version: z.int().positive() }))
    .refine((all) => new Set(all.map(({ Name }) => Name)).size === all.length, 'a parameter is given twice'),
});

/** Reads mode and policy with one call, "so both are of the same moment" (docs/design.md §3.2). */
export class SsmSettings implements SettingsSource {
  constructor(
    private readonly ssm: SSMClient,
    private readonly names: { readonly mode: string; readonly policy: string },
  ) {}

  async read(): Promise<Settings> {
    const { mode, policy } = this.names;
    const { Parameters: parameters } = await withAction('GetParameters', async () =>
      parseResponse(
        Answer,
        'GetParameters',
        await this.ssm.send(new GetParametersCommand({ Names: [mode, policy] })),
      ),
    );
    const byName = (name: string) => parameters.find((parameter) => parameter.Name === name);
    const found = byName(policy);
    return {
      mode: { name: mode, value: byName(mode)?.Value },
      policy: {
        name: policy,
        value: found && { text: found.Value, version: found.Version, sha256: policySha256(found.Value) },
      },
    };
  }
}
