import { DOMAIN, FOLDERS } from './mutation/folders.mjs';
import { mutate, type Tried } from './mutation/stryker.mjs';

// `npm run test:mutation [-- FOLDER...]`: would a test notice if lambda/domain were written otherwise?
//
// A folder at a time, and each against the tests that mirror it and no others. That is stricter than all tests
// against all mutants: what only a test elsewhere would notice counts as unnoticed.

/** The least share of noticed mutants, in percent, that the script is content with: in every folder. */
const TARGET = 85;

interface Score {
  readonly folder: string;
  /** A test failed, or did not end. */
  readonly noticed: number;
  /** Of these, the ones by which a test did not end. */
  readonly endless: number;
  /** Without those that let no test be loaded: they show nothing about the tests. */
  readonly all: number;
  readonly seconds: number;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((folder) => !FOLDERS.includes(folder));
if (unknown.length > 0) throw new Error(`no folder ${unknown.join(', ')}; there are ${FOLDERS.join(', ')}`);

const scores: Score[] = [];
for (const folder of asked.length > 0 ? asked : FOLDERS) {
  const begun = performance.now();
  const tried = await mutate(folder);
  for (const mutant of tried.unnoticed) console.log(mutant);
  const score = scoreOf(folder, tried, (performance.now() - begun) / 1000);
  console.log(lineOf(folder, score));
  scores.push(score);
}

console.log(`\n${'folder'.padEnd(14)}  noticed  endless   all      %  seconds`);
for (const score of scores) console.log(lineOf(score.folder, score));
console.log(lineOf(DOMAIN, ...scores));

const weak = scores.filter(({ noticed, all }) => noticed * 100 < all * TARGET).map(({ folder }) => folder);
if (weak.length > 0) {
  console.log(`below ${TARGET}%: ${weak.join(', ')}`);
  process.exitCode = 1;
}

function scoreOf(folder: string, { killed, endless, unnoticed }: Tried, seconds: number): Score {
  const noticed = killed + endless;
  return { folder, noticed, endless, all: noticed + unnoticed.length, seconds };
}

function lineOf(name: string, ...scored: readonly Score[]): string {
  const sum = (key: Exclude<keyof Score, 'folder'>) => scored.reduce((total, score) => total + score[key], 0);
  return [
    name.padEnd(14),
    String(sum('noticed')).padStart(8),
    String(sum('endless')).padStart(8),
    String(sum('all')).padStart(5),
    ((100 * sum('noticed')) / sum('all')).toFixed(1).padStart(6),
    sum('seconds').toFixed(0).padStart(8),
  ].join(' ');
}
