/**
 * What the random histories found and the code does not keep, with an example of its own in `regressions.long.test.ts`.
 * While it stands here the random histories look away from it, so that they go on looking for others: with a
 * fix, the line goes.
 */
export const UNSETTLED: Set<Unsettled> = new Set<Unsettled>(['restored before the next run']);

export type Unsettled =
  /** A write of a run that died before its result.json, undone by a person before the next run looks. */
  'restored before the next run';
