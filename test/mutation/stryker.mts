import { join, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { sourcesOf, testsFolderOf } from './folders.mjs';

type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** What came of the mutants of a folder. */
export interface Tried {
  /** A test failed. */
  readonly killed: number;
  /** A test did not end in time. */
  readonly endless: number;
  /** All tests passed, or none reached it: a line each. */
  readonly unnoticed: readonly string[];
}

/** Tries all mutants of a folder with the tests that mirror it. */
export async function mutate(folder: string): Promise<Tried> {
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
        // It is TypeScript, and it would print the seed for every mutant.
        globalSetup: null,
        // Nobody reads what a failed test has to say.
        noStackTrace: true,
        testEnvironment: join(import.meta.dirname, 'stops-at-first-failure.cjs'),
      },
    },
  });
  const mutants = await stryker.runMutationTest();
  const were = (...statuses: readonly Mutant['status'][]) =>
    mutants.filter(({ status }) => statuses.includes(status));
  return {
    killed: were('Killed').length,
    endless: were('Timeout').length,
    unnoticed: were('Survived', 'NoCoverage').map(told),
  };
}

function told({ fileName, location, mutatorName, replacement, status }: Mutant): string {
  const place = `${relative(process.cwd(), fileName)}:${location.start.line}`;
  return `${status} ${place} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 70)}`;
}
