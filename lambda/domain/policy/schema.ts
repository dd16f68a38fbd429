import * as z from 'zod';
import { CHECKS } from '../account-checks/registry';
import { PROTOCOLS } from '../audience';
import { BENCHMARK_IDS } from '../account-checks/controls';
import { accountIds, listOf, ouIds, text, words } from './texts';

// No defaults and no coercion: a value that is missing is an error, never a guess (docs/design.md §3.3).

/**
 * For a rule that a key is missing. An unknown key may be that key misspelt, and is an error already. A value of another
 * type is one, too: zod marks the issues after which a rule can still run with `continue`.
 */
export const unlessUnknownKeys = {
  when: ({ issues }: z.core.ParsePayload) =>
    issues.every(
      (issue) =>
        issue.continue === true && (issue.code !== 'unrecognized_keys' || (issue.path?.length ?? 0) > 0),
    ),
};

export const Match = z
  .strictObject({
    users: listOf(
      text
        .regex(/^[\w+=,.@*?-]*$/, 'has a character that no IAM user name has, so it would match nobody')
        .regex(/[^*?]|^$/, 'matches every user; name at least one character that is not a wildcard'),
    )
      .optional()
      .describe('User names, with the wildcards `*` and `?`; upper and lower case are the same'),
    paths: listOf(
      text
        .regex(/^(\/.|$)/, 'must start with "/" and name a path below it')
        .regex(/^[!-~]*$/, 'has a character that no IAM path has, so it would match nobody')
        .regex(/^[^*?]*$/, 'is a prefix, in which "*" and "?" are not wildcards; leave them out'),
    )
      .optional()
      .describe('Prefixes of the user path, such as /service/; case-sensitive, without wildcards'),
    groups: listOf(
      text.regex(/^[\w+=,.@-]{0,128}$/, 'no IAM group can have this name, so it would match nobody'),
    )
      .optional()
      .describe('Names of IAM groups; the user must be a member of one'),
    tags: z
      .record(
        // The pattern of tags in IAM's API reference. It allows no wildcards.
        text.regex(
          /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,128}$/u,
          'no IAM tag can have this key, so it would match nobody',
        ),
        text.regex(
          /^(\*|[\p{L}\p{Z}\p{N}_.:/=+@-]*)$/u,
          'no IAM tag can have this value, so it would match nobody; "*" alone matches any value',
        ),
      )
      .refine((tags) => Object.keys(tags).length > 0, 'must name at least one tag')
      .optional()
      .describe('Tags by key and value, "*" for any value; the user must have one of them'),
    keys: z
      .literal('none')
      .optional()
      .describe('none: the user must have no access key at all, neither an active nor an inactive one'),
    accounts: accountIds
      .optional()
      .describe('In the policy of an organization alone: ids of the accounts whose users match'),
    ous: ouIds
      .optional()
      .describe(
        'In the policy of an organization alone: ids of organizational units or of the root; the users of every account below match',
      ),
  })
  .refine((match) => Object.keys(match).length > 0, {
    message: 'matches every user; give at least one of users, paths, groups, tags, keys',
    ...unlessUnknownKeys,
  })
  // The parameter /iam-lapse/organization has both, and there one is enough. Here all fields must match.
  .refine(({ accounts, ous }) => accounts === undefined || ous === undefined, {
    message: 'has accounts and ous; give one of them, and a second rule with the other',
    ...unlessUnknownKeys,
  })
  .describe('A user must match every field that you give; within a field, one entry is enough');
export type Match = z.infer<typeof Match>;

const CredentialRule = z.strictObject({
  maxUnusedDays: z
    .int()
    .min(30)
    .max(365)
    .describe('After how many days without use a credential is stale; CIS says 45'),
});

const Exemption = z.strictObject({
  name: words.describe('Its name in the digest'),
  match: Match,
  reason: words.describe('Why the exemption exists; every digest prints it'),
  until: z.iso
    .date()
    .optional()
    .describe('The last day (UTC) on which the exemption applies; at most 400 days ahead'),
});
export type Exemption = z.infer<typeof Exemption>;

const Override = z
  .strictObject({
    name: words,
    match: Match,
    password: CredentialRule.optional(),
    accessKey: CredentialRule.optional(),
  })
  .refine((override) => override.password !== undefined || override.accessKey !== undefined, {
    message: 'overrides nothing; give password or accessKey',
    ...unlessUnknownKeys,
  });
export type Override = z.infer<typeof Override>;

export const Limits = z.strictObject({
  maxDisabledPerDay: z
    .int()
    .min(0)
    .max(100_000)
    .describe('How many credentials may be disabled within 20 hours; 0 means none'),
  maxDisabledPercent: z
    .number()
    .min(0)
    .max(100)
    .describe('The same limit as a percentage of all active credentials, rounded up; the lower limit counts'),
  onExceed: z
    .enum(['oldest-first', 'stop'])
    .describe(
      'If more are to be disabled than allowed: oldest-first disables the longest unused ones, stop disables none',
    ),
});
export type Limits = z.infer<typeof Limits>;

/** `checks` is optional, because a new release may add checks and an older policy must stay valid. */
const Checks = z
  .strictObject(Object.fromEntries(CHECKS.map(({ id, setting }) => [id, setting.optional()])))
  .describe(
    "Settings of the account checks, which only report: false turns a check off, an object sets its thresholds. A check that you do not name is on, with the benchmark's thresholds",
  );

/** The policy as it stands in `policy.json` and in the SSM parameter. */
export const Policy = z
  .strictObject({
    version: z.literal(1),
    benchmark: z.enum(BENCHMARK_IDS).describe('The benchmark whose control ids the digest cites'),
    judge: z
      .enum(['credential', 'user'])
      .describe(
        "credential: each credential counts by its own use; user: the user's latest use of any credential counts for all of them",
      ),
    password: CredentialRule,
    accessKey: CredentialRule,
    noticeDays: z
      .int()
      .min(0)
      .max(30)
      .describe(
        'How many days before it is disabled a credential must be listed in a delivered digest; 0 means no notice',
      ),
    hearers: z
      .array(z.enum(PROTOCOLS))
      .min(1)
      .refine((protocols) => new Set(protocols).size === protocols.length, 'names a protocol twice')
      .optional()
      .describe(
        'The protocols of SNS whose subscriptions count as hearing a digest; without it email and email-json',
      ),
    exemptions: z.array(Exemption),
    overrides: z
      .array(Override)
      .describe(
        'Other limits for some users; the first override that matches replaces the sections that it names',
      ),
    limits: Limits,
    evidence: z
      .boolean({ error: 'must be true or false' })
      .optional()
      .describe(
        "true: for what is planned today, the digest says where and by what it was last used, from CloudTrail's event history; a use younger than the verdict spares it. Without it false",
      ),
    checks: Checks.optional(),
  })
  .describe('The iam-lapse policy');
export type Policy = z.infer<typeof Policy>;

/** The places of the keys in the policy, by name: `onExceed` is at `limits.onExceed`. Without what stands in lists. */
export const PLACES_IN_POLICY: ReadonlyMap<string, readonly string[]> = placesIn(Policy);

/** The places of the keys of a schema, by name, such as `limits.onExceed`. */
export function placesIn({ shape }: z.ZodObject): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const [section, schema] of Object.entries(shape)) {
    places.set(section, [section]);
    const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    for (const key of inner instanceof z.ZodObject ? Object.keys(inner.shape) : []) {
      places.set(key, [...(places.get(key) ?? []), `${section}.${key}`]);
    }
  }
  return places;
}
