import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldClients } from './field-test/clients';
import { realClock } from './field-test/clock';
import { fieldTest, remainingText } from './field-test/main';
import type { Sandbox } from './field-test/sandbox';

// On Node 20, the SDK prints a warning about its own later releases; bin/preview.ts says more.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ||= 'true';

const { stdin, stdout, stderr } = process;
// A closed pipe must not end the run: it would leave users behind.
for (const stream of [stdout, stderr]) stream.on('error', () => {});

const interruption = new AbortController();
let sandbox: Pick<Sandbox, 'users'> | undefined;

function interrupt(): void {
  if (interruption.signal.aborted) {
    const users = sandbox?.users ?? [];
    if (users.length > 0) {
      stderr.write(`\n${remainingText(users.map((name) => ({ name, cause: 'not removed' })))}\n`);
    }
    process.exit(1);
  }
  stderr.write('\nremoving what this run made; interrupt again to leave it\n');
  interruption.abort();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stdout });
  terminal.on('SIGINT', interrupt);
  try {
    return await terminal.question(question, { signal: interruption.signal });
  } finally {
    terminal.close();
  }
}

async function main(): Promise<void> {
  process.exitCode = await fieldTest(process.argv.slice(2), {
    stdout,
    stderr,
    ask: stdin.isTTY && stdout.isTTY ? ask : undefined,
    clock: realClock(interruption.signal),
    cleanupClock: { sleep: (ms) => sleep(ms) },
    interrupted: interruption.signal,
    clients: fieldClients,
    onUsers: (made) => {
      sandbox = made;
    },
  });
}

void main();
