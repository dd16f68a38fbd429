import { investigate } from './investigate/main';

// The SDK reads this variable when the first client is created: bin/preview.ts says why.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ||= 'true';

// Exit quietly when stdout is closed (`| head`).
process.stdout.on('error', () => process.exit());

async function main(): Promise<void> {
  const { stdout, stderr } = process;
  process.exitCode = await investigate(process.argv.slice(2), { stdout, stderr, now: () => Date.now() });
}

void main();
