import type { KeyContext } from '../judge/key-context';
import { masked } from './key-id';
import { clean, wrap } from './text';

/** What helps to find out what a key is for: the user's other key, and what people wrote about the user's keys. */
export function keyContextLines({ otherKey, keyDescriptions = [] }: KeyContext, indent = 4): string[] {
  return [
    // A key that was replaced is safe to lose; the only one may be all that a job has.
    ...(otherKey === undefined || otherKey === 'unclear'
      ? []
      : wrap(`the user's other key is ${otherKey === 'inUse' ? 'in use' : 'unused, too'}`, indent)),
    // The report has no key ids: all of the user's are told, each with its id.
    ...keyDescriptions.flatMap(({ keyId, text }) =>
      wrap(`key ${masked(keyId)} is described as "${clean(text, 100)}"`, indent, indent + 2),
    ),
  ];
}
