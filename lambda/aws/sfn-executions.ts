import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import type { ExecutionState, Executions } from '../organization/ports';
import { codeOf, parseResponse, UnexpectedResponse, withAction } from './responses';

const Execution = z.object({ executionArn: z.string(), status: z.string(), stopDate: z.date().optional() });

/** Executions of the organization's state machine. */
export class SfnExecutions implements Executions {
  constructor(private readonly sfn: SFNClient) {}

  async stateOf(executionArn: string): Promise<ExecutionState> {
    return withAction('DescribeExecution', async () => {
      let response: unknown;
      try {
        response = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
      } catch (error) {
        // "up to 90 days after it has ended"; also that of a state machine which was made anew.
        if (codeOf(error) === 'ExecutionDoesNotExist') return 'unknown';
        throw error;
      }
      const { stopDate, ...execution } = parseResponse(Execution, 'DescribeExecution', response);
      if (execution.executionArn !== executionArn) {
        throw new UnexpectedResponse('DescribeExecution', 'it is about another execution');
      }
      // Whatever has no end may go on: a redriven execution, or a status of which we do not know.
      return stopDate === undefined ? 'running' : { stoppedAt: stopDate.getTime() };
    });
  }
}
