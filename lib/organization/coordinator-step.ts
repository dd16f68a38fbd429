import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JsonPath, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeJsonPathProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { WHEN_LAMBDA_IS_BUSY } from './retries';

/** As of an account: the function's 15 minutes, and one for Lambda to say that they are over. */
const TASK_TIMEOUT = Duration.seconds(960);

export interface CoordinatorStepProps extends Pick<
  LambdaInvokeJsonPathProps,
  'resultSelector' | 'resultPath'
> {
  readonly step: 'freeze' | 'allot' | 'tell';
  readonly coordinator: IFunction;
}

/** One step of the coordinator. After Freeze, it gets what the state says of the run. */
export function coordinatorStep(
  scope: Construct,
  id: string,
  { step, coordinator, ...result }: CoordinatorStepProps,
): LambdaInvoke {
  const task = new LambdaInvoke(scope, id, {
    lambdaFunction: coordinator,
    payload: TaskInput.fromObject({
      step,
      // A step that is retried is known by the execution's ARN, and goes on.
      execution: {
        id: JsonPath.stringAt('$$.Execution.Id'),
        startTime: JsonPath.stringAt('$$.Execution.StartTime'),
      },
      input: JsonPath.objectAt('$$.Execution.Input'),
      ...(step !== 'freeze' && { run: JsonPath.objectAt('$.run') }),
    }),
    payloadResponseOnly: true,
    taskTimeout: Timeout.duration(TASK_TIMEOUT),
    retryOnServiceExceptions: false,
    ...result,
  });
  task.addRetry(WHEN_LAMBDA_IS_BUSY);
  return task;
}
