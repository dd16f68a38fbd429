import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { parseResponse, withAction } from './responses';

const Answer = z.object({
  Parameters: z
    .array(z.object({ Name: z.string(), Value: z.string(), Version: z.int().positive() }))
    .refine((all) => new Set(all.map(({ Name }) => Name)).size === all.length, 'a parameter is given twice'),
});

export interface ReadParameter {
  readonly text: string;
  readonly version: number;
}

/**
 * Reads parameters with one call, so that all are of the same moment (docs/design.md §3.2). There is no entry for a name
 * that SSM does not have.
 *
 * @param names at most ten
 * @throws CallFailed
 */
export async function readParameters(
  ssm: SSMClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadParameter>> {
  const { Parameters: found } = await withAction('GetParameters', async () =>
    parseResponse(Answer, 'GetParameters', await ssm.send(new GetParametersCommand({ Names: [...names] }))),
  );
  return new Map(found.map(({ Name, Value, Version }) => [Name, { text: Value, version: Version }]));
}
