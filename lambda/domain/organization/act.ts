import * as z from 'zod';
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
