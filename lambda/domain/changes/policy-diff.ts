type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The changes of an edit, one line each: `accessKey.maxUnusedDays: 45 -> 90`, `exemptions "contractors": added {...}`.
 * Exemptions and overrides are identified by name, as the policy requires.
 */
export function policyChanges(before: Json | undefined, after: Json | undefined, place = ''): string[] {
  if (isNamedList(before) && isNamedList(after)) return listChanges(before, after, place);
  if (isTextList(before) && isTextList(after)) return entryChanges(before, after, place);
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => policyChanges(before[key], after[key], place ? `${place}.${key}` : key));
  }
  const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
  if (was === is) return [];
  if (was === undefined) return [`${place}: added ${shortened(is)}`];
  if (is === undefined) return [`${place}: removed, was ${shortened(was)}`];
  return [`${place}: ${shortened(was)} -> ${shortened(is)}`];
}

/** Applied to each side, so that a long one does not hide the other. */
function shortened(json = '', maxLength = 200): string {
  const characters = Array.from(json);
  return characters.length <= maxLength ? json : `${characters.slice(0, maxLength).join('')}...`;
}

/** The entries that were added to a list of names, and removed: you would not see one in a long list. */
function entryChanges(before: readonly string[], after: readonly string[], place: string): string[] {
  const linesOf = (change: string, entries: readonly string[]) =>
    entries.map((entry) => `${place}: ${change} ${shortened(JSON.stringify(entry))}`);
  return [
    ...linesOf(
      'added',
      after.filter((entry) => !before.includes(entry)),
    ),
    ...linesOf(
      'removed',
      before.filter((entry) => !after.includes(entry)),
    ),
  ];
}

type Named = { readonly name: string } & { readonly [key: string]: Json };

function listChanges(before: readonly Named[], after: readonly Named[], place: string): string[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  const changes = names.flatMap((name) => {
    const entryOf = (list: readonly Named[]) => list.find((entry) => entry.name === name);
    return policyChanges(entryOf(before), entryOf(after), `${place} ${JSON.stringify(name)}`);
  });
  const sharedNames = (list: readonly Named[], other: readonly Named[]) =>
    list.map(({ name }) => name).filter((name) => other.some((entry) => entry.name === name));
  // The order matters: the first override that matches applies (docs/design.md §3.3).
  const reordered = sharedNames(before, after).join('\n') !== sharedNames(after, before).join('\n');
  return reordered ? [...changes, `${place}: in another order`] : changes;
}

function isObject(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isTextList(json: Json | undefined): json is readonly string[] {
  return Array.isArray(json) && json.length > 0 && json.every((entry) => typeof entry === 'string');
}

function isNamedList(json: Json | undefined): json is readonly Named[] {
  return Array.isArray(json) && json.every((entry) => isObject(entry) && typeof entry['name'] === 'string');
}
