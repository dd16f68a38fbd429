import * as z from 'zod';
import { SEVERITIES } from '../account-checks/check';
import { At } from '../ledger/schema';
import { MODES } from '../settings';
import { parseRecord, RecordError, recordText } from '../strict-record';
import { AccountNumber } from './account';

/** An answer is read whole by Allot and Tell, one for each account. */
export const MAX_ANSWER_BYTES = 65_536;

/** Sections of an account's digest whose entries report what was done, or may have been. They are never dropped. */
export const DEEDS = ['failed', 'reconciled', 'lateEffect', 'lateResets', 'disabled', 'lockNews'] as const;

/** The sections that the organization's digest is made of, in their order. What has least room comes last. */
export const ITEM_SECTIONS = [
  'lockAlerts',
  ...DEEDS,
  'restored',
  'planned',
  'newlyOnNotice',
  'onNotice',
] as const;
export type ItemSection = (typeof ITEM_SECTIONS)[number];

/** An entry of the account's own digest, as the organization's digest may print it. */
export const AnswerItem = z.strictObject({
  section: z.enum(ITEM_SECTIONS),
  /** The ledger's id of the credential; absent where the entry is about none that has one. */
  id: z.string().min(1).optional(),
  /** The reference time by which Allot and the digest sort. */
  reference: At.optional(),
  /** The first day on which it may be disabled. */
  actOn: z.iso.date().optional(),
  /** At most 72 columns each, cleaned, with the undo command. */
  lines: z.array(z.string().max(256)).min(1).max(60),
});
export type AnswerItem = z.infer<typeof AnswerItem>;

/** A credential that the account would disable now, under its own limits. */
const PlannedCredential = z.strictObject({ id: z.string().min(1), reference: At });
export type PlannedCredential = z.infer<typeof PlannedCredential>;

const FailingCheck = z.strictObject({
  id: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  findings: z.int().min(1),
});
export type FailingCheck = z.infer<typeof FailingCheck>;

/**
 * `planned`: the account stopped at its plan, and wrote nothing; it waits for its allotment. `halted`: it did less than
 * it was asked to, and `halts` says why. `failed`: it did all, and some action failed. `unreachable`: the sweep did not
 * get into the account. An answer of another status than `planned` and `unreachable` is final.
 */
export const ANSWER_STATUSES = ['completed', 'failed', 'halted', 'planned', 'unreachable'] as const;

/** `organization/answers/.../<account id>.json`: what one account's sweep tells the organization's run. */
export const Answer = z.strictObject({
  version: z.literal(1),
  runId: z.string().min(1),
  accountId: AccountNumber,
  at: At,
  status: z.enum(ANSWER_STATUSES),
  halts: z.array(
    z.strictObject({ effect: z.enum(['halted', 'ranAsDryRun']), reason: z.string(), message: z.string() }),
  ),
  /** The effective mode; null if the run halted before it was known. */
  mode: z.enum(MODES).nullable(),
  /** By verdict and outcome, as in result.json. */
  counts: z.record(z.string(), z.int().min(0)),
  users: z.int().min(0),
  activeCredentials: z.int().min(0),
  /** In every mode: a dry-run's are part of what an enforcing organization would do. The oldest first. */
  planned: z.array(PlannedCredential),
  /** Planned credentials that the answer had no room for. */
  plannedLeftOut: z.int().min(0),
  /** How many credentials this run disabled, or may have. The organization's limits count them. */
  spent: z.int().min(0),
  items: z.array(AnswerItem),
  /** Entries that the answer had no room for, by section. They are in the account's records. */
  leftOut: z.partialRecord(z.enum(ITEM_SECTIONS), z.int().min(1)),
  /** Earlier runs whose digest nobody has had, the oldest first, with the entries of their own answers. */
  untold: z.array(z.strictObject({ runId: z.string().min(1), items: z.array(AnswerItem) })),
  /** Nothing of a killed run is open in the account any more: it was looked up, or there was none. */
  caughtUp: z.boolean(),
  checks: z.array(FailingCheck),
  /** The `s3://` prefix of the run's records in the account's folder. */
  record: z.string(),
  durationMs: z.int().min(0),
  iamCalls: z.int().min(0),
});
export type Answer = z.infer<typeof Answer>;

/** An attempt before may have written, and been killed: a later one that was not let in knows nothing of it. */
export function isFinal({ status }: Pick<Answer, 'status'>): boolean {
  return status !== 'planned' && status !== 'unreachable';
}

export function isDeed({ section }: Pick<AnswerItem, 'section'>): boolean {
  return DEEDS.some((deed) => deed === section);
}

/** The answer cannot be understood, so its account counts as not reached. */
export class AnswerError extends RecordError {
  override readonly name = 'AnswerError';
}

/**
 * @param asked the run, and the account by whose name the answer was stored
 * @throws AnswerError
 */
export function parseAnswer(text: string, asked: Pick<Answer, 'runId' | 'accountId'>): Answer {
  if (bytesOf(text) > MAX_ANSWER_BYTES) {
    throw new AnswerError(`its answer is over ${MAX_ANSWER_BYTES} bytes`);
  }
  const answer = parseRecord(text, Answer, 'its answer', AnswerError);
  for (const key of ['runId', 'accountId'] as const) {
    if (answer[key] !== asked[key]) {
      throw new AnswerError(`its answer is that of ${key === 'runId' ? 'run' : 'account'} ${answer[key]}`);
    }
  }
  return answer;
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Without a check of the size; `fittedAnswer` sees to that. */
export function answerText(answer: Answer): string {
  return recordText(Answer, answer);
}
