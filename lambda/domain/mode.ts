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
