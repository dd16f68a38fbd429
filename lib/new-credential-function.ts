import {
  Annotations,
  Aws,
  CfnCondition,
  CfnResource,
  Duration,
  Fn,
  Stack,
  Token,
  Validations,
} from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HOME_REGIONS as REGION_OF_PARTITION } from '../lambda/domain/identity';
import { createFunction, sharedEnvironment, type SharedResources } from './iam-lapse-function';
import {
  READS_OF_A_NEW_USER,
  READS_OF_ITS_GROUPS,
  READS_OF_ITS_POLICIES,
} from '../lambda/domain/iam-actions';
import { allGroupsArn, allPoliciesArn, allUsersArn } from './iam-permissions';
import { NoticeQueue } from './notice-queue';

/** The regions in which EventBridge receives IAM's events, one for each partition. */
export const HOME_REGIONS = Object.values(REGION_OF_PARTITION);

/**
 * Matches CloudTrail's events for calls that made or enabled a credential, and did not fail. Of a key that is disabled the
 * function tells nothing, but it must know of it: enabling an active key again is no news. The rule adds the account:
 * a default bus may receive the events of other accounts, and this stack knows nothing about their users.
 */
const PATTERN = {
  source: ['aws.iam'],
  detailType: ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['iam.amazonaws.com'],
    errorCode: [{ exists: false }],
    eventName: ['CreateUser', 'CreateLoginProfile', 'CreateAccessKey', 'UpdateAccessKey'],
  },
};

const TIMEOUT = Duration.minutes(2);

/** The function, and where the events go that it could not tell. */
export interface NoticeResources {
  readonly function: IFunction;
  readonly deadLetters: IQueue;
}

/**
 * The function that reports new users, passwords and keys within some minutes. Its role has no IAM write. Outside the home
 * regions, this construct creates nothing, because IAM's events do not reach EventBridge there.
 */
export class NewCredentialFunction extends Construct {
  /** Undefined outside the home regions. */
  readonly resources: NoticeResources | undefined;
  /** The condition on which it exists, if the stack does not know its region. */
  readonly condition: CfnCondition | undefined;

  constructor(scope: Construct, id: string, props: SharedResources) {
    super(scope, id);
    const { region } = Stack.of(this);
    if (Token.isUnresolved(region)) {
      this.resources = this.create(props);
      this.condition = this.onlyInHomeRegion();
    } else if (HOME_REGIONS.some((home) => home === region)) {
      this.resources = this.create(props);
    } else {
      warnOutsideHomeRegions(this, region);
    }
  }

  private create(props: SharedResources): NoticeResources {
    const { settings, digest, records, encryption } = props;
    const created = createFunction(this, {
      encryption,
      description: 'iam-lapse: tells of new IAM users, passwords and access keys',
      roleDescription: 'iam-lapse: tells of new IAM credentials; changes nothing',
      entry: 'new-credential/handler.ts',
      memorySize: 256,
      timeout: TIMEOUT,
      environment: sharedEnvironment(props),
      statements: [
        new PolicyStatement({
          sid: 'ReadUsers',
          actions: [...READS_OF_A_NEW_USER],
          resources: [allUsersArn(this)],
        }),
        new PolicyStatement({
          sid: 'ReadGroups',
          actions: [...READS_OF_ITS_GROUPS],
          resources: [allGroupsArn(this)],
        }),
        new PolicyStatement({
          sid: 'ReadPolicies',
          actions: [...READS_OF_ITS_POLICIES],
          resources: [allPoliciesArn(this)],
        }),
      ],
      grant: (role) => {
        settings.grantRead(role);
        digest.grantPublishNotice(role);
        records.grantReadLedger(role);
        records.grantKeepNotices(role);
      },
    });
    for (const kind of ['user', 'group', 'policy']) {
      Validations.of(created.role).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:${kind}/*]`,
        reason: 'A new user, its groups and their policies may have any name and any path',
      });
    }
    const queue = new NoticeQueue(this, 'Events', { encryption, timeout: TIMEOUT });
    queue.invokes(created.function, created.role);
    const rule = new Rule(this, 'Rule', {
      description: 'iam-lapse: new IAM users, passwords and access keys; needs a trail of management events',
      eventPattern: { ...PATTERN, account: [Stack.of(this).account] },
    });
    rule.addTarget(queue.targetOf(rule));
    return { function: created.function, deadLetters: queue.deadLetters };
  }

  /** For a template of any region: CloudFormation creates the resources in the home regions alone. */
  private onlyInHomeRegion(): CfnCondition {
    const condition = new CfnCondition(this, 'HearsIam', {
      expression: Fn.conditionOr(...HOME_REGIONS.map((home) => Fn.conditionEquals(Aws.REGION, home))),
    });
    for (const construct of this.node.findAll()) {
      if (CfnResource.isCfnResource(construct)) construct.cfnOptions.condition = condition;
    }
    return condition;
  }
}

/** Warns about a deployment to a region that is not a home region. */
export function warnOutsideHomeRegions(scope: Construct, region: string): void {
  Annotations.of(scope).addWarningV2(
    'iam-lapse:newCredentialNotices',
    `EventBridge receives IAM's events in ${HOME_REGIONS.join(', ')} alone: in ${region} there will be no notice of new credentials. Deploy to one of those regions, or set newCredentialNotices to false.`,
  );
}
