import { runCommand } from './commands';

/** Runs a command of the command line in this process, and sets the exit code. */
export async function start(args: readonly string[]): Promise<void> {
  // On Node 20, the SDK prints an eight-line warning about its own later releases. This project locks a release that
  // supports Node 20. The SDK reads this variable when the first client is created.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ||= 'true';

  // Exit quietly when stdout is closed (`| head`).
  process.stdout.on('error', () => process.exit());

  const { stdout, stderr, env } = process;
  process.exitCode = await runCommand(args, { stdout, stderr, env, now: () => Date.now() });
}
