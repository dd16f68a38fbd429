import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Policy } from '../../../../lambda/domain/policy/schema';

it('what editors show and check is what the sweep takes, every description included', () => {
  const shipped = readFileSync(join(__dirname, '../../../../policy.schema.json'), 'utf8');
  expect(z.toJSONSchema(Policy)).toEqual(JSON.parse(shipped));
});
