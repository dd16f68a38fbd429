import type { OrganizationWorld } from '../world';

/** One law of an organization's runs as a judgement on what truly happened. */
export interface OrganizationLaw {
  readonly name: string;
  /** How it was broken, a sentence each; none when it holds. */
  readonly brokenBy: (world: OrganizationWorld) => string[];
}
