import type { IAMClient } from '@aws-sdk/client-iam';
import type { AccountFacts, Fetched, SshKeys } from '../domain/account-checks/facts';
import type { Clock, AccountFactsRequest, AccountFactsSource } from '../ports';
import { describeFailure, withAction } from './responses';
import { beforeDeadline } from './iam-client';
import { AccountReader } from './iam-account-reader';
import type { TrailReader } from './cloudtrail-trails';
import { type AuthorizationDetails, DETAILS } from './iam-authorization-details';
import type { UserReader } from './iam-user-reader';

/** Limit for all calls together (docs/design.md §5.13). */
const READ_TIMEOUT_MS = 30_000;
/** Limit for the alias, which only names the account in the digest. The run waits for it at its end. */
const ALIAS_TIMEOUT_MS = 10_000;
/** Time that is left for the rest of the run. */
const RESERVED_MS = 60_000;

/** Reads what the account checks need besides the credential report. A failed call makes its fact `unreadable`. */
export class IamAccountFacts implements AccountFactsSource {
  private readonly account: AccountReader;

  constructor(
    iam: IAMClient,
    private readonly reader: UserReader,
    private readonly details: AuthorizationDetails,
    private readonly trails: TrailReader,
    private readonly clock: Pick<Clock, 'remaining'>,
  ) {
    this.account = new AccountReader(iam);
  }

  async read({ needs, planned }: AccountFactsRequest): Promise<AccountFacts> {
    return this.within(READ_TIMEOUT_MS, (signal) => this.readWithin(signal, { needs, planned }));
  }

  async alias(): Promise<Fetched<string | undefined>> {
    return this.within(ALIAS_TIMEOUT_MS, (signal) =>
      attempt('ListAccountAliases', signal, () => this.account.alias()),
    );
  }

  /** The signal aborts after `timeout` ms, or earlier to leave time for the rest of the run. */
  private async within<T>(timeout: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const time = Math.min(timeout, this.clock.remaining() - RESERVED_MS);
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), Math.max(0, time));
    if (time <= 0) controller.abort();
    try {
      return await call(controller.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  private async readWithin(
    signal: AbortSignal,
    { needs, planned }: AccountFactsRequest,
  ): Promise<AccountFacts> {
    const fetch = async <T>(needed: boolean, action: string, call: () => Promise<T>): Promise<Fetched<T>> =>
      needed ? attempt(action, signal, call) : { kind: 'notAsked' };
    // It is another service, with a pace of its own.
    const trails = fetch(needs.has('trails'), 'DescribeTrails', () => this.trails.trails(signal));
    return {
      summary: await fetch(needs.has('summary'), 'GetAccountSummary', () => this.account.summary()),
      passwordRules: await fetch(needs.has('passwordRules'), 'GetAccountPasswordPolicy', () =>
        this.account.passwordRules(),
      ),
      serviceCredentials: await fetch(needs.has('serviceCredentials'), 'ListServiceSpecificCredentials', () =>
        this.account.serviceCredentials(signal),
      ),
      privileges: await fetch(needs.has('privileges'), DETAILS, () => this.details.privileges(signal)),
      trails: await trails,
      sshKeys: needs.has('sshKeys') ? await this.sshKeys(planned, signal) : [],
    };
  }

  private async sshKeys(planned: AccountFactsRequest['planned'], signal: AbortSignal): Promise<SshKeys[]> {
    const all: SshKeys[] = [];
    for (const user of planned) {
      all.push({ user, keys: await attempt('ListSSHPublicKeys', signal, () => this.reader.sshKeys(user)) });
    }
    return all;
  }
}

/** "A failed check never stops a run" (docs/design.md §3.10), so an error becomes an `unreadable` fact. */
async function attempt<T>(action: string, signal: AbortSignal, call: () => Promise<T>): Promise<Fetched<T>> {
  if (signal.aborted) return NO_TIME;
  try {
    return { kind: 'read', value: await beforeDeadline(signal, () => withAction(action, call)) };
  } catch (error) {
    return signal.aborted ? NO_TIME : { kind: 'unreadable', cause: describeFailure(action, error) };
  }
}

const NO_TIME = { kind: 'unreadable', cause: 'no time was left for it in this run' } as const;
