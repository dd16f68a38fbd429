import { utcDate } from '../instant';
import type { KeyContext } from '../judge/key-context';
import { masked } from './key-id';
import { clean, wrap } from './text';

/**
 * What helps to find out what a key is for: the user's other key, and what people wrote about the user's keys.
 *
 * @param options `keyId`: where it is known; the report names no key, so that else all that is written is told
 */
export function keyContextLines(
  { otherKey, keyDescriptions = [] }: KeyContext,
  { indent = 4, keyId }: { readonly indent?: number; readonly keyId?: string | undefined } = {},
): string[] {
  return [
    ...(otherKey && otherKey.verdict !== 'unclear' ? wrap(otherKeyText(otherKey), indent) : []),
    ...keyDescriptions
      .filter((description) => keyId === undefined || description.keyId === keyId)
      .flatMap((description) =>
        wrap(
          `key ${masked(description.keyId)} is described as "${clean(description.text, 100).replaceAll('"', "'")}"`,
          indent,
          indent + 2,
        ),
      ),
  ];
}

/** A key that was replaced is safe to lose; the only one may be all that a job has. */
function otherKeyText({ verdict, lastUsed }: NonNullable<KeyContext['otherKey']>): string {
  if (lastUsed === 'never') return "the user's other key has never been used";
  return verdict === 'inUse'
    ? `the user's other key is in use, last ${utcDate(lastUsed)}`
    : `the user's other key is unused, too, since ${utcDate(lastUsed)}`;
}
