import { join, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { sourcesOf, testsFolderOf } from './folders.mjs';

type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** How many mutants of a folder its tests noticed, and which they did not, a line each. */
export async function mutate(
  folder: string,
): Promise<{ readonly noticed: number; readonly unnoticed: readonly string[] }> {
  const tests = testsFolderOf(folder);
  const stryker = new Stryker({
    configFile: join(import.meta.dirname, 'stryker.config.mjs'),
    mutate: [sourcesOf(folder)],
    buildCommand: `tsx test/mutation/gather.mts ${folder}`,
    jest: {
      configFile: 'jest.config.js',
      enableFindRelatedTests: false,
      config: {
        testMatch: [`<rootDir>/${tests}/gathered.test.js`],
        // Otherwise jest looks through the whole project for every mutant.
        roots: [`<rootDir>/${tests}`],
        transform: {},
        testEnvironment: join(import.meta.dirname, 'stops-at-first-failure.cjs'),
      },
    },
  });
  const mutants = await stryker.runMutationTest();
  return {
    noticed: mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length,
    unnoticed: mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').map(told),
  };
}

function told({ fileName, location, mutatorName, replacement, status }: Mutant): string {
  const place = `${relative(process.cwd(), fileName)}:${location.start.line}`;
  return `${status} ${place} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 70)}`;
}
