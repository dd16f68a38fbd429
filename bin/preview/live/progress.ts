import type { IAMClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-iam';
import type { InitializeMiddleware } from '@smithy/types';
import { count } from '../../../lambda/domain/text';
import type { Terminal } from '../terminal';

/** A status line on a terminal that is overwritten again and again. Writes nothing to a pipe. */
export class Progress {
  private shown = 0;

  constructor(private readonly terminal: Terminal) {}

  show(text: string): void {
    if (!this.terminal.isTTY) return;
    // A line that wraps could not be overwritten. Some terminals report a width of 0.
    const line = text.slice(0, (this.terminal.columns || 80) - 1);
    this.terminal.write(`\r${line.padEnd(this.shown)}`);
    this.shown = line.length;
  }

  clear(): void {
    if (this.shown > 0) this.terminal.write(`\r${' '.repeat(this.shown)}\r`);
    this.shown = 0;
  }
}

/** Updates the status line at each IAM call, because reading a large account takes minutes. */
export function showProgress(iam: IAMClient, progress: Progress): void {
  const start = performance.now();
  let calls = 0;
  const showCall: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next, context) => (args) => {
    calls += 1;
    const seconds = Math.round((performance.now() - start) / 1000);
    const what = /CredentialReport/.test(context.commandName ?? '')
      ? 'Waiting for the credential report'
      : 'Reading users';
    progress.show(`${what}: ${seconds} s, ${count(calls, 'call')}`);
    return next(args);
  };
  iam.middlewareStack.add(showCall, { name: 'showProgress', step: 'initialize' });
}
