import { buildSync } from 'esbuild';
import { testsFolderOf, testsOf } from './folders.mjs';

// Run by Stryker where it put the mutated sources: `tsx test/mutation/gather.mts FOLDER`. Its runner for jest
// loads every test file anew for every mutant, each with all that it imports. So a folder's tests become one
// file, and what they share is loaded once. It stands where they stand: some read files beside themselves.

const [, , folder = ''] = process.argv;
const place = testsFolderOf(folder);
buildSync({
  stdin: {
    contents: testsOf(folder)
      .map((file) => `import './${file.replace(/\.ts$/, '')}';\n`)
      .join(''),
    resolveDir: place,
  },
  bundle: true,
  platform: 'node',
  outfile: `${place}/gathered.test.js`,
});
