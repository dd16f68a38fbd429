import { join } from 'node:path';
import { build } from 'esbuild';
import { lighter } from './lighter';

const ROOT = join(__dirname, '..', '..');

/** Writes a function as Lambda runs it, `index.js` and its source map, into a folder. */
async function bundleInto(folder: string, entry: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, 'lambda', entry)],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    // The SDK's ES modules, of which esbuild can leave out what is not used.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    plugins: [lighter],
    logLevel: 'warning',
  });
}

const [, , folder, entry] = process.argv;
if (folder === undefined || entry === undefined) {
  throw new Error('usage: tsx lib/bundle/build.ts FOLDER ENTRY');
}
// esbuild has printed what is wrong.
bundleInto(folder, entry).catch(() => process.exit(1));
