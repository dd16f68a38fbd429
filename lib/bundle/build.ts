import { join } from 'node:path';
import { build } from 'esbuild';
import { lighter } from './lighter';

const ROOT = join(__dirname, '..', '..');

/** Writes the function as Lambda runs it, `index.js` and its source map, into a folder. */
async function bundleInto(folder: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, 'lambda', 'handler.ts')],
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

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('usage: tsx lib/bundle/build.ts FOLDER');
// esbuild has printed what is wrong.
bundleInto(folder).catch(() => process.exit(1));
