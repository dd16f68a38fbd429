import type { IAMClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-iam';
import type { InitializeMiddleware } from '@smithy/types';
import { count } from '../../../lambda/domain/text';

/** Where the preview writes: a terminal, or a pipe. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How far it is, on one line of a terminal that is written over; nothing at all in a pipe. */
export class Progress {
  private shown = 0;

  constructor(private readonly terminal: Terminal) {}

  say(text: string): void {
    if (!this.terminal.isTTY) return;
    // A line that wraps could not be taken back; some terminals give their width as 0.
    const line = text.slice(0, (this.terminal.columns || 80) - 1);
    this.terminal.write(`\r${line.padEnd(this.shown)}`);
    this.shown = line.length;
  }

  /** Takes the line away again. */
  clear(): void {
    if (this.shown > 0) this.terminal.write(`\r${' '.repeat(this.shown)}\r`);
    this.shown = 0;
  }
}

/** Tells of every call that goes out: in a large account reading takes minutes. */
export function showProgress(iam: IAMClient, progress: Progress): void {
  const start = performance.now();
  let calls = 0;
  const tell: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next, context) => (args) => {
    calls += 1;
    const seconds = Math.round((performance.now() - start) / 1000);
    const what = /CredentialReport/.test(context.commandName ?? '')
      ? 'Waiting for the credential report'
      : 'Reading users';
    progress.say(`${what}: ${seconds} s, ${count(calls, 'call')}`);
    return next(args);
  };
  iam.middlewareStack.add(tell, { name: 'tellProgress', step: 'initialize' });
}
