import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

// `npm run test:mutation [-- FOLDER...]`: would a test notice if lambda/domain were written otherwise?
//
// A folder at a time, and each against the tests that mirror it and no others. That is stricter than all tests
// against all mutants (what only a test elsewhere would notice counts as unnoticed), and a tenth of the time.
// Stryker's runner for jest loads every test file anew for every mutant, each with all that it imports: so a
// folder's test files are gathered in one, and what they share is loaded once. What was found stays in
// `.stryker`; a folder whose tests are as they were tries only the mutants of what has changed since.

const FOLDERS = [
  'act',
  'report',
  'judge',
  'policy',
  'ledger',
  'record',
  'changes',
  'notice',
  'forecast',
  'digest',
  '.',
];
/** The least share of noticed mutants, in percent, that the script is content with. */
const TARGET = 85;
const TEMP = '.stryker-tmp';

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

interface Score {
  readonly folder: string;
  /** A test failed, or did not end. Mutants that let no test file load are in neither number. */
  readonly noticed: number;
  readonly all: number;
}

const asked = process.argv.slice(2);
const scores: Score[] = [];
for (const folder of asked.length > 0 ? asked : FOLDERS) {
  const results = await mutate(folder);
  results.filter(isUnnoticed).forEach(tell);
  const noticed = results.filter(isNoticed).length;
  scores.push({ folder, noticed, all: noticed + results.filter(isUnnoticed).length });
}
rmSync(TEMP, { recursive: true, force: true });

const sum = (key: 'noticed' | 'all') => scores.reduce((total, score) => total + score[key], 0);
const whole: Score = { folder: 'lambda/domain', noticed: sum('noticed'), all: sum('all') };
for (const { folder, noticed, all } of [...scores, whole]) {
  console.log(`${folder.padEnd(14)} ${noticed} of ${all} noticed, ${((100 * noticed) / all).toFixed(1)}%`);
}
if (whole.noticed * 100 < whole.all * TARGET) {
  console.log(`below the target of ${TARGET}%`);
  process.exitCode = 1;
}

function mutate(folder: string): Promise<MutantResult[]> {
  const tests = folder === '.' ? '' : `${folder}/`;
  const found = `.stryker/${folder === '.' ? 'domain' : folder}.json`;
  const gathered = gather(folder, found, filesIn(join('test/lambda/domain', folder), /\.test\.ts$/, false));
  return new Stryker({
    mutate: [`lambda/domain/${tests}*.ts`],
    testRunner: 'jest',
    coverageAnalysis: 'perTest',
    jest: {
      configFile: 'jest.config.js',
      enableFindRelatedTests: false,
      // Without roots, jest looks through the whole project for every mutant.
      config: {
        testMatch: [`<rootDir>/${gathered}`],
        roots: ['<rootDir>/lambda', '<rootDir>/test', '<rootDir>/.stryker'],
      },
    },
    concurrency: 2,
    incremental: true,
    incrementalFile: found,
    reporters: ['progress-append-only'],
    tempDirName: TEMP,
    // It would rewrite tsconfig.json with the compiler's old programming interface, which TypeScript 7 has not.
    tsconfigFile: 'none.json',
    // A slow machine is no endless loop.
    timeoutMS: 20_000,
    warnings: false,
  }).runMutationTest();
}

/**
 * One test file that is all of a folder's. Its name changes with their text and with all that they may be built
 * from, and then nothing counts that was found before: Stryker would keep what it knows of mutants that are
 * evaluated when a file is loaded, whatever tests there are now.
 */
function gather(folder: string, found: string, tests: readonly string[]): string {
  const name = folder === '.' ? 'domain' : folder;
  const hash = createHash('sha256');
  const material = [
    ...filesIn('test/lambda/domain', /(?<!\.test)\.(ts|txt)$/),
    ...filesIn('test/support', /\.ts$/),
  ];
  for (const file of [...tests, ...material]) hash.update(readFileSync(file));
  const gathered = `.stryker/${name}-${hash.digest('hex').slice(0, 12)}.test.ts`;
  mkdirSync('.stryker', { recursive: true });
  if (!existsSync(gathered)) {
    for (const old of filesIn('.stryker', new RegExp(`^${name}-.*\\.test\\.ts$`))) rmSync(old);
    rmSync(found, { force: true });
    writeFileSync(gathered, tests.map((file) => `import '../${file.replace(/\.ts$/, '')}';\n`).join(''));
  }
  return gathered;
}

function filesIn(folder: string, name: RegExp, recursive = true): string[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .toSorted()
    .map((file) => join(folder, file));
}

function isNoticed({ status }: MutantResult): boolean {
  return status === 'Killed' || status === 'Timeout';
}

function isUnnoticed({ status }: MutantResult): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function tell({ fileName, location, mutatorName, replacement, status }: MutantResult): void {
  const place = `${relative(process.cwd(), fileName)}:${location.start.line}`;
  console.log(`${status} ${place} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 70)}`);
}
