/**
 * What the random histories found and the code does not keep yet, with an example of its own in `found.test.ts`.
 * While it stands here the random histories look away from it, so that they go on looking for others: with the
 * fix, the line goes.
 */
export const UNSETTLED: Set<Unsettled> = new Set<Unsettled>([
  'restored before the next run',
  'a twin is left alone',
  'a twin whose date is odd',
]);

export type Unsettled =
  /** A write of a run that died before its result.json, undone by a person before the next run looks. */
  | 'restored before the next run'
  /** With the deletion of its twin a key gets another name in the ledger, and what it remembers is lost. */
  | 'a twin is left alone'
  /** A last use that is not understood makes twins look as if they could be told apart. */
  | 'a twin whose date is odd';
