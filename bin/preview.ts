import { preview } from './preview/main';

// Node 20 is among the versions that this project is tested on, with the SDK's version that is locked here. The SDK
// would print eight lines about its later versions over every answer. It looks when the first client is made.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ||= 'true';

// Exit quietly when stdout is closed (`| head`).
process.stdout.on('error', () => process.exit());

async function main(): Promise<void> {
  const { stdout, stderr } = process;
  process.exitCode = await preview(process.argv.slice(2), { stdout, stderr, now: () => Date.now() });
}

void main();
