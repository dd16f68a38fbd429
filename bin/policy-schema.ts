import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Policy } from '../lambda/domain/policy/schema';
import { Investigation } from './investigate/investigation';

// Writes the JSON schemas from the schemas in the code. With --check, it only compares.

const SCHEMAS = [
  { schema: Policy, from: 'lambda/domain/policy/schema.ts', file: 'policy.schema.json' },
  {
    schema: Investigation,
    from: 'bin/investigate/investigation.ts',
    file: 'bin/investigate/investigation.schema.json',
  },
];

for (const { schema, from, file } of SCHEMAS) {
  const path = join(__dirname, '..', file);
  const current = `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(path, current);
  } else if (readFileSync(path, 'utf8') !== current) {
    console.error(`${file} differs from ${from}; run: npm run schema`);
    process.exitCode = 1;
  }
}
