import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  type IAMClient,
  ListAccountAliasesCommand,
  ListServiceSpecificCredentialsCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import type {
  AccountFacts,
  PasswordRules,
  PasswordSwitch,
  Fetched,
  RootSummary,
  ServiceCredential,
  SshKeys,
} from '../domain/account-checks/facts';
import type { Clock, AccountFactsRequest, AccountFactsSource } from '../ports';
import { parseResponse, UnexpectedResponse, describeFailure, isNoSuchEntity, withAction } from './responses';
import { beforeDeadline } from './iam-client';
import { type UserReader, IamDate } from './iam-user-reader';

/** Limit for all calls together (docs/design.md §5.13). */
const READ_TIMEOUT_MS = 30_000;
/** Limit for the alias, which only names the account in the digest. The run waits for it at its end. */
const ALIAS_TIMEOUT_MS = 10_000;
/** Time that is left for the rest of the run. */
const RESERVED_MS = 60_000;
const PAGE_SIZE = 1000;

const Summary = z.object({
  SummaryMap: z.object({
    AccountAccessKeysPresent: z.number(),
    AccountMFAEnabled: z.number(),
    // Optional, because AWS added it later, with the central removal of root credentials.
    AccountPasswordPresent: z.number().optional(),
  }),
});
const PasswordPolicy = z.object({
  PasswordPolicy: z.object({
    MinimumPasswordLength: z.int(),
    ExpirePasswords: z.boolean(),
    MaxPasswordAge: z.int().optional(),
    PasswordReusePrevention: z.int().optional(),
    RequireLowercaseCharacters: z.boolean().optional(),
    RequireUppercaseCharacters: z.boolean().optional(),
    RequireNumbers: z.boolean().optional(),
    RequireSymbols: z.boolean().optional(),
    AllowUsersToChangePassword: z.boolean().optional(),
    HardExpiry: z.boolean().optional(),
  }),
});
const CredentialPage = z.object({
  ServiceSpecificCredentials: z.array(
    z.object({
      UserName: z.string().min(1),
      ServiceSpecificCredentialId: z.string().min(1),
      ServiceName: z.string().min(1),
      Status: z.string().min(1),
      CreateDate: IamDate,
      ExpirationDate: IamDate.optional(),
    }),
  ),
  IsTruncated: z.boolean().optional(),
  Marker: z.string().min(1).optional(),
});

/** An account has at most one alias. The pattern is AWS's own (API reference of CreateAccountAlias). */
const Aliases = z.object({
  AccountAliases: z
    .array(
      z
        .string()
        .min(3)
        .max(63)
        .regex(/^[a-z0-9]([a-z0-9]|-(?!-))*[a-z0-9]$/),
    )
    .max(1),
  // A list that goes on is not the whole answer.
  IsTruncated: z.literal(false).optional(),
});

/** Reads what the account checks need besides the credential report. A failed call makes its fact `unreadable`. */
export class IamAccountFacts implements AccountFactsSource {
  constructor(
    private readonly iam: IAMClient,
    private readonly reader: UserReader,
    private readonly clock: Pick<Clock, 'remaining'>,
  ) {}

  async read({ needs, planned }: AccountFactsRequest): Promise<AccountFacts> {
    return this.within(READ_TIMEOUT_MS, (signal) => this.readWithin(signal, { needs, planned }));
  }

