import * as z from 'zod';
import { At, LedgerError } from '../../ledger/schema';
import { parseRecord } from '../../strict-record';
import { AccountNumber } from '../account';

const count = z.int().min(0);

/** The run that has the organization. Another run waits or ends. */
const Open = z.strictObject({
  runId: z.string().min(1),
  /** Step Functions retries a step of the same execution. Another execution of the same run is a second delivery. */
  executionArn: z.string().min(1),
  openedAt: At,
  /** The run that it took over. */
  takenOver: z
    .strictObject({
      runId: z.string().min(1),
      /** `false`: it ended before anything was swept. */
      hadRoster: z.boolean(),
      /** Its folder, if the records in it are not understood. */
      notUnderstood: z.string().min(1).optional(),
    })
    .optional(),
  /** Earlier runs whose mails went out when it began. */
  deliveredLate: z.array(z.string().min(1)).optional(),
});
export type Open = z.infer<typeof Open>;

/** A run whose digest is not known to be out; its `told-plan.json` has all that is to be told. */
const UntoldRun = z.strictObject({
  runId: z.string().min(1),
  /** SNS took the mail, and perhaps not every `told.json` is written. */
  publishedAt: At.optional(),
  /** The subscriptions that counted as hearing it then; with 0 it tells nobody, and has no `told.json`. */
  subscribers: count.optional(),
});
export type UntoldRun = z.infer<typeof UntoldRun>;

/** A mail that somebody heard. */
const Delivered = z.strictObject({ runId: z.string().min(1), at: At });
export type Delivered = z.infer<typeof Delivered>;

/** How many credentials one run disabled in one account, or may have. */
const Spent = z.strictObject({
  runId: z.string().min(1),
  /** The end of the run, or Allot as long as it has not ended. */
  at: At,
  count,
});
export type Spent = z.infer<typeof Spent>;

/** A run that may have disabled credentials in an account, and did not say. */
const InFlight = z.strictObject({
  runId: z.string().min(1),
  accountId: AccountNumber,
  accountName: z.string().optional(),
  /** What its `plan.json` has. */
  actions: z.array(z.strictObject({ id: z.string().min(1), keyId: z.string().min(1).optional() })),
});
export type InFlight = z.infer<typeof InFlight>;

const LastRun = z.strictObject({
  runId: z.string().min(1),
  endedAt: At,
  /** Accounts in the last list of the whole organization. */
  accounts: count.optional(),
  /** The last run that froze the whole organization: its accounts.json is what the next is compared with. */
  rosterOf: z.string().min(1).optional(),
  coverage: z
    .strictObject({ completed: count, halted: count, unreachable: count, suspended: count, excluded: count })
    .optional(),
});

/** `organization/ledger.json`: what runs of the organization remember (docs/design.md §9.8). Strict. */
export const OrganizationLedger = z.strictObject({
  version: z.literal(1),
  organizationId: z.string().regex(/^o-[a-z0-9]{10,32}$/),
  open: Open.nullable(),
  /** The oldest first. */
  untold: z.array(UntoldRun),
  /** The mails by whose `told-plan.json` Allot knows who was told; as long as a notice lasts. */
  delivered: z.array(Delivered).optional(),
  lastRun: LastRun.nullable(),
  /** By account id. */
  spent: z.record(AccountNumber, z.array(Spent)),
  inFlight: z.array(InFlight),
  /** Since when an account is not covered, by account id. */
  uncoveredSince: z.record(AccountNumber, At),
});
export type OrganizationLedger = z.infer<typeof OrganizationLedger>;

export function emptyOrganizationLedger(organizationId: string): OrganizationLedger {
  return {
    version: 1,
    organizationId,
    open: null,
    untold: [],
    lastRun: null,
    spent: {},
    inFlight: [],
    uncoveredSince: {},
  };
}

/** @throws LedgerError that names the place, or the organization when the ledger belongs to another one */
export function parseOrganizationLedger(text: string, organizationId: string): OrganizationLedger {
  const ledger = parseRecord(text, OrganizationLedger, "the organization's ledger", LedgerError);
  if (ledger.organizationId !== organizationId) {
    throw new LedgerError(`the organization's ledger is that of ${ledger.organizationId}`);
  }
  return ledger;
}

export function organizationLedgerText(ledger: OrganizationLedger): string {
  return `${JSON.stringify(z.encode(OrganizationLedger, ledger), null, 1)}\n`;
}
