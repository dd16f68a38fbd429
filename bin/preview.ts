import { preview } from './preview/main';

// On Node 20, the SDK prints an eight-line warning about its own later releases. This project locks a release that
// supports Node 20. The SDK reads this variable when the first client is created.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ||= 'true';

// Exit quietly when stdout is closed (`| head`).
process.stdout.on('error', () => process.exit());

async function main(): Promise<void> {
  const { stdout, stderr } = process;
  process.exitCode = await preview(process.argv.slice(2), { stdout, stderr, now: () => Date.now() });
}

void main();
