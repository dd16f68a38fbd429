import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** cdk.json's feature flags, which only the CDK's command line reads by itself; not what a deployment has chosen. */
export function cdkJsonContext(): Record<string, unknown> {
  const text = readFileSync(join(__dirname, '..', '..', 'cdk.json'), 'utf8');
  const { context } = CdkJson.parse(JSON.parse(text));
  return Object.fromEntries(Object.entries(context).filter(([key]) => key.startsWith('@')));
}
