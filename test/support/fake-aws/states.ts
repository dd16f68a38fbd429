import type { JsonService } from './services';
import { AwsError } from './wire';

/** Step Functions. Times are epoch seconds in AWS JSON. */
export const states: JsonService = {
  protocol: 'json',
  operations: {
    DescribeExecution: ({ executions = {} }, { executionArn: arn = '' }) => {
      const execution = executions[arn];
      if (!execution) throw new AwsError('ExecutionDoesNotExist', 400, `Execution Does Not Exist: '${arn}'`);
      const { status, stoppedAt } = execution;
      return {
        executionArn: arn,
        stateMachineArn: arn.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, ''),
        status,
        startDate: 0,
        ...(stoppedAt !== undefined && { stopDate: stoppedAt / 1000 }),
      };
    },
  },
};
