type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What an edit of the policy did, one line each: `accessKey.maxUnusedDays: 45 -> 90`,
 * `exemptions "contractors": added {...}`. Entries of a list are told apart by their names, as the policy does.
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

/** Each side by itself: a long one must not hide the other. */
function shortened(json = '', longest = 200): string {
  const characters = Array.from(json);
  return characters.length <= longest ? json : `${characters.slice(0, longest).join('')}...`;
}

/** Of a list of names, the ones that came and went: in a long list an added one would go unseen. */
function entryChanges(before: readonly string[], after: readonly string[], place: string): string[] {
  const told = (what: string, entries: readonly string[]) =>
    entries.map((entry) => `${place}: ${what} ${shortened(JSON.stringify(entry))}`);
  return [
    ...told(
      'added',
      after.filter((entry) => !before.includes(entry)),
    ),
    ...told(
      'removed',
      before.filter((entry) => !after.includes(entry)),
    ),
  ];
}

type Named = { readonly name: string } & { readonly [key: string]: Json };

function listChanges(before: readonly Named[], after: readonly Named[], place: string): string[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  const changes = names.flatMap((name) => {
    const of = (list: readonly Named[]) => list.find((entry) => entry.name === name);
    return policyChanges(of(before), of(after), `${place} ${JSON.stringify(name)}`);
  });
  const orderOf = (list: readonly Named[], other: readonly Named[]) =>
    list.map(({ name }) => name).filter((name) => other.some((entry) => entry.name === name));
  // The first override that matches wins.
  const moved = orderOf(before, after).join('\n') !== orderOf(after, before).join('\n');
  return moved ? [...changes, `${place}: in another order`] : changes;
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
