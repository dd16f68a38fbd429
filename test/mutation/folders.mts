import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const DOMAIN = 'lambda/domain';
/** The files that stand in no folder. */
const LOOSE = '.';

/** All of the domain, as the file tree has it: each of its folders with those inside, and the loose files. */
export const FOLDERS = [
  ...readdirSync(DOMAIN, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted(),
  LOOSE,
];

/** Globs of a folder's sources, from the root of the project. */
export function sourcesOf(folder: string): string {
  return folder === LOOSE ? `${DOMAIN}/*.ts` : `${DOMAIN}/${folder}/**/*.ts`;
}

/** Where the tests of a folder stand, from the root of the project. */
export function testsFolderOf(folder: string): string {
  return join('test', DOMAIN, folder);
}

/** The tests that mirror a folder, relative to `testsFolderOf` it. Throws if there are none. */
export function testsOf(folder: string): string[] {
  const tests = readdirSync(testsFolderOf(folder), { recursive: folder !== LOOSE, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .toSorted();
  if (tests.length === 0) throw new Error(`no tests in ${testsFolderOf(folder)}`);
  return tests;
}
