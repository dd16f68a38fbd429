import { type Credentials, credentialsOf } from '../account';
import type { Outputs } from '../deploy';
import { EmulatedAccount, type Run } from '../emulated-account';
import type { DeployedFunction } from '../invoke';
import { Records } from '../stored';

/** Each user's credentials by user name. */
export type Everybody = Readonly<Record<string, Credentials>>;

/** A deployment, its account, and the expected state so far. */
export class Life {
  /** The expected credentials of the account. A step that changes one updates this. */
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

  /** One step. After a step failed, the later ones are skipped, because they depend on it. */
  step(title: string, step: () => Promise<void>): void {
    test(title, async () => {
      if (this.broken) throw new Error('not tried, because a step before this one failed');
      this.broken = true;
      await step();
      // After every step, all credentials are as expected.
      expect(await this.credentials()).toEqual(this.expected);
      this.broken = false;
    });
  }

  /** The scheduled run of a day, 0 being the first. */
  async run(day: number, hour?: number): Promise<Run> {
    await this.account.clock.goTo(day, hour);
    return this.account.run(this.sweepFunction);
  }

  /** The credentials of all users in IAM. */
  async credentials(): Promise<Everybody> {
    return credentialsOf(this.account.clients.iam);
  }

  /** Updates the expected credentials of a user. */
  writeDown(changes: Everybody): void {
    this.expected = { ...this.expected, ...changes };
  }

  /** The ids of a user's keys, in the order of creation. */
  keysOf(name: string): string[] {
    return Object.keys(this.expected[name]?.keys ?? {});
  }
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is not there yet`);
  return value;
}
