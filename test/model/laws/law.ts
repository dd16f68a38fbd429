import type { World } from '../world';

/** One law of DESIGN as a judgement on what truly happened. */
export interface Law {
  readonly name: string;
  /** How it was broken, a sentence each; none when it holds. */
  readonly brokenBy: (world: World) => string[];
}
