import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Policy } from '../lambda/domain/policy/schema';

// Writes policy.schema.json from the schema that the sweep uses. With --check, it only compares.

const FILE = join(__dirname, '..', 'policy.schema.json');
const current = `${JSON.stringify(z.toJSONSchema(Policy), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, current);
} else if (readFileSync(FILE, 'utf8') !== current) {
  console.error('policy.schema.json differs from lambda/domain/policy/schema.ts; run: npm run schema');
  process.exitCode = 1;
}
