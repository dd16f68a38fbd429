import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

const ROOT = join(__dirname, '..');

/**
 * A bundled function. NodejsFunction bundles by esbuild's command line, which takes no plugins, and it takes one to
 * leave out what Lambda never runs: without it the bundle is half as large again.
 *
 * Synthesis is synchronous and esbuild's plugins are not: hence the process.
 */
export function functionCode(entry: 'sweep/handler.ts' | 'new-credential/handler.ts'): Code {
  return Code.fromAsset(join(ROOT, 'lambda'), {
    // By what comes out: a comment or an unused dependency that changed deploys nothing.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never asked for: what is local succeeds or throws'),
      // Run by nobody: the CDK takes two bundlings that differ in nothing but code for one.
      command: [entry],
      local: {
        tryBundle(folder) {
          const build = join(__dirname, 'bundle', 'build.ts');
          execFileSync(process.execPath, ['--import', 'tsx', build, folder, entry], {
            cwd: ROOT,
            stdio: ['ignore', 'inherit', 'inherit'],
          });
          return true;
        },
      },
    },
  });
}
