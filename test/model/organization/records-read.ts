import * as z from 'zod';

// What stands in the bucket, as far as the laws ask about it; the format is that of docs/design.md §9, and read here a
// second time.

const ids = z.array(z.string());

const Told = z.looseObject({
  runId: z.string(),
  at: z.iso.datetime().transform((text) => Date.parse(text)),
  runs: ids,
  announced: ids,
  repeated: ids,
});
export type TrueTold = z.infer<typeof Told>;

const Items = z.array(z.looseObject({ id: z.string(), ids }));
const Frozen = z.looseObject({
  preview: z.boolean(),
  mode: z.looseObject({ text: z.string() }),
  policy: z.looseObject({ text: z.string() }),
  organization: z.looseObject({ text: z.string() }),
});
const Answer = z.looseObject({
  status: z.string(),
  halts: z.array(z.unknown()),
  counts: z.record(z.string(), z.number()),
  planned: z.array(z.unknown()),
  plannedLeftOut: z.number(),
});
export type TrueAnswer = z.infer<typeof Answer>;
const Ledger = z.looseObject({
  open: z.unknown(),
  untold: z.array(z.looseObject({ runId: z.string() })),
});

export const toldIn = (text: string): TrueTold => Told.parse(JSON.parse(text));
export const itemsIn = (text: string): z.infer<typeof Items> => Items.parse(JSON.parse(text));
export const frozenIn = (text: string): z.infer<typeof Frozen> => Frozen.parse(JSON.parse(text));
export const answerIn = (text: string): TrueAnswer => Answer.parse(JSON.parse(text));
/** Without a ledger no run has ever begun. */
export const ledgerIn = (text = '{"open":null,"untold":[]}'): z.infer<typeof Ledger> =>
  Ledger.parse(JSON.parse(text));
