import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from './lock/main';

// On Node 20, the SDK prints a warning about its own later releases; bin/preview.ts says more.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ||= 'true';

const { stdout, stderr } = process;
// A closed pipe must not end the lock half way.
for (const stream of [stdout, stderr]) stream.on('error', () => {});

async function main(): Promise<void> {
  process.exitCode = await lock(process.argv.slice(2), {
    stdout,
    stderr,
    env: process.env,
    clock: {
      now: () => Date.now(),
      elapsed: () => performance.now(),
      remaining: () => Infinity,
      sleep: (ms) => sleep(ms),
    },
  });
}

void main();
