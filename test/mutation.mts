import { DOMAIN, FOLDERS } from './mutation/folders.mjs';
import { mutate } from './mutation/stryker.mjs';

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
  /** Without those that let no test be loaded: they show nothing about the tests. */
  readonly all: number;
  readonly seconds: number;
}

const asked = process.argv.slice(2);
const scores: Score[] = [];
for (const folder of asked.length > 0 ? asked : FOLDERS) {
  const begun = performance.now();
  const { noticed, unnoticed } = await mutate(folder);
  for (const mutant of unnoticed) console.log(mutant);
  const seconds = (performance.now() - begun) / 1000;
  scores.push({ folder, noticed, all: noticed + unnoticed.length, seconds });
  console.log(lineOf(scores.slice(-1), folder));
}

console.log('\nfolder          noticed    all      %  seconds');
for (const score of scores) console.log(lineOf([score], score.folder));
console.log(lineOf(scores, DOMAIN));

const weak = scores.filter(({ noticed, all }) => noticed * 100 < all * TARGET).map(({ folder }) => folder);
if (weak.length > 0) {
  console.log(`below ${TARGET}%: ${weak.join(', ')}`);
  process.exitCode = 1;
}

function lineOf(of: readonly Score[], name: string): string {
  const sum = (key: 'noticed' | 'all' | 'seconds') => of.reduce((total, score) => total + score[key], 0);
  const percent = ((100 * sum('noticed')) / sum('all')).toFixed(1);
  return [
    name.padEnd(14),
    String(sum('noticed')).padStart(8),
    String(sum('all')).padStart(6),
    percent.padStart(6),
    sum('seconds').toFixed(0).padStart(8),
  ].join(' ');
}
