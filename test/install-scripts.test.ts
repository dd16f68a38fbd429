import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, '..', file), 'utf8'));
const Lock = z.object({
  packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
});
const Package = z.object({ allowScripts: z.record(z.string(), z.boolean()) });

it('package.json answers for every dependency with an install script, so that npm 11 does not ask', () => {
  const { packages } = Lock.parse(read('package-lock.json'));
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => place.replace(/^.*node_modules\//, ''));
  const { allowScripts } = Package.parse(read('package.json'));
  expect(Object.keys(allowScripts).toSorted()).toStrictEqual([...new Set(withScript)].toSorted());
});
