import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs each `*.spec.ts` of a folder as a part of the calling test file, in a `describe` of its own name. Jest loads and
 * compiles all modules anew for each test file: the AWS SDK takes half a second then, and aws-cdk-lib two. So the tests
 * that need one of them share a file.
 */
export function describeParts(folder: string): void {
  const parts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.spec.ts'))
    .toSorted();
  if (parts.length === 0) throw new Error(`${folder} has no *.spec.ts`);
  for (const part of parts) {
    describe(part.replace(/\.spec\.ts$/, ''), () => {
      require(join(folder, part));
    });
  }
}
