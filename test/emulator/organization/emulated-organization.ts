import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ConfirmSubscriptionCommand } from '@aws-sdk/client-sns';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { bootstrap, cdkDeploy, destroy, EMAIL, type Settings } from '../deploy';
import { mailbox } from '../digest-mail';
import { EmulatedClock } from '../emulated-clock';
import { Moto } from '../moto';
import { scheduledEvent } from '../scheduled-event';
import { ACCOUNT, Shell } from '../shell';
import { credentialsOf } from '../account';
import { centralClientsAt, iamOf } from './clients';
import { Controls, type Joining } from './controls';
import { type Ended, Machine } from './machine';
import { MANAGEMENT, ORGANIZATION, ROOT, SECURITY } from './names';
import { OrganizationRecords } from './records';

const STACK = 'IamLapseOrganization';
export const SETTINGS: Settings = {
  email: EMAIL,
  organization: ORGANIZATION,
  organizationalUnits: ROOT,
  accountsAtOnce: '20',
};

const Outputs = z.object({
  [STACK]: z.object({
    StateMachineArn: z.string(),
    DigestTopicArn: z.string(),
    RecordBucketName: z.string(),
  }),
});

const Functions = z.object({
  Functions: z.array(z.object({ FunctionName: z.string(), FunctionArn: z.string() })),
});

/** An organization on this machine, whose central account has the deployment. `stop` removes it. */
export class EmulatedOrganization {
  readonly shell: Shell;
  readonly clients: ReturnType<typeof centralClientsAt>;
  readonly clock: EmulatedClock;
  readonly controls: Controls;
  private deployed: z.infer<typeof Outputs>[typeof STACK] | undefined;

  private constructor(
    readonly moto: Moto,
    readonly folder: string,
  ) {
    this.shell = new Shell(moto.url, folder);
    this.clients = centralClientsAt(moto.url);
    this.clock = new EmulatedClock(moto);
    this.controls = new Controls(moto);
  }

  /** @param units with their parents, besides the central account's */
  static async start(
    python: string,
    units: Readonly<Record<string, string>>,
    accounts: (clock: EmulatedClock) => readonly Joining[],
  ): Promise<EmulatedOrganization> {
    const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-organization-'));
    const environment = {
      ORGANIZATION: '1',
      EMULATOR_NODE: process.execPath,
      EMULATOR_FOLDER: folder,
      // moto would copy all of AWS's policies for each account and partition, which takes a second each.
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'false',
    };
    let moto: Moto | undefined;
    try {
      moto = await Moto.start(python, folder, environment);
      const emulated = new EmulatedOrganization(moto, folder);
      const { clock } = emulated;
      // Runs are at an hour of the day, and the first must not be before whoever has joined.
      await clock.goTo(0);
      await emulated.controls.organization({
        id: ORGANIZATION,
        management: MANAGEMENT,
        root: ROOT,
        units: { [SECURITY]: ROOT, ...units },
        accounts: [
          { id: ACCOUNT, name: 'security', unit: SECURITY, joined: clock.daysAgo(900) },
          ...accounts(clock),
        ],
      });
      return emulated;
    } catch (error) {
      await moto?.stop();
      rmSync(folder, { recursive: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.clients.close();
    await this.moto.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** `cdk bootstrap` and `cdk deploy` in the central account, and the link in SNS's mail. */
  async deploy(): Promise<void> {
    await bootstrap(this.shell);
    const outputs = await cdkDeploy(this.shell, this.folder, SETTINGS);
    this.deployed = Outputs.parse(outputs)[STACK];
    const { DigestTopicArn: TopicArn } = this.deployed;
    await this.clients.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'from-the-mail' }));
  }

  get outputs() {
    if (!this.deployed) throw new Error('nothing is deployed yet');
    return this.deployed;
  }

  get machine(): Machine {
    return new Machine(this.clients.sfn, this.outputs.StateMachineArn);
  }

  get records(): OrganizationRecords {
    return new OrganizationRecords(this.clients.s3, this.outputs.RecordBucketName);
  }

  /** The roles of iam-lapse, in the accounts that have any. */
  async rolesIn(accounts: readonly string[]): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const account of accounts) {
      const iam = iamOf(account, this.moto.url);
      const { Roles: roles = [] } = await iam.send(new ListRolesCommand({}));
      iam.destroy();
      const ours = roles.map(({ RoleName: name = '' }) => name).filter((name) => /^iam-?lapse/i.test(name));
      if (ours.length > 0) found[account] = ours;
    }
    return found;
  }

  /** The scheduled run of a day, 0 being the first, and the mails that came meanwhile. */
  async run(day: number) {
    await this.clock.goTo(day);
    const { event, runId } = this.event();
    return { runId, event, ...(await this.execute(event)) };
  }

  /** @param meanwhile is awaited before the end of the execution is */
  async execute(input: unknown, meanwhile?: (executionArn: string) => Promise<void>) {
    const earlier = await mailbox(this.moto);
    const executionArn = await this.machine.start(input);
    await meanwhile?.(executionArn);
    const ended: Ended = await this.machine.end(executionArn);
    return { ...ended, mails: (await mailbox(this.moto)).slice(earlier.length) };
  }

  /**
   * `cdk deploy` of the member's stack, for an account that no StackSet reaches.
   *
   * @param key of somebody in that account
   */
  async deployMember(key: string): Promise<void> {
    await cdkDeploy(this.shell.as(key), this.folder, { ...SETTINGS, central: ACCOUNT });
  }

  async destroy(): Promise<void> {
    await destroy(this.shell, this.folder, SETTINGS);
  }

  /** EventBridge's event at this moment. */
  event() {
    return scheduledEvent(this.clock.now());
  }

  /** Whether each credential of an account's users is still active: passwords by name, keys by id. */
  async activeIn(account: string): Promise<Record<string, boolean>> {
    const iam = iamOf(account, this.moto.url);
    try {
      const all = Object.entries(await credentialsOf(iam));
      return Object.fromEntries(
        all.flatMap(([name, { password, keys }]) => [
          [name, password],
          ...Object.entries(keys).map(([id, status]): [string, boolean] => [id, status === 'Active']),
        ]),
      );
    } finally {
      iam.destroy();
    }
  }

  /** @param part of its logical id */
  async functionArn(part: 'Account' | 'Coordinator'): Promise<string> {
    const answer = await this.moto.request('/2015-03-31/functions/', { service: 'lambda' });
    const found = Functions.parse(await answer.json()).Functions.filter(({ FunctionName: name }) =>
      name.includes(`-${part}`),
    );
    if (found.length !== 1) throw new Error(`${found.length} functions are called ${part}`);
    return found[0]?.FunctionArn ?? '';
  }

  /** @returns undefined if the central account has no such parameter */
  async parameter(name: string): Promise<string | undefined> {
    const { Parameters = [] } = await this.clients.ssm.send(new GetParametersCommand({ Names: [name] }));
    return Parameters[0]?.Value;
  }

  /** Sets a parameter as a person does. */
  async set(name: 'mode' | 'policy' | 'organization', value: string): Promise<void> {
    const quoted = `'${value.replaceAll("'", `'\\''`)}'`;
    await this.shell.aws(`aws ssm put-parameter --name /iam-lapse/${name} --value ${quoted} --overwrite`);
  }
}
