import * as z from 'zod';
import { Limits, placesIn, unlessUnknownKeys } from '../../policy/schema';
import { accountIds, ouIds, words } from '../../policy/texts';

// Strict and without defaults, as the policy of the credentials is (docs/design.md §3.3).

/** From the least to the most that a run may do in an account. */
export const ACCOUNT_MODES = ['excluded', 'dry-run', 'enforce'] as const;
/** `excluded`: no run looks at the account. The others are those of a single account's deployment. */
export type AccountMode = (typeof ACCOUNT_MODES)[number];

/** By id and OU alone: a member can rename itself, and would choose its own mode with the name. */
const AccountMatch = z
  .strictObject({
    accounts: accountIds.optional().describe('Account ids, 12 digits in quotes'),
    ous: ouIds
      .optional()
      .describe('Ids of organizational units or of the root; each stands for every account below it'),
  })
  .refine((match) => Object.keys(match).length > 0, {
    message: 'matches no account; give accounts, ous or both',
    ...unlessUnknownKeys,
  })
  .describe('An account matches by its id or by an OU above it; one entry is enough');

const AccountEntry = z
  .strictObject({
    name: words.describe('Its name in the digest'),
    match: AccountMatch,
    mode: z
      .enum(ACCOUNT_MODES)
      .describe(
        'excluded: not looked at; dry-run: reported; enforce: acted on, if /iam-lapse/mode is enforce, too',
      ),
    reason: words.optional().describe('Why the accounts are excluded; every digest prints it'),
    until: z.iso
      .date()
      .optional()
      .describe('The last day (UTC) on which the exclusion applies; at most 400 days ahead'),
  })
  .refine(({ mode, reason }) => mode !== 'excluded' || reason !== undefined, {
    path: ['reason'],
    message: 'is missing; say why nobody looks at these accounts, every digest prints it',
    ...unlessUnknownKeys,
  })
  .refine(({ mode, reason }) => mode === 'excluded' || reason === undefined, {
    path: ['reason'],
    message: 'belongs to "mode": "excluded" alone; remove it, or exclude the accounts',
    ...unlessUnknownKeys,
  })
  .refine(({ mode, until }) => mode === 'excluded' || until === undefined, {
    path: ['until'],
    message: 'ends an exclusion only; remove it, and change the mode on the day itself',
    ...unlessUnknownKeys,
  });
export type AccountEntry = z.infer<typeof AccountEntry>;

/** The text of the parameter `/iam-lapse/organization`. */
export const OrganizationPolicy = z
  .strictObject({
    version: z.literal(1),
    default: z
      .enum(['dry-run', 'excluded'], {
        error: ({ input }) =>
          input === 'enforce'
            ? 'must be "dry-run" or "excluded": what nobody has named is not acted on. Name the accounts or OUs in an entry of "accounts" with "mode": "enforce"'
            : undefined,
      })
      .describe('The mode of every account that no entry matches; never enforce'),
    accounts: z
      .array(AccountEntry)
      .describe(
        'Modes of some accounts; the first entry that matches counts, an exclusion that has ended never',
      ),
    limits: Limits.describe('Limits of the whole organization; each account has those of the policy besides'),
    coverage: z.strictObject({
      maxUncoveredPercent: z
        .number()
        .min(0)
        .max(100)
        .describe('If more of the accounts to be swept are not covered, nobody is acted on'),
    }),
  })
  .describe('The iam-lapse organization: modes of its accounts, and limits over all of them');
export type OrganizationPolicy = z.infer<typeof OrganizationPolicy>;

/** The places of its keys, for error messages. */
export const PLACES_IN_ORGANIZATION: ReadonlyMap<string, readonly string[]> = placesIn(OrganizationPolicy);
