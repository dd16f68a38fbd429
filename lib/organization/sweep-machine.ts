import { Duration, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  JsonPath,
  StateMachine,
  StateMachineType,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { explainWildcard, logicalId } from '../wildcard';
import { coordinatorStep } from './coordinator-step';
import { eachAccount } from './each-account';
import type { OrganizationRecords } from './organization-records';
import { WHEN_TELL_FAILED } from './retries';

/**
 * Longer than a run may take. The machine's time-out cannot be caught, so an account function whose turn comes more than 4
 * hours (Judge) or 5 hours (Act) after the beginning does not begin; the rest is for the last ones and for Tell.
 */
export const MACHINE_TIMEOUT = Duration.hours(6);

export interface SweepMachineProps {
  /** Fixed: the coordinator's role names it. */
  readonly name: string;
  readonly coordinator: IFunction;
  readonly accountFunction: IFunction;
  readonly records: OrganizationRecords;
  /** How many accounts are swept at the same time, 1 to 100. */
  readonly accountsAtOnce: number;
}

/**
 * One run of the organization: everybody is judged before anybody is acted on, and whatever happens after Freeze is told.
 *
 *     Freeze -> Judge (each account) -> Allot -> Act (some accounts) -> Tell -> Completed | a failure
 */
export class SweepMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: SweepMachineProps) {
    super(scope, id);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: props.name,
      comment: 'iam-lapse: one run over the accounts of an organization',
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(this.definition(props)),
      timeout: MACHINE_TIMEOUT,
    });
    props.records.grantReadLists(this.machine.role);
    this.explain(props);
  }

  private definition({ coordinator, accountFunction, records, accountsAtOnce }: SweepMachineProps) {
    const freeze = coordinatorStep(this, 'Freeze', {
      step: 'freeze',
      coordinator,
      // From here on the state is the run, and nothing of what somebody has started the execution with.
      resultSelector: { run: JsonPath.objectAt('$') },
      resultPath: '$',
    });
    const { bucketArn, bucketName } = records.bucket;
    // The class does not fit its own interface under `exactOptionalPropertyTypes`.
    const bucket = Bucket.fromBucketAttributes(this, 'Lists', { bucketArn, bucketName });
    const each = { accountFunction, bucket, atOnce: accountsAtOnce };
    const frozen = { settings: '$.run.settings', roster: '$.run.roster' };
    const judge = eachAccount(this, 'Judge', { ...each, phase: 'judge', list: frozen.roster, pins: frozen });
    const allot = coordinatorStep(this, 'Allot', {
      step: 'allot',
      coordinator,
      resultSelector: {
        key: JsonPath.stringAt('$.act.key'),
        versionId: JsonPath.stringAt('$.act.versionId'),
        sha256: JsonPath.stringAt('$.act.sha256'),
        count: JsonPath.numberAt('$.act.count'),
      },
      resultPath: '$.run.act',
    });
    const act = eachAccount(this, 'Act', {
      ...each,
      phase: 'act',
      list: '$.run.act',
      pins: { ...frozen, act: '$.run.act' },
    });
    const tell = coordinatorStep(this, 'Tell', { step: 'tell', coordinator, resultPath: '$.told' });
    tell.addRetry(WHEN_TELL_FAILED);
    for (const state of [judge, allot, act]) state.addCatch(tell, { resultPath: '$.caught' });

    // No default: what Freeze answers otherwise is not understood, and fails the execution.
    const begin = new Choice(this, 'RosterFrozen')
      .when(
        Condition.stringEquals('$.run.status', 'already-ran'),
        new Succeed(this, 'AlreadyRan', { comment: 'EventBridge has delivered the event twice' }),
      )
      // A Map over an empty list is one more thing to trust.
      .when(Condition.numberEquals('$.run.roster.count', 0), allot)
      .when(Condition.numberGreaterThan('$.run.roster.count', 0), judge);
    const anybody = new Choice(this, 'AnybodyToAct')
      .when(Condition.numberGreaterThan('$.run.act.count', 0), act)
      .otherwise(tell);
    freeze.next(begin);
    judge.next(allot);
    allot.next(anybody);
    act.next(tell);
    tell.next(this.verdict());
    return freeze;
  }

  /** The mail is out. The execution's own end is for the alarm, and says in one line why. */
  private verdict(): Choice {
    const failed = (id: string) => new Fail(this, id, { error: id, causePath: '$.told.cause' });
    return new Choice(this, 'Green')
      .when(Condition.stringEquals('$.told.status', 'completed'), new Succeed(this, 'Completed'))
      .when(Condition.stringEquals('$.told.status', 'not-covered'), failed('OrganizationNotCovered'))
      .when(Condition.stringEquals('$.told.status', 'actions-failed'), failed('ActionsFailed'))
      .otherwise(failed('SweepHalted'));
  }

  /** Of what the CDK adds by itself, and of what cdk-nag asks for. */
  private explain({ coordinator, accountFunction }: SweepMachineProps): void {
    Validations.of(this.machine).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-SF1',
        reason:
          'Step Functions keeps the history of each execution for 90 days, and the functions log; logging would need rights on all log groups',
      },
      {
        id: 'AwsSolutions::AwsSolutions-SF2',
        reason: 'An execution has a handful of steps, and its history has their times',
      },
    );
    for (const each of [coordinator, accountFunction]) {
      explainWildcard(this.machine, `<${logicalId(each)}.Arn>:*`, 'The functions have no other versions');
    }
    const ref = JSON.stringify({ Ref: logicalId(this.machine) });
    const name = `{"Fn::Select":[6,{"Fn::Split":[":",${ref}]}]}`;
    for (const executions of [`${name}:*`, `${name}/Judge:*`, `${name}/Act:*`]) {
      explainWildcard(
        this.machine,
        `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${executions}`,
        'A Map starts and watches the executions of its own children, whose names are not known before',
      );
    }
  }
}
