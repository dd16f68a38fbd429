import type { History } from '../history';
import type { Mutation } from '../mutate';

/** What is wrong, and which law finds it; with a history of its own where chance would take long. */
export interface Seeded {
  readonly law: string;
  readonly what: string;
  readonly mutation: Mutation;
  readonly history?: History;
}
