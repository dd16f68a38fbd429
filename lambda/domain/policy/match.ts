import type { Match } from './schema';

/** What a `match` asks about a user. `undefined`: could not be read, which is neither "none" nor "no". */
export interface Subject {
  readonly name: string;
  /** `/` or `/team/`, from the user's ARN. */
  readonly path: string;
  readonly tags: ReadonlyMap<string, string> | undefined;
  /** Names of the groups; `undefined` also when the policy names none and nobody asked. */
  readonly groups: readonly string[] | undefined;
}

/** `unknown` when the answer hangs on tags or groups that could not be read. */
export type Matched = 'yes' | 'no' | 'unknown';

/** "All that are given must match, any entry of one suffices." */
export function matches(match: Match, subject: Subject): Matched {
  const answers: Matched[] = [];
  if (match.users) answers.push(yesNo(match.users.some((glob) => globMatches(glob, subject.name))));
  if (match.paths) answers.push(yesNo(match.paths.some((prefix) => subject.path.startsWith(prefix))));
  if (match.groups) answers.push(groupsMatch(match.groups, subject.groups));
  if (match.tags) answers.push(tagsMatch(match.tags, subject.tags));
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

function yesNo(answer: boolean): Matched {
  return answer ? 'yes' : 'no';
}

/** IAM takes group names as unique without regard to case, so a difference in case alone is the same group. */
function groupsMatch(wanted: readonly string[], groups: Subject['groups']): Matched {
  if (groups === undefined) return 'unknown';
  const member = new Set(groups.map((group) => group.toLowerCase()));
  return yesNo(wanted.some((group) => member.has(group.toLowerCase())));
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

/** `*`: any run of characters, `?`: exactly one. Without regular expressions, so that no pattern is slow. */
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
      // Let the last star swallow one character more, and try again from there.
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
