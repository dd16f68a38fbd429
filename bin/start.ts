import { mayBreakOff, runCommand } from './commands';

/** Runs a command of the command line in this process, and sets the exit code. */
export async function start(args: readonly string[]): Promise<void> {
  // On Node 20, the SDK prints an eight-line warning about its own later releases. This project locks a release that
  // supports Node 20. The SDK reads this variable when the first client is created.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ||= 'true';

  const { stdout, stderr, env } = process;
  if (mayBreakOff(args)) {
    // Exit quietly when stdout is closed (`| head`).
    stdout.on('error', () => process.exit());
  } else {
    for (const stream of [stdout, stderr]) stream.on('error', () => {});
  }

  process.exitCode = await runCommand(args, { stdout, stderr, env, now: () => Date.now() });
}
