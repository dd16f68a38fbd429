import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** cdk.json's context, which only the CDK's command line reads by itself. */
export function cdkJsonContext(): Record<string, unknown> {
  const text = readFileSync(join(__dirname, '..', '..', 'cdk.json'), 'utf8');
  return CdkJson.parse(JSON.parse(text)).context;
}
