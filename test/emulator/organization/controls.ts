import * as z from 'zod';
import type { Moto } from '../moto';
import { MANAGEMENT } from './names';

export interface Joining {
  readonly id: string;
  readonly name: string;
  /** An OU, or the root. */
  readonly unit: string;
  /** ISO 8601. */
  readonly joined: string;
}

/** A user, as the emulator hires one. Times are ISO 8601. */
export interface Hired {
  readonly created: string;
  readonly passwordSet?: string;
  readonly passwordLastUsed?: string;
  readonly keys: readonly { readonly created: string; readonly lastUsed?: string }[];
}

/** What becomes of the next events that have `when` in their payload. */
export interface Rule {
  readonly when: Readonly<Record<string, string>>;
  readonly effect: 'kill' | 'throttle';
  readonly times: number;
}

const Audit = z.object({
  requests: z.array(
    z.object({
      role: z.string(),
      /** The account that the function had in hand. */
      about: z.string().nullable(),
      action: z.string(),
      resource: z.string(),
      allowed: z.boolean(),
    }),
  ),
  /** The policy documents of each role. */
  policies: z.record(z.string(), z.array(z.unknown())),
});
export type Audit = z.infer<typeof Audit>;

const Invoked = z.union([
  z.strictObject({ answer: z.unknown() }),
  z.strictObject({ error: z.object({ errorType: z.string(), errorMessage: z.string() }) }),
]);

/** What no API of AWS can do, and what only the management account can. */
export class Controls {
  constructor(private readonly moto: Moto) {}

  async organization(wanted: unknown): Promise<void> {
    await this.post('organization', wanted);
  }

  async join(accounts: readonly Joining[]): Promise<void> {
    await this.post('organization/accounts', accounts);
  }

  /** @returns the ids of the keys by account and user */
  async hire(staff: Readonly<Record<string, Readonly<Record<string, Hired>>>>) {
    const ids = await this.post('organization/staff', staff);
    return z.record(z.string(), z.record(z.string(), z.array(z.string()))).parse(ids);
  }

  /**
   * How often IAM says of an account's report that it is in progress.
   *
   * @returns what was left of what was said before
   */
  async delayReports(times: Readonly<Record<string, number>>): Promise<unknown> {
    return this.post('organization/late-reports', times);
  }

  /** Takes the member's role away, as an administrator of the account can, or brings it back. */
  async role(account: string, { taken }: { readonly taken: boolean }): Promise<void> {
    await this.post('organization/role', { account, name: 'iam-lapse-member', taken });
  }

  /** Whether Organizations says where accounts are. */
  async tellPaths(does: boolean): Promise<void> {
    await this.post('organization/paths', does);
  }

  /** @returns the rules before, with what is left of them */
  async rules(...rules: readonly Rule[]): Promise<unknown> {
    return this.post('functions/rules', rules);
  }

  async killFunctions({ andStayDead }: { readonly andStayDead: boolean }): Promise<void> {
    await this.post('functions/kill', { andStayDead });
  }

  async reviveFunctions(): Promise<void> {
    await this.post('functions/go-on', {});
  }

  async invoke(functionArn: string, payload: unknown): Promise<z.infer<typeof Invoked>> {
    return Invoked.parse(await this.post('functions/invoke', { function: functionArn, payload }));
  }

  /** The credentials that a function with this role has. */
  async session(role: string) {
    const credentials = z.object({
      accessKeyId: z.string(),
      secretAccessKey: z.string(),
      sessionToken: z.string(),
    });
    return credentials.parse(await this.post('organization/session', { role }));
  }

  async audit(): Promise<Audit> {
    return Audit.parse(await (await this.moto.request('/emulator/organization/audit')).json());
  }

  async log(): Promise<string[]> {
    const lines = z.array(z.object({ function: z.string(), line: z.string() }));
    return lines
      .parse(await (await this.moto.request('/emulator/functions/log')).json())
      .map((each) => `${each.function}: ${each.line}`);
  }

  async close(account: string): Promise<void> {
    await this.organizations('CloseAccount', { AccountId: account });
  }

  async move(account: string, from: string, to: string): Promise<void> {
    const parents = { SourceParentId: from, DestinationParentId: to };
    await this.organizations('MoveAccount', { AccountId: account, ...parents });
  }

  private async organizations(call: string, input: unknown): Promise<void> {
    await this.moto.request('/', {
      method: 'POST',
      service: 'organizations',
      headers: {
        'x-moto-account-id': MANAGEMENT,
        'x-amz-target': `AWSOrganizationsV20161128.${call}`,
        'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify(input),
    });
  }

  private async post(path: string, body: unknown): Promise<unknown> {
    const answer = await this.moto.request(`/emulator/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return answer.json();
  }
}
