import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

const PATIENCE_MS = 170_000;

export interface Ended {
  readonly executionArn: string;
  readonly status: string;
  /** Of a failed one. */
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Of one that succeeded. */
  readonly output: unknown;
}

/** The organization's state machine, which moto executes. */
export class Machine {
  constructor(
    private readonly sfn: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  /** @returns the ARN of the execution */
  async start(input: unknown): Promise<string> {
    const { stateMachineArn } = this;
    const { executionArn = '' } = await this.sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: randomUUID(), input: JSON.stringify(input) }),
    );
    return executionArn;
  }

  async stop(executionArn: string): Promise<void> {
    await this.sfn.send(new StopExecutionCommand({ executionArn }));
  }

  async end(executionArn: string): Promise<Ended> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const {
        status = '',
        output,
        error,
        cause,
      } = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== 'RUNNING') {
        const parsed: unknown = output === undefined ? undefined : JSON.parse(output);
        return { executionArn, status, error, cause, output: parsed };
      }
      if (Date.now() > deadline) throw new Error(`${executionArn} does not end`);
      await sleep(200);
    }
  }
}
