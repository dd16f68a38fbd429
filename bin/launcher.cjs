#!/usr/bin/env node
'use strict';

// `npx iam-lapse ...` in a clone starts here. The project is TypeScript that nobody compiles: tsx loads it. Node resolves
// both from this file's real path, so the working directory does not matter.

const path = require('node:path');

const ROOT = path.join(__dirname, '..');

// tsx would read the tsconfig.json of the working directory, which may be of another project.
process.env.TSX_TSCONFIG_PATH ??= path.join(ROOT, 'tsconfig.json');

try {
  require.resolve('tsx/cjs/api');
} catch {
  console.error(`iam-lapse is not installed yet. Run: npm ci --prefix ${JSON.stringify(ROOT)}`);
  process.exit(2);
}

require('tsx/cjs/api').register();
module.exports = require('./cli.ts');
