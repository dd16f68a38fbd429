import * as z from 'zod';

/** What the process of the fake AWS is started with. */
export const Wanted = z.object({
  size: z.int().positive(),
  mix: z.enum(['together', 'apart']),
  /** A token bucket for each IAM action; none unless given. */
  bucket: z.object({ perSecond: z.number(), burst: z.number() }).optional(),
  /** The text of the policy parameter. */
  policy: z.string(),
});
export type Wanted = z.infer<typeof Wanted>;

export const Order = z.enum(['tally', 'give notice']);
export type Order = z.infer<typeof Order>;

/** What reached the fake since the last tally; `disabled` is the account as it stands. */
export const Tally = z.object({
  /** IAM's, by action, refused ones included. */
  calls: z.record(z.string(), z.number()),
  throttled: z.number(),
  /** Writes that took effect. */
  mutations: z.number(),
  /** Named as in accounts.ts. */
  disabled: z.array(z.string()),
});
export type Tally = z.infer<typeof Tally>;