  async alias(): Promise<Fetched<string | undefined>> {
    return this.within(ALIAS_TIMEOUT_MS, (signal) =>
      attempt('ListAccountAliases', signal, async () => {
        const response = await this.iam.send(new ListAccountAliasesCommand({}));
        return parseResponse(Aliases, 'ListAccountAliases', response).AccountAliases[0];
      }),
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
    return {
      summary: await fetch(needs.has('summary'), 'GetAccountSummary', () => this.summary()),
      passwordRules: await fetch(needs.has('passwordRules'), 'GetAccountPasswordPolicy', () =>
        this.passwordRules(),
      ),
      serviceCredentials: await fetch(needs.has('serviceCredentials'), 'ListServiceSpecificCredentials', () =>
        this.serviceCredentials(signal),
      ),
      sshKeys: needs.has('sshKeys') ? await this.sshKeys(planned, signal) : [],
    };
  }

  private async summary(): Promise<RootSummary> {
    const response = await this.iam.send(new GetAccountSummaryCommand({}));
    const { SummaryMap: map } = parseResponse(Summary, 'GetAccountSummary', response);
    return {
      hasAccessKeys: map.AccountAccessKeysPresent > 0,
      hasMfa: map.AccountMFAEnabled > 0,
      hasPassword: map.AccountPasswordPresent === undefined ? undefined : map.AccountPasswordPresent > 0,
    };
  }

  /** NoSuchEntity means that the account has not set a policy, so IAM's default applies. */
  private async passwordRules(): Promise<PasswordRules> {
    try {
      const response = await this.iam.send(new GetAccountPasswordPolicyCommand({}));
      const { PasswordPolicy: policy } = parseResponse(PasswordPolicy, 'GetAccountPasswordPolicy', response);
      const maxAgeDays = policy.ExpirePasswords ? policy.MaxPasswordAge : undefined;
      if (policy.ExpirePasswords && (maxAgeDays === undefined || maxAgeDays < 1)) {
        throw new UnexpectedResponse(
          'GetAccountPasswordPolicy',
          'passwords expire, but MaxPasswordAge is missing',
        );
      }
      return {
        minimumLength: policy.MinimumPasswordLength,
        reusePrevention: policy.PasswordReusePrevention ?? 0,
        maxAgeDays,
        switches: switchesOf(policy),
      };
    } catch (error) {
      if (isNoSuchEntity(error)) return 'none';
      throw error;
    }
  }

  /** The SDK has no paginator for this call. */
  private async serviceCredentials(signal: AbortSignal): Promise<readonly ServiceCredential[]> {
    const all: ServiceCredential[] = [];
    const seen = new Set<string>();
    for (let Marker: string | undefined; ;) {
      signal.throwIfAborted();
      const page = parseResponse(
        CredentialPage,
        'ListServiceSpecificCredentials',
        await this.iam.send(
          new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: PAGE_SIZE, Marker }),
        ),
      );
      for (const each of page.ServiceSpecificCredentials) {
        all.push({
          user: each.UserName,
          id: each.ServiceSpecificCredentialId,
          service: each.ServiceName,
          status: each.Status,
          createdAt: each.CreateDate,
          expiresAt: each.ExpirationDate,
        });
      }
      // A marker without IsTruncated means another page too.
      if (!page.IsTruncated && page.Marker === undefined) return all;
      Marker = page.Marker;
      if (Marker === undefined || seen.has(Marker)) {
        throw new UnexpectedResponse(
          'ListServiceSpecificCredentials',
          'the list is truncated, but has no new marker for the next page',
        );
      }
      seen.add(Marker);
    }
  }

  private async sshKeys(planned: AccountFactsRequest['planned'], signal: AbortSignal): Promise<SshKeys[]> {
    const all: SshKeys[] = [];
    for (const user of planned) {
      all.push({ user, keys: await attempt('ListSSHPublicKeys', signal, () => this.reader.sshKeys(user)) });
    }
    return all;
  }
}

function switchesOf(policy: z.infer<typeof PasswordPolicy>['PasswordPolicy']): PasswordSwitch[] {
  const switches: readonly (readonly [PasswordSwitch, boolean | undefined])[] = [
    ['require-lowercase-characters', policy.RequireLowercaseCharacters],
    ['require-uppercase-characters', policy.RequireUppercaseCharacters],
    ['require-numbers', policy.RequireNumbers],
    ['require-symbols', policy.RequireSymbols],
    ['allow-users-to-change-password', policy.AllowUsersToChangePassword],
    ['hard-expiry', policy.HardExpiry],
  ];
  return switches.flatMap(([name, isOn]) => (isOn ? [name] : []));
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
