import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { FakeAws } from '../support/fake-aws';

const Policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string(),
      Effect: z.literal('Allow'),
      Action: z.array(z.string().regex(/^[a-z0-9]+:[A-Za-z]+$/)),
      Resource: z.union([z.string(), z.array(z.string())]),
    }),
  ),
});

/** What a ready IAM policy in examples/ allows, in the order of the file. */
export function allowedBy(file: `${string}.json`): string[] {
  const text = readFileSync(join(__dirname, '..', '..', 'examples', file), 'utf8');
  return Policy.parse(JSON.parse(text)).Statement.flatMap(({ Action: actions }) => actions);
}

/** The calls that need a permission, each once, sorted. GetCallerIdentity needs none. */
export function permissionsUsed({ calls }: Pick<FakeAws, 'calls'>): string[] {
  const made = calls.filter(({ service }) => service !== 'sts');
  return [...new Set(made.map(({ service, action }) => `${service}:${action}`))].toSorted();
}
