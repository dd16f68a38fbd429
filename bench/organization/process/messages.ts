import * as z from 'zod';

/** The options of the process with the fake organization. */
export const Wanted = z.object({
  accounts: z.int().positive(),
  usersEach: z.int().positive(),
  /** A token bucket for each account and IAM action. */
  bucket: z.object({ perSecond: z.number(), burst: z.number() }),
  /** The texts of the parameters by name. */
  parameters: z.record(z.string(), z.string()),
});
export type Wanted = z.infer<typeof Wanted>;

export const Order = z.discriminatedUnion('order', [
  z.object({ order: z.literal('tally') }),
  /** Time passes. Whatever is not due is used, and IAM keeps no report. */
  z.object({ order: z.literal('advance'), days: z.number() }),
  /** Every tenth member loses its role. */
  z.object({ order: z.literal('lose') }),
  /** The ids in a list of accounts, which the state machine's Map reads. */
  z.object({ order: z.literal('list'), key: z.string() }),
]);
export type Order = z.infer<typeof Order>;

export const Ids = z.array(z.string());

/** The kinds of objects in the record bucket whose reading is counted. */
export const OBJECTS = [
  'roster.json',
  'settings.json',
  'act.json',
  "the organization's ledger",
  'answers',
  "accounts' ledgers",
  'other records',
] as const;
export type ObjectKind = (typeof OBJECTS)[number];

const Read = z.object({ reads: z.number(), bytes: z.number() });
export type Read = z.infer<typeof Read>;

/** The calls since the last tally. */
export const Tally = z.object({
  /** By service and action, `iam GetUser`, with refused ones. */
  calls: z.record(z.string(), z.number()),
  throttled: z.number(),
  /** IAM calls of the account with the most, and without the calls that list the keys of one user. */
  mostIamCalls: z.number(),
  mostBesideKeys: z.number(),
  /** What was read from the record bucket by the functions. */
  read: z.partialRecord(z.enum(OBJECTS), Read),
  /** How much more the bucket holds. */
  storedBytes: z.number(),
  /** How many writes took effect. */
  mutations: z.number(),
  /** Credentials disabled since the last tally. */
  disabled: z.number(),
  /** How many of these were not due, in no mail before, or in an account without its role. */
  wrong: z.number(),
  /** How many more stood in a mail before, and work. */
  left: z.number(),
  /** Credentials that work, in accounts that have their role. */
  active: z.number(),
  mails: z.array(z.object({ subject: z.string(), bytes: z.number() })),
});
export type Tally = z.infer<typeof Tally>;

/** What the process with the functions is told. */
export const Invocation = z.object({
  id: z.number(),
  name: z.enum(['coordinator', 'account']),
  event: z.unknown(),
});
export type Invocation = z.infer<typeof Invocation>;

export const Outcome = z.object({
  id: z.number(),
  answer: z.unknown().optional(),
  error: z.string().optional(),
  ms: z.number(),
});
export type Outcome = z.infer<typeof Outcome>;

export const Usage = z.object({
  /** User and system time of the whole process, with the start of Node. */
  cpuMs: z.number(),
  /** The peak memory of the process. */
  rssBytes: z.number(),
  /** What the functions have logged. */
  logBytes: z.number(),
  /** The first errors that were logged. */
  errors: z.array(z.string()),
  /** How many accounts were in which class at the end. */
  end: z.looseObject({
    counts: z.object({
      completed: z.number(),
      halted: z.number(),
      unreachable: z.number(),
      suspended: z.number(),
      excluded: z.number(),
    }),
  }),
});
export type Usage = z.infer<typeof Usage>;
