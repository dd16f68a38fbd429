import * as z from 'zod';
import { MODES } from '../mode';

/** ISO 8601 in the file, milliseconds since 1970 in the program. */
const At = z.codec(z.iso.datetime(), z.number(), {
  decode: (text) => Date.parse(text),
  encode: (at) => new Date(at).toISOString(),
});

/** What is ledgerFacts about one credential between sweeps. */
const Entry = z.strictObject({
  /** When it first stood in a delivered digest, to a topic with a confirmed subscriber. */
  announcedAt: At.optional(),
  /** The report's reference time that was announced: when it moves, the notice starts anew. */
  announcedReference: At.optional(),
  /** When we disabled it last. */
  disabledAt: At.optional(),
  /** IAM's answer was lost and nothing proved that it was done: a report will tell. */
  unproven: z.literal(true).optional(),
  /** When a credential report first showed that it is disabled. */
  confirmedAt: At.optional(),
  /** When we first saw that somebody had enabled it again. */
  restoredAt: At.optional(),
  timesRestored: z.int().min(0).optional(),
  /** Last time that the last look or IAM said no: it then goes after the others. */
  passedOverAt: At.optional(),
  /** Since when its user has been missing from the reports. */
  vanishedAt: At.optional(),
  /** Name of the exemption that spared it in the last run. */
  exemption: z.string().optional(),
  /** Learnt when it was planned. */
  keyId: z.string().optional(),
});
export type Entry = z.infer<typeof Entry>;

const planned = {
  /** What the ledger knows the credential by. */
  id: z.string().min(1),
  userName: z.string().min(1),
  userArn: z.string().min(1),
  userCreated: At,
};
const PlannedTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), ...planned }),
  z.strictObject({ kind: z.literal('accessKey'), ...planned, keyId: z.string().min(1) }),
]);
export type PlannedTarget = z.infer<typeof PlannedTarget>;

const Open = z.strictObject({
  runId: z.string().min(1),
  /** Tells a repeat of our own request, whose answer was lost, from somebody else's. */
  requestId: z.string().min(1),
  openedAt: At,
  /** What may have been done if the run never came to its end. */
  planned: z.array(PlannedTarget),
});
export type Open = z.infer<typeof Open>;

const PendingDigest = z.strictObject({
  runId: z.string().min(1),
  subject: z.string(),
  body: z.string(),
  /** What counts as announced once this is delivered: the reference time by credential. */
  announces: z.record(z.string(), At),
});
export type PendingDigest = z.infer<typeof PendingDigest>;
export type Announces = PendingDigest['announces'];

/** As JSON, not as a policy: it may be of a release with other keys. */
export const PolicyRules = z.record(z.string(), z.json());
export type PolicyRules = z.infer<typeof PolicyRules>;

/** What the last run that could judge went by, to tell the next one what has changed since. */
const JudgedRun = z.strictObject({
  at: At,
  /** As it stood in the parameter. */
  mode: z.enum(MODES),
  policy: z.strictObject({
    version: z.int().optional(),
    sha256: z.string(),
    rules: PolicyRules,
  }),
  /** Credentials by verdict. */
  counts: z.record(z.string(), z.int().min(0)),
  /** Of the account, by check. */
  findings: z.record(z.string(), z.array(z.string())).optional(),
});
export type JudgedRun = z.infer<typeof JudgedRun>;

const LastRun = z.strictObject({
  runId: z.string().min(1),
  endedAt: At,
  /** Users in the last readable credential report. */
  users: z.int().min(0).optional(),
  judged: JudgedRun.optional(),
});

/** `ledger.json`: everything that a sweep knows of earlier ones. */
export const Ledger = z.strictObject({
  version: z.literal(1),
  accountId: z.string().regex(/^\d{12}$/),
  open: Open.nullable(),
  pendingDigest: PendingDigest.nullable(),
  lastRun: LastRun.nullable(),
  credentials: z.record(z.string(), Entry),
});
export type Ledger = z.infer<typeof Ledger>;

export function emptyLedger(accountId: string): Ledger {
  return { version: 1, accountId, open: null, pendingDigest: null, lastRun: null, credentials: {} };
}
