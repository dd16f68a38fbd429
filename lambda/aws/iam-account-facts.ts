import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import type {
  AccountFacts,
  PasswordRules,
  Fetched,
  RootSummary,
  ServiceCredential,
  SshKeys,
} from '../domain/account-checks/facts';
import type { Clock, AccountFactsRequest, AccountFactsSource } from '../ports';
import { parseResponse, UnexpectedResponse } from './responses';
import { describeFailure, isNoSuchEntity, withAction } from './errors';
import { beforeDeadline } from './iam-client';
import { type UserReader, IamDate } from './iam-user-reader';

/** For all of it. Nothing here may cost the actions their time: they have most of fifteen minutes. */
const READ_TIMEOUT_MS = 30_000;
const RESERVED_MS = 60_000;
const PAGE_SIZE = 1000;

const Summary = z.object({
  SummaryMap: z.object({
    AccountAccessKeysPresent: z.number(),
    AccountMFAEnabled: z.number(),
    // Since root credentials can be removed centrally.
    AccountPasswordPresent: z.number().optional(),
  }),
});
const PasswordPolicy = z.object({
  PasswordPolicy: z.object({
    MinimumPasswordLength: z.int(),
    ExpirePasswords: z.boolean(),
    MaxPasswordAge: z.int().optional(),
    PasswordReusePrevention: z.int().optional(),
  }),
});
const CredentialPage = z.object({
  ServiceSpecificCredentials: z.array(
    z.object({
      UserName: z.string().min(1),
      ServiceName: z.string().min(1),
      Status: z.string().min(1),
      CreateDate: IamDate,
      ExpirationDate: IamDate.optional(),
    }),
  ),
  IsTruncated: z.boolean().optional(),
  Marker: z.string().min(1).optional(),
});

/** What the checks of the account rest on besides the credential report. A call that fails is an answer too. */
export class IamAccountFacts implements AccountFactsSource {
  constructor(
    private readonly iam: IAMClient,
    private readonly reader: UserReader,
    private readonly clock: Pick<Clock, 'remaining'>,
  ) {}

  async read({ needs, planned }: AccountFactsRequest): Promise<AccountFacts> {
    const time = Math.min(READ_TIMEOUT_MS, this.clock.remaining() - RESERVED_MS);
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), Math.max(0, time));
    if (time <= 0) controller.abort();
    const { signal } = controller;
    const ask = async <T>(needed: boolean, action: string, call: () => Promise<T>): Promise<Fetched<T>> =>
      needed ? attempt(action, signal, call) : { kind: 'notAsked' };
    try {
      return {
        summary: await ask(needs.has('summary'), 'GetAccountSummary', () => this.summary()),
        passwordRules: await ask(needs.has('passwordRules'), 'GetAccountPasswordPolicy', () =>
          this.passwordRules(),
        ),
        serviceCredentials: await ask(needs.has('serviceCredentials'), 'ListServiceSpecificCredentials', () =>
          this.serviceCredentials(signal),
        ),
        sshKeys: needs.has('sshKeys') ? await this.sshKeys(planned, signal) : [],
      };
    } finally {
      clearTimeout(timer);
    }
  }

  private async summary(): Promise<RootSummary> {
    const answer = await this.iam.send(new GetAccountSummaryCommand({}));
    const { SummaryMap: map } = parseResponse(Summary, 'GetAccountSummary', answer);
    return {
      hasAccessKeys: map.AccountAccessKeysPresent > 0,
      hasMfa: map.AccountMFAEnabled > 0,
      hasPassword: map.AccountPasswordPresent === undefined ? undefined : map.AccountPasswordPresent > 0,
    };
  }

  /** "NoSuchEntity" is IAM's word for its default policy: nobody has set one. */
  private async passwordRules(): Promise<PasswordRules> {
    try {
      const answer = await this.iam.send(new GetAccountPasswordPolicyCommand({}));
      const { PasswordPolicy: policy } = parseResponse(PasswordPolicy, 'GetAccountPasswordPolicy', answer);
      const maxAgeDays = policy.ExpirePasswords ? policy.MaxPasswordAge : undefined;
      if (policy.ExpirePasswords && (maxAgeDays === undefined || maxAgeDays < 1)) {
        throw new UnexpectedResponse(
          'GetAccountPasswordPolicy',
          'passwords expire, and it does not say when',
        );
      }
      return {
        minimumLength: policy.MinimumPasswordLength,
        reusePrevention: policy.PasswordReusePrevention ?? 0,
        maxAgeDays,
      };
    } catch (error) {
      if (isNoSuchEntity(error)) return 'none';
      throw error;
    }
  }

  /** The SDK has no paginator for this one. */
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
          service: each.ServiceName,
          status: each.Status,
          createdAt: each.CreateDate,
          expiresAt: each.ExpirationDate,
        });
      }
      // A marker alone says as well that there is more.
      if (!page.IsTruncated && page.Marker === undefined) return all;
      Marker = page.Marker;
      if (Marker === undefined || seen.has(Marker)) {
        throw new UnexpectedResponse(
          'ListServiceSpecificCredentials',
          'more to come, and no new marker to ask for it',
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

/** "A call that failed is unreadable with its cause"; the sweep goes on. */
async function attempt<T>(action: string, signal: AbortSignal, call: () => Promise<T>): Promise<Fetched<T>> {
  if (signal.aborted) return NO_TIME;
  try {
    return { kind: 'read', value: await beforeDeadline(signal, () => withAction(action, call)) };
  } catch (error) {
    return signal.aborted ? NO_TIME : { kind: 'unreadable', cause: describeFailure(action, error) };
  }
}

const NO_TIME = { kind: 'unreadable', cause: 'no time was left for it in this run' } as const;
