import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { clientsAt } from './clients';
import { type Mail, mailbox } from './digest-mail';
import { type DeployedFunction, invoke, type Outcome, scheduledEvent } from './invoke';
import { Moto } from './moto';
import { type IamRequest, iamRequestsDuring, writesAmong } from './request-log';
import { Shell } from './shell';

/** One run of the deployed function, seen from outside. */
export interface Run {
  readonly outcome: Outcome;
  /** What IAM was asked to change. */
  readonly writes: readonly IamRequest[];
  /** What the subscribers got. */
  readonly mails: readonly Mail[];
}

/** An AWS account on this machine, with a shell, the SDK's clients, and a folder of its own; gone after `stop`. */
export class EmulatedAccount {
  readonly shell: Shell;
  readonly clients: ReturnType<typeof clientsAt>;

  private constructor(
    readonly moto: Moto,
    readonly folder: string,
  ) {
    this.shell = new Shell(moto.url, folder);
    this.clients = clientsAt(moto.url);
  }

  static async start(python: string): Promise<EmulatedAccount> {
    const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-emulator-'));
    try {
      return new EmulatedAccount(await Moto.start(python, folder), folder);
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.clients.close();
    await this.moto.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** Invokes the function as the schedule does. */
  async run(deployed: DeployedFunction): Promise<Run> {
    const earlier = await mailbox(this.moto);
    const { result: outcome, requests } = await iamRequestsDuring(this.moto, () =>
      invoke(this.moto, deployed, scheduledEvent()),
    );
    // A log that saw no request at all would not show the writes either.
    if (requests.length === 0) throw new Error('moto recorded no request to IAM');
    const mails = (await mailbox(this.moto)).slice(earlier.length);
    return { outcome, writes: writesAmong(requests), mails };
  }

  /** @returns undefined when there is no such parameter */
  async parameter(name: string): Promise<string | undefined> {
    const { Parameters = [] } = await this.clients.ssm.send(new GetParametersCommand({ Names: [name] }));
    return Parameters[0]?.Value;
  }

  /** Keys of what the bucket holds, sorted. */
  async records(bucket: string): Promise<string[]> {
    const { Contents: objects = [] } = await this.clients.s3.send(
      new ListObjectsV2Command({ Bucket: bucket }),
    );
    return objects.map(({ Key = '' }) => Key).toSorted();
  }

  /** The text of one of them. */
  async record(bucket: string, key: string): Promise<string> {
    const { Body: body } = await this.clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await body?.transformToString()) ?? '';
  }

  async subscribers(topicArn: string): Promise<{ readonly pending?: string; readonly confirmed?: string }> {
    const { Attributes: attributes = {} } = await this.clients.sns.send(
      new GetTopicAttributesCommand({ TopicArn: topicArn }),
    );
    const { SubscriptionsPending: pending, SubscriptionsConfirmed: confirmed } = attributes;
    return { ...(pending && { pending }), ...(confirmed && { confirmed }) };
  }
}
