import type { Match } from './schema';

/** What a `match` looks at. Tags and groups are undefined when they are unknown, which is not the same as none. */
export interface Subject {
  readonly name: string;
  /** `/` or `/team/`, from the user's ARN. */
  readonly path: string;
  readonly tags: ReadonlyMap<string, string> | undefined;
  /** Names of the groups. Undefined also when the policy names no group, because they are not read then. */
  readonly groups: readonly string[] | undefined;
}

/** `unknown` when the answer depends on tags or groups that are unknown. */
export type Matched = 'yes' | 'no' | 'unknown';

/** "All lists that are given must match. One entry of a list is enough" (docs/design.md §3.3). */
export function matches(match: Match, subject: Subject): Matched {
  const results: Matched[] = [];
  if (match.users) results.push(yesNo(match.users.some((glob) => globMatches(glob, subject.name))));
  if (match.paths) results.push(yesNo(match.paths.some((prefix) => subject.path.startsWith(prefix))));
  if (match.groups) results.push(groupsMatch(match.groups, subject.groups));
  if (match.tags) results.push(tagsMatch(match.tags, subject.tags));
  if (results.includes('no')) return 'no';
  return results.includes('unknown') ? 'unknown' : 'yes';
}

function yesNo(isMatch: boolean): Matched {
  return isMatch ? 'yes' : 'no';
}

/** IAM does not allow two group names that differ only in case, so the case is ignored. */
function groupsMatch(wanted: readonly string[], groups: Subject['groups']): Matched {
  if (groups === undefined) return 'unknown';
  const memberOf = new Set(groups.map((group) => group.toLowerCase()));
  return yesNo(wanted.some((group) => memberOf.has(group.toLowerCase())));
}

/** Tag keys on IAM users are not case-sensitive; tag values are. */
function tagsMatch(wanted: Readonly<Record<string, string>>, tags: Subject['tags']): Matched {
  if (tags === undefined) return 'unknown';
  const byKey = new Map([...tags].map(([key, value]) => [key.toLowerCase(), value]));
  return yesNo(
    Object.entries(wanted).some(([key, value]) => {
      const actual = byKey.get(key.toLowerCase());
      return actual !== undefined && (value === '*' || value === actual);
    }),
  );
}

/** `*` matches any characters, `?` exactly one. Not a regular expression, which could be slow for a hostile pattern. */
function globMatches(glob: string, name: string): boolean {
  const pattern = glob.toLowerCase();
  const text = name.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  let next = 0;
  while (at < text.length) {
    if (next < pattern.length && pattern[next] === '*') {
      star = next;
      resume = at;
      next += 1;
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === text[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      // Let the last star match one more character, and try again from there.
      resume += 1;
      at = resume;
      next = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}
