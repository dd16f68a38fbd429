import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { clientsAt } from './clients';
import { type Mail, mailbox } from './digest-mail';
import { EmulatedClock } from './emulated-clock';
import { killedAfterFirstWrite } from './held-write';
import { type DeployedFunction, invoke, type Outcome } from './invoke';
import { Moto } from './moto';
import { type IamRequest, iamRequestsDuring, writesAmong } from './request-log';
import { scheduledEvent } from './scheduled-event';
import { Shell } from './shell';
import { Records } from './stored';

/** One run of the deployed function, as seen from outside. */
export interface Run {
  /** The time of the event, for a scheduled run. */
  readonly runId: string;
  readonly outcome: Outcome;
  /** The writes that IAM was asked to make. */
  readonly writes: readonly IamRequest[];
  /** The mails that subscribers received. */
  readonly mails: readonly Mail[];
}

/** An AWS account on this machine, with a shell, SDK clients and its own folder. `stop` removes it. */
export class EmulatedAccount {
  readonly shell: Shell;
  readonly clients: ReturnType<typeof clientsAt>;
  readonly clock: EmulatedClock;

  private constructor(
    readonly moto: Moto,
    readonly folder: string,
  ) {
    this.shell = new Shell(moto.url, folder);
    this.clients = clientsAt(moto.url);
    this.clock = new EmulatedClock(moto);
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
    const { event, runId } = scheduledEvent(this.clock.now());
    const seen = await this.observe(() => invoke(this, deployed, event).ended);
    return { runId, ...seen };
  }

  /** Invokes the function by hand. */
  async runByHand(deployed: DeployedFunction, event: unknown): Promise<Omit<Run, 'runId'>> {
    return this.observe(() => invoke(this, deployed, event).ended);
  }

  /** Like `run`, but kills the process before it gets the response to its first IAM write. */
  async runKilledAfterFirstWrite(deployed: DeployedFunction): Promise<Run> {
    const { event, runId } = scheduledEvent(this.clock.now());
    const seen = await this.observe(() =>
      killedAfterFirstWrite(this.moto, () => invoke(this, deployed, event)),
    );
    return { runId, ...seen };
  }

  private async observe(run: () => Promise<Outcome>): Promise<Omit<Run, 'runId'>> {
    const earlier = await mailbox(this.moto);
    const { result: outcome, requests } = await iamRequestsDuring(this.moto, run);
    // A log without any request would not show writes either.
    if (requests.length === 0) throw new Error('moto recorded no request to IAM');
    const mails = (await mailbox(this.moto)).slice(earlier.length);
    return { outcome, writes: writesAmong(requests), mails };
  }

  /** @returns undefined if there is no such parameter */
  async parameter(name: string): Promise<string | undefined> {
    const { Parameters = [] } = await this.clients.ssm.send(new GetParametersCommand({ Names: [name] }));
    return Parameters[0]?.Value;
  }

  /** The keys of the bucket's objects, sorted. */
  async records(bucket: string): Promise<string[]> {
    return new Records(this.clients.s3, bucket).keys();
  }

  async subscribers(topicArn: string): Promise<{ readonly pending?: string; readonly confirmed?: string }> {
    const { Attributes: attributes = {} } = await this.clients.sns.send(
      new GetTopicAttributesCommand({ TopicArn: topicArn }),
    );
    const { SubscriptionsPending: pending, SubscriptionsConfirmed: confirmed } = attributes;
    return { ...(pending && { pending }), ...(confirmed && { confirmed }) };
  }
}
