import * as z from 'zod';
import { MODES } from '../settings';
import { parseRecord, RecordError } from '../strict-record';

/** ISO 8601 in the file, milliseconds since 1970 in the code. */
export const At = z.codec(z.iso.datetime(), z.number(), {
  decode: (text) => Date.parse(text),
  encode: (at) => new Date(at).toISOString(),
});

/** What runs remember about one credential. The fields are described in docs/design.md §5.8. */
const Entry = z.strictObject({
  /** When a digest that somebody can have got first announced it (docs/design.md §5.9). */
  announcedAt: At.optional(),
  /** The report's reference time that was announced. When it moves, the announcement is dropped. */
  announcedReference: At.optional(),
  /** When iam-lapse disabled it last, or may have. */
  disabledAt: At.optional(),
  /** Nothing proves that the write was done. A later report decides. */
  unproven: z.literal(true).optional(),
  /**
   * When iam-lapse last tried to disable it, without an answer of IAM, and the read-back showed it active. A later
   * report that shows it disabled proves the write.
   */
  triedAt: At.optional(),
  /**
   * The password was deleted, and CloudTrail has not been asked again whether somebody had set it right before: events
   * come late (docs/design.md §5.6).
   */
  lookAgain: z.literal(true).optional(),
  /** When a credential report first showed that it is disabled. */
  confirmedAt: At.optional(),
  /** When iam-lapse last saw that somebody had enabled it again. */
  restoredAt: At.optional(),
  timesRestored: z.int().min(0).optional(),
  /** When it was last `refused` or `failed`. Its turn comes last then. */
  passedOverAt: At.optional(),
  /** Since when its user has been missing from the reports. */
  vanishedAt: At.optional(),
  /** Name of the exemption that protected it in the last run whose digest was delivered. */
  exemption: z.string().optional(),
  /** Known since it was planned. */
  keyId: z.string().optional(),
});
export type Entry = z.infer<typeof Entry>;

const planned = {
  /** The ledger's id of the credential. */
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
  /** Distinguishes a repeat of the run's own write, whose response was lost, from another run's write. */
  requestId: z.string().min(1),
  openedAt: At,
  /** The actions that may have been done if the run was killed. */
  planned: z.array(PlannedTarget),
  /** Killed runs before it whose plans are part of this one, the oldest first. */
  earlier: z.array(z.string().min(1)).optional(),
});
export type Open = z.infer<typeof Open>;

const PendingDigest = z.strictObject({
  runId: z.string().min(1),
  subject: z.string(),
  body: z.string(),
  /** What counts as announced once this digest is delivered: the reference time by credential id. */
  announces: z.record(z.string(), At),
});
export type PendingDigest = z.infer<typeof PendingDigest>;
export type Announces = PendingDigest['announces'];

/** Any JSON object, because another release may have written it with other keys. */
export const PolicyRules = z.record(z.string(), z.json());
export type PolicyRules = z.infer<typeof PolicyRules>;

/** The last run that judged the account and whose digest was heard. Notices are counted from it, and changes. */
const JudgedRun = z.strictObject({
  at: At,
  /** The mode parameter's value. */
  mode: z.enum(MODES),
  policy: z.strictObject({
    version: z.int().optional(),
    sha256: z.string(),
    rules: PolicyRules,
  }),
  /** Credentials by verdict. */
  counts: z.record(z.string(), z.int().min(0)),
  /** Account findings by check id. */
  findings: z.record(z.string(), z.array(z.string())).optional(),
});
export type JudgedRun = z.infer<typeof JudgedRun>;

/** A run of an organization, whose digest was handed in and is not known to be out (docs/design.md §9.7). */
const UntoldRun = z.strictObject({
  runId: z.string().min(1),
  /** The reference time by credential id, of all that its digest could announce. */
  announces: z.record(z.string(), At),
  /** Absent if it judged nobody. */
  judged: JudgedRun.optional(),
  /** Name of the exemption by credential id, of all that one protected then. */
  exemptions: z.record(z.string(), z.string()),
});
export type UntoldRun = z.infer<typeof UntoldRun>;

const LastRun = z.strictObject({
  runId: z.string().min(1),
  endedAt: At,
  /** Users in the last readable credential report. */
  users: z.int().min(0).optional(),
  judged: JudgedRun.optional(),
});

/** What became of a credential that a lock named, as far as the sweep has seen. */
const state = z.enum([
  /** The lock has read back that it is off. No report has shown it yet. */
  'locked',
  /** The lock failed to take it away, or did not say. No report has shown it yet. */
  'unproven',
  /** A report of after the lock shows it off. */
  'off',
  /** It was off, and a report of after the lock shows it on. */
  'undone',
  /** Nothing proves that it ever was off, and a report of after the lock shows it on. */
  'neverOff',
]);
const LockedCredential = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), state }),
  z.strictObject({
    kind: z.literal('accessKey'),
    keyId: z.string().min(1),
    /** Absent for a key that the lock found at its end. */
    created: At.optional(),
    state,
  }),
]);
export type LockedCredential = z.infer<typeof LockedCredential>;

/** A lock that a person ordered, as the sweep follows it up (docs/design.md §5.14). */
const Lock = z.strictObject({
  id: z.string().min(1),
  at: At,
  /** Absent if the lock did not end, or its result cannot be understood. */
  endedAt: At.optional(),
  by: z.string(),
  reason: z.string(),
  user: z.strictObject({ name: z.string().min(1), arn: z.string().min(1), created: At }),
  credentials: z.array(LockedCredential),
  /** Since when everything that it named is known to be off. Absent while something is on, or not known. */
  confirmedAt: At.optional(),
});
export type Lock = z.infer<typeof Lock>;

const Locks = z.strictObject({
  /** Every lock of before has been read. The next run lists from the day before it. */
  readUntil: At,
  known: z.array(Lock),
  /** Ids of locks whose records are not valid, and when that was told. */
  notUnderstood: z.record(z.string(), At),
});
export type Locks = z.infer<typeof Locks>;

/** `ledger.json`: what runs remember of earlier runs (docs/design.md §5.8). Strict: an unknown key is an error. */
export const Ledger = z.strictObject({
  version: z.literal(1),
  accountId: z.string().regex(/^\d{12}$/),
  open: Open.nullable(),
  pendingDigest: PendingDigest.nullable(),
  /** The oldest first. Absent in an account that sweeps itself. */
  untold: z.array(UntoldRun).optional(),
  lastRun: LastRun.nullable(),
  credentials: z.record(z.string(), Entry),
  /** Absent in a ledger of an earlier release. */
  locks: Locks.optional(),
});
export type Ledger = z.infer<typeof Ledger>;

export function emptyLedger(accountId: string): Ledger {
  return { version: 1, accountId, open: null, pendingDigest: null, lastRun: null, credentials: {} };
}

/** The ledger cannot be understood. The run halts, because nothing may be done without it. */
export class LedgerError extends RecordError {
  override readonly name = 'LedgerError';
}

/** @throws LedgerError that names the place, or the account when the ledger belongs to another one */
export function parseLedger(text: string, accountId: string): Ledger {
  const ledger = parseRecord(text, Ledger, 'the ledger', LedgerError);
  if (ledger.accountId !== accountId) {
    throw new LedgerError(`the ledger is that of account ${ledger.accountId}`);
  }
  return ledger;
}

export function ledgerText(ledger: Ledger): string {
  return `${JSON.stringify(z.encode(Ledger, ledger), null, 1)}\n`;
}
