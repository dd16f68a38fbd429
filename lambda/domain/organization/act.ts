import * as z from 'zod';
import { At } from '../ledger/schema';
import { AccountNumber } from './account';

/** Why a whole run acts on nobody. */
export const BARRIERS = ['mode', 'coverage', 'subscribers', 'delivery', 'limits'] as const;
export type Barrier = (typeof BARRIERS)[number];

/**
 * An item of `act.json`, over which Act maps: an account that stopped at its plan. It may disable those of `ids` that
 * its new plan has, too, and never more.
 */
export const ActItem = z.strictObject({
  version: z.literal(1),
  runId: z.string().min(1),
  id: AccountNumber,
  /** Ids of the account's ledger. */
  ids: z.array(z.string().min(1)),
  /** The account runs as dry-run. `changed`: its state, its OU or its mode is not what Freeze found. */
  barrier: z.enum([...BARRIERS, 'changed']).optional(),
});
export type ActItem = z.infer<typeof ActItem>;

export const ActItems = z.array(ActItem);

/** A credential that its account would disable now. */
const Candidate = z.strictObject({ accountId: AccountNumber, id: z.string().min(1), reference: At });
export type Candidate = z.infer<typeof Candidate>;

/**
 * `allotment.json`: what Allot decided, for Tell. By then the answers are those of Act. It is written before `act.json`,
 * which is its `items`.
 */
export const Allotment = z.strictObject({
  version: z.literal(1),
  runId: z.string().min(1),
  /** One for each account that stopped at its plan: so each of them ends with a record and a digest. */
  items: ActItems,
  /** How many credentials this run may disable in the whole organization. */
  room: z.int().min(0),
  /** How many the accounts that may act have planned. */
  planned: z.int().min(0),
  /** How many of them stood in no mail of late, so that they wait. */
  plannedUntold: z.int().min(1).optional(),
  barrier: z.enum(BARRIERS).optional(),
  /** Told and never acted on: what would go today if every account did enforce. */
  wouldBeDisabled: z.array(Candidate),
  /** What is next, as many as three such days have room for: first of the accounts that may act. The mail lists them. */
  next: z.array(Candidate),
});
export type Allotment = z.infer<typeof Allotment>;
