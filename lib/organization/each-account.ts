import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { DistributedMap, JsonPath, Pass, StateMachineType, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PinnedList } from './pinned-list';
import { WHEN_LAMBDA_IS_BUSY, WHEN_S3_DOES_NOT_ANSWER } from './retries';

/** Of an account's own 15 minutes, Lambda's maximum, and a minute for Lambda to say that they are over. */
const TASK_TIMEOUT = Duration.seconds(960);

export interface EachAccountProps {
  /** What the account function is told. */
  readonly phase: 'judge' | 'act';
  /** Where the state has the pin of the list of accounts. */
  readonly list: string;
  /** The pins that the account function gets: of each, where the state has it. */
  readonly pins: Readonly<Record<string, string>>;
  readonly accountFunction: IFunction;
  readonly bucket: IBucket;
  /** How many accounts are swept at the same time. */
  readonly atOnce: number;
}

/**
 * Invokes the account function once for each account of a list. Standard children, because a sweep may take 15 minutes and
 * an Express execution 5. A child that fails is no failure of the Map: what was covered is counted from the answers in the
 * bucket, never from what the Map says, and one lost account must not end the others. Nothing that a child returns is
 * kept, and no result is written: 10,000 answers have no room in the state, and the machine needs no right to write.
 */
export function eachAccount(scope: Construct, id: string, props: EachAccountProps): DistributedMap {
  const { phase, list, pins, accountFunction, bucket, atOnce } = props;
  const map = new DistributedMap(scope, id, {
    mapExecutionType: StateMachineType.STANDARD,
    maxConcurrency: atOnce,
    toleratedFailurePercentage: 100,
    label: id,
    itemReader: new PinnedList(bucket, list),
    // The account's id is all that is taken from the item: the function reads the rest from the pinned record itself.
    itemSelector: {
      account: JsonPath.stringAt('$$.Map.Item.Value.id'),
      phase,
      run: {
        runId: JsonPath.stringAt('$.run.runId'),
        ...Object.fromEntries(Object.entries(pins).map(([name, path]) => [name, pinAt(path)])),
      },
    },
    resultPath: JsonPath.DISCARD,
  });
  const sweep = new LambdaInvoke(scope, `${id}Account`, {
    lambdaFunction: accountFunction,
    payloadResponseOnly: true,
    taskTimeout: Timeout.duration(TASK_TIMEOUT),
    retryOnServiceExceptions: false,
    outputPath: JsonPath.DISCARD,
  });
  sweep.addRetry(WHEN_LAMBDA_IS_BUSY);
  // Without an answer in the bucket, the account counts as not reached.
  sweep.addCatch(new Pass(scope, `${id}AccountLost`, { outputPath: JsonPath.DISCARD }), {
    resultPath: JsonPath.DISCARD,
  });
  map.itemProcessor(sweep);
  map.addRetry(WHEN_S3_DOES_NOT_ANSWER);
  return map;
}

function pinAt(path: string) {
  return {
    versionId: JsonPath.stringAt(`${path}.versionId`),
    sha256: JsonPath.stringAt(`${path}.sha256`),
  };
}
