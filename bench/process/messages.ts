import * as z from 'zod';

/** The options of the fake AWS's process. */
export const Wanted = z.object({
  size: z.int().positive(),
  mix: z.enum(['together', 'apart']),
  /** A token bucket for each IAM action. @default no throttling */
  bucket: z.object({ perSecond: z.number(), burst: z.number() }).optional(),
  /** The text of the policy parameter. */
  policy: z.string(),
});
export type Wanted = z.infer<typeof Wanted>;

export const Order = z.enum(['tally', 'next day', 'give notice']);
export type Order = z.infer<typeof Order>;

/** The calls since the last tally. `disabled` lists all disabled credentials. */
export const Tally = z.object({
  /** IAM calls by action, with refused ones. */
  calls: z.record(z.string(), z.number()),
  throttled: z.number(),
  /** How many writes took effect. */
  mutations: z.number(),
  /** The names of accounts.ts. */
  disabled: z.array(z.string()),
});
export type Tally = z.infer<typeof Tally>;
