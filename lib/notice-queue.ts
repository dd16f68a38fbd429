import { Duration } from 'aws-cdk-lib';
import type { IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EncryptionKey } from './encryption-key';

export interface NoticeQueueProps {
  /** @default - SQS encrypts the events with its own key */
  readonly encryption?: EncryptionKey | undefined;
  /** The timeout of the function that reads the queue. */
  readonly timeout: Duration;
}

/** Lambda's maximum. Events of this time become one mail: two hundred calls must not become two hundred mails. */
const WINDOW = Duration.minutes(5);

/** Gathers events about new credentials for one mail, and keeps those that could not be told. */
export class NoticeQueue extends Construct {
  private readonly queue: Queue;
  /** The events that were tried three times. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { encryption, timeout }: NoticeQueueProps) {
    super(scope, id);
    const protection = {
      enforceSSL: true,
      ...(encryption
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryption.key }
        : { encryption: QueueEncryption.SQS_MANAGED }),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...protection, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...protection,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 3 },
      // Lambda's guide: six times the function's timeout, plus the window.
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds() + WINDOW.toSeconds()),
    });
  }

  /**
   * The queue as the target of the rule. CDK's own target would let EventBridge use the key by a statement with a
   * condition; the key's policy has one without, which an encrypted queue needs as an encrypted topic does.
   */
  targetOf(rule: Rule): IRuleTarget {
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RuleOfEventBridge',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
    return { bind: () => ({ arn: this.queue.queueArn }) };
  }

  /** Lets Lambda invoke the function for what is in the queue, with what its role needs for that alone. */
  invokes(target: IFunction, role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'ReceiveEvents',
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
    const mapping = new EventSourceMapping(this, 'Batches', {
      target,
      eventSourceArn: this.queue.queueArn,
      batchSize: 1000,
      maxBatchingWindow: WINDOW,
      reportBatchItemFailures: true,
      // The least that Lambda allows. More at once would only get in each other's way at the state.
      maxConcurrency: 2,
    });
    // Lambda refuses the mapping while the role may not read the queue.
    mapping.node.addDependency(role);
  }
}
