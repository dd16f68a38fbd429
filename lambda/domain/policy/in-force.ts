import type { Policy } from './schema';

/** The policy in force, and where it came from. */
export interface PolicyInForce {
  readonly policy: Policy;
  /** Version of the SSM parameter; undefined when it was read from a file. */
  readonly version?: number;
  /** SHA-256 of the policy's text, in hex. */
  readonly sha256: string;
  /** Whether the text is the one that was deployed; undefined when nothing was. */
  readonly asDeployed?: boolean;
}
