import type { Policy } from './policy/schema';
import { sha256 } from './sha256';

/** The SSM parameters that hold mode and policy. The stack creates them under these names. */
export const MODE_PARAMETER = '/iam-lapse/mode';
export const POLICY_PARAMETER = '/iam-lapse/policy';

export const MODES = ['dry-run', 'enforce'] as const;
/** `dry-run`: report only. `enforce`: delete stale login profiles and set stale access keys Inactive. */
export type Mode = (typeof MODES)[number];

/** Exact: other spellings are not a mode (docs/design.md §3.2). */
export function isMode(text: string): text is Mode {
  return MODES.some((mode) => mode === text);
}

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

/**
 * SHA-256 of the policy's UTF-8 bytes, in hex; `sha256sum policy.json` prints the same. The stack and the function both
 * use it: if the two hashes differ, somebody has edited the policy since the deployment.
 */
export function policySha256(text: string): string {
  return sha256(text);
}
