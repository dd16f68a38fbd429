import type { World } from '../world';

/** One law of docs/design.md §1 as a judgement on what truly happened. */
export interface Law {
  readonly name: string;
  /** How it was broken, a sentence each; none when it holds. */
  readonly brokenBy: (world: World) => string[];
}
