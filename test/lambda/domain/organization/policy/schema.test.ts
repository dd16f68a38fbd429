import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseOrganizationPolicy } from '../../../../../lambda/domain/organization/policy/parse';
import { OrganizationPolicy } from '../../../../../lambda/domain/organization/policy/schema';
import { NOW } from '../../../../support/builders';

const shipped = (file: string) => readFileSync(join(__dirname, '../../../../..', file), 'utf8');

it('what editors show and check is what Freeze takes, every description included', () => {
  expect(z.toJSONSchema(OrganizationPolicy)).toEqual(JSON.parse(shipped('organization.schema.json')));
});

it('the example is one that Freeze takes', () => {
  const policy = parseOrganizationPolicy(shipped('examples/organization.json'), NOW);
  expect(policy.accounts.map(({ mode }) => mode)).toEqual(['excluded', 'enforce']);
});
