import type { Mutation } from '../../mutate';
import type { OrganizationHistory } from '../history';

/** What is wrong, and which law finds it; with a history of its own where chance would take long. */
export interface SeededOrganization {
  readonly law: string;
  readonly what: string;
  readonly mutation: Mutation;
  readonly history?: OrganizationHistory;
}
