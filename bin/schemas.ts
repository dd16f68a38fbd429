import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { OrganizationPolicy } from '../lambda/domain/organization/policy/schema';
import { Policy } from '../lambda/domain/policy/schema';
import { Investigation } from './investigate/investigation';
import { PreviewOutput } from './preview/output';

// Writes the JSON schemas from the schemas that the code uses. With --check, it only compares.

const SCHEMAS = {
  'policy.schema.json': z.toJSONSchema(Policy),
  'organization.schema.json': z.toJSONSchema(OrganizationPolicy),
  // As input: a reader must not reject fields that a later release adds.
  'preview.schema.json': z.toJSONSchema(PreviewOutput, { io: 'input' }),
  'investigation.schema.json': z.toJSONSchema(Investigation, { io: 'input' }),
};

for (const [name, schema] of Object.entries(SCHEMAS)) {
  const file = join(__dirname, '..', name);
  const current = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(file, current);
  } else if (readFileSync(file, 'utf8') !== current) {
    console.error(`${name} differs from the schema in the code; run: npm run schema`);
    process.exitCode = 1;
  }
}
