import * as z from 'zod';
import { type Instant } from '../instant';
import { At } from '../ledger/schema';
import type { ToldToAccount } from '../ledger/untold';
import { parseRecord, RecordError, recordText } from '../strict-record';
import { AccountNumber } from './account';
import type { ToldMail } from './allot';
import { Mail } from './digest/mail-text';

const ids = z.array(z.string().min(1));

const toAccount = {
  accountId: AccountNumber,
  /** The account's runs of which nothing is left to tell once the mail is out. */
  runs: ids,
  /** Ids whose notice begins with the mail. */
  announced: ids,
  /** Every other id that stood in it, in any section. Allot takes nobody that no mail has named. */
  repeated: ids,
};

const PlannedTold = z.strictObject(toAccount);
export type PlannedTold = z.infer<typeof PlannedTold>;

const whoIsTold = {
  version: z.literal(1),
  runId: z.string().min(1),
  /** Every account whose answer stood in the mail, also one with nothing to announce. */
  accounts: z.array(PlannedTold),
};
const WhoIsTold = z.strictObject(whoIsTold);
export type WhoIsTold = z.infer<typeof WhoIsTold>;

/**
 * `told-plan.json`: a mail, and who is told what by it. It is one record, written once and before the mail goes out: two
 * Tells at the same time cannot send the mail of one and tell by the plan of the other. Tell may be repeated at any point,
 * and derives every `told.json` from this one text.
 */
export const ToldPlan = z.strictObject({ ...whoIsTold, mail: Mail });
export type ToldPlan = z.infer<typeof ToldPlan>;

/** A mail that says that it gives no notice begins none, even if somebody hears it later. */
export function withoutNotice(plan: WhoIsTold): WhoIsTold {
  return {
    ...plan,
    accounts: plan.accounts.map(({ announced, repeated, ...account }) => ({
      ...account,
      announced: [],
      repeated: [...announced, ...repeated],
    })),
  };
}

/** @throws ToldError */
export function parseToldPlan(text: string, { runId }: Pick<ToldPlan, 'runId'>): ToldPlan {
  const plan = parseRecord(text, ToldPlan, 'told-plan.json', ToldError);
  if (plan.runId !== runId) throw new ToldError(`told-plan.json is that of run ${plan.runId}`);
  return plan;
}

export function toldPlanText(plan: ToldPlan): string {
  return recordText(ToldPlan, plan);
}

/** `told.json` in the folder of the account's own run: what an auditor of one account finds. */
export const Told = z.strictObject({
  version: z.literal(1),
  /** The organization's run. */
  runId: z.string().min(1),
  ...toAccount,
  /** When SNS took the mail. */
  at: At,
  /** The subscriptions that counted as hearing it. */
  subscribers: z.int().min(1),
  /** The `s3://` address of the mail. */
  digest: z.string().min(1),
});
export type Told = z.infer<typeof Told>;

/** The `told.json` of each account, by the plan alone. A mail that nobody heard tells nobody, so it has none. */
export function toldOf(
  { runId, accounts }: WhoIsTold,
  { at, subscribers, digest }: Pick<Told, 'at' | 'subscribers' | 'digest'>,
): Told[] {
  if (subscribers === 0) return [];
  return accounts.map((account) => ({ version: 1, runId, ...account, at, subscribers, digest }));
}

/** What tells an account of its digest cannot be understood. So it counts as not told. */
export class ToldError extends RecordError {
  override readonly name = 'ToldError';
}

/** @throws ToldError */
export function parseTold(text: string, { accountId }: Pick<Told, 'accountId'>): Told {
  const told = parseRecord(text, Told, 'told.json', ToldError);
  if (told.accountId !== accountId) throw new ToldError('told.json is that of another account');
  return told;
}

export function toldText(told: Told): string {
  return `${JSON.stringify(z.encode(Told, told), null, 1)}\n`;
}

/** What the account takes over with `withTold`. */
export function toldToAccount({ at, runId, runs, announced }: Told): ToldToAccount {
  return { at, runId, runs, announced };
}

/** What Allot remembers of a mail that is out. */
export function toldMail({ accounts }: WhoIsTold, at: Instant): ToldMail {
  return {
    at,
    accounts: accounts.map(({ accountId, announced, repeated }) => ({
      accountId,
      ids: [...announced, ...repeated],
    })),
  };
}
