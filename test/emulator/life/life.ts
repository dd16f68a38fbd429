import { type Credentials, credentialsOf } from '../account';
import type { Outputs } from '../deploy';
import { EmulatedAccount, type Run } from '../emulated-account';
import type { DeployedFunction } from '../invoke';
import { Records } from '../stored';

/** The state of each user's credentials, by the user's name. */
export type Everybody = Readonly<Record<string, Credentials>>;

/** A deployment, its account, and how far its diary has come. */
export class Life {
  /** As the account's credentials ought to be by now: a step that changes some writes it down here. */
  expected: Everybody = {};
  private broken = false;
  private begun: EmulatedAccount | undefined;
  private stack: { readonly outputs: Outputs; readonly sweepFunction: DeployedFunction } | undefined;

  constructor(readonly python: string) {}

  async begin(): Promise<void> {
    this.begun = await EmulatedAccount.start(this.python);
  }

  async end(): Promise<void> {
    await this.begun?.stop();
  }

  get account(): EmulatedAccount {
    return known(this.begun, 'the account');
  }

  get outputs(): Outputs {
    return known(this.stack, 'the stack').outputs;
  }

  get sweepFunction(): DeployedFunction {
    return known(this.stack, 'the stack').sweepFunction;
  }

  get records(): Records {
    return new Records(this.account.clients.s3, this.outputs.RecordBucketName);
  }

  deployed(outputs: Outputs, sweepFunction: DeployedFunction): void {
    this.stack = { outputs, sweepFunction };
  }

  /** An entry of the diary. After one failed, those that stand on it would only fail for its sake. */
  step(title: string, step: () => Promise<void>): void {
    test(title, async () => {
      if (this.broken) throw new Error('not tried, because a step before this one failed');
      this.broken = true;
      await step();
      // Whatever else a step was about: nobody's credentials are otherwise than is written down.
      expect(await this.credentials()).toEqual(this.expected);
      this.broken = false;
    });
  }

  /** The scheduled run of a day, 0 being the first. */
  async run(day: number, hour?: number): Promise<Run> {
    await this.account.clock.goTo(day, hour);
    return this.account.run(this.sweepFunction);
  }

  /** What IAM tells of everybody. */
  async credentials(): Promise<Everybody> {
    return credentialsOf(this.account.clients.iam);
  }

  /** Somebody is not as before. */
  writeDown(changes: Everybody): void {
    this.expected = { ...this.expected, ...changes };
  }

  /** The ids of a user's keys, in the order in which they were created. */
  keysOf(name: string): string[] {
    return Object.keys(this.expected[name]?.keys ?? {});
  }
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is not there yet`);
  return value;
}
