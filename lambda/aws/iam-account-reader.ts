import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  type IAMClient,
  ListAccountAliasesCommand,
  ListServiceSpecificCredentialsCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import type {
  PasswordRules,
  PasswordSwitch,
  RootSummary,
  ServiceCredential,
} from '../domain/account-checks/facts';
import { IamDate } from './iam-user-reader';
import { isNoSuchEntity, parseResponse, UnexpectedResponse } from './responses';

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

/** The reads about the account. Each throws for a failed call, and for a response that is not valid. */
export class AccountReader {
  constructor(private readonly iam: IAMClient) {}

  async alias(): Promise<string | undefined> {
    const response = await this.iam.send(new ListAccountAliasesCommand({}));
    return parseResponse(Aliases, 'ListAccountAliases', response).AccountAliases[0];
  }

  async summary(): Promise<RootSummary> {
    const response = await this.iam.send(new GetAccountSummaryCommand({}));
    const { SummaryMap: map } = parseResponse(Summary, 'GetAccountSummary', response);
    return {
      hasAccessKeys: map.AccountAccessKeysPresent > 0,
      hasMfa: map.AccountMFAEnabled > 0,
      hasPassword: map.AccountPasswordPresent === undefined ? undefined : map.AccountPasswordPresent > 0,
    };
  }

  /** NoSuchEntity means that the account has not set a policy, so IAM's default applies. */
  async passwordRules(): Promise<PasswordRules> {
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
  async serviceCredentials(signal: AbortSignal): Promise<readonly ServiceCredential[]> {
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
