export const MODES = ['dry-run', 'enforce'] as const;
/** `dry-run`: report only. `enforce`: delete stale login profiles and set stale access keys Inactive. */
export type Mode = (typeof MODES)[number];

/** Anything but the two words, to the letter, is no mode. */
export function isMode(text: string): text is Mode {
  return MODES.some((mode) => mode === text);
}
