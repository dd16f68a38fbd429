import * as z from 'zod';
import { PLACES_IN_POLICY, Policy } from './schema';
import { count, nearest, printable } from '../text';

/**
 * Replaces zod's messages by ones for people who write JSON. Returns undefined to keep zod's message. Messages set in
 * the schema take precedence.
 *
 * @param places where the keys of the whole text have their place, for one that stands elsewhere
 */
export function policyErrorMessage(
  issue: z.core.$ZodRawIssue,
  places: Places = PLACES_IN_POLICY,
): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue, places);
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join(', ');
    case 'invalid_type':
      return issue.input === undefined ? missing(issue.expected) : wrongType(issue.expected, issue.input);
    case 'invalid_value': {
      const must = `must be ${oneOf(issue.values.map(quoted))}`;
      return issue.input === undefined ? `is missing; it ${must}` : must;
    }
    case 'too_small':
      return bound('at least', issue.origin, Number(issue.minimum));
    case 'too_big':
      return bound('at most', issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return issue.format === 'date' ? 'must be a date, such as 2027-06-30' : undefined;
    // The schema has its own messages for these, or cannot cause them.
    case 'custom':
    case 'invalid_union':
    case 'invalid_element':
    case 'not_multiple_of':
      return undefined;
  }
}

type Places = ReadonlyMap<string, readonly string[]>;
type UnknownKeys = z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>;

/** `unknown key "exemption": did you mean "exemptions"? The keys here are: ...` */
function unknownKeys(issue: UnknownKeys, places: Places): string {
  const named = issue.keys.map((key) => {
    const advice = adviceAbout(key, issue, places);
    if (advice === undefined) return quoted(key);
    return issue.keys.length === 1 ? `${quoted(key)}: ${advice}` : `${quoted(key)} (${advice})`;
  });
  const text = `unknown key ${named.join(', ')}`;
  return `${text}${text.endsWith('?') ? '' : '.'} The keys here are: ${keysOf(issue).join(', ')}`;
}

function adviceAbout(key: string, issue: UnknownKeys, placesOfKeys: Places): string | undefined {
  const meant = meantKey(key, issue);
  if (meant !== undefined) return `did you mean ${quoted(meant)}?`;
  const places = placesOfKeys.get(key);
  return places && `its place is ${places.join(' and ')}`;
}

/** The missing keys that the unknown ones are probably meant to be. That each is missing is no error of its own. */
export function missingKeysMeant(issue: UnknownKeys): string[] {
  return issue.keys.flatMap((key) => {
    const meant = meantKey(key, issue);
    return meant === undefined || isGiven(meant, issue) ? [] : [meant];
  });
}

function meantKey(key: string, issue: UnknownKeys): string | undefined {
  const known = keysOf(issue);
  // A key that is missing is more likely meant than one that is there.
  return (
    nearest(
      key,
      known.filter((each) => !isGiven(each, issue)),
    ) ?? nearest(key, known)
  );
}

function isGiven(key: string, { input }: UnknownKeys): boolean {
  return Object.hasOwn(input ?? {}, key);
}

function keysOf({ inst }: UnknownKeys): string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

/** Every list that is required may also be empty, so the message can suggest []. */
function missing(expected: string): string {
  return expected === 'array' ? 'is missing; an empty list is []' : 'is missing';
}

function wrongType(expected: string, input: unknown): string {
  if (expected === 'int') return `must be a whole number, not ${String(input)}`;
  return `must be ${NOUNS[expected] ?? expected}, not ${nounOf(input)}`;
}

/** JSON's types in plain words. zod calls an object with arbitrary keys `record`. */
const NOUNS: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'a string',
  number: 'a number',
};

function nounOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  // JSON.parse reads 1e400 as Infinity, whose `typeof` is number.
  if (typeof input === 'boolean' || input === Infinity || input === -Infinity) return String(input);
  return NOUNS[typeof input] ?? typeof input;
}

function bound(side: 'at least' | 'at most', origin: string, limit: number): string {
  switch (origin) {
    case 'string':
      return side === 'at least' ? 'must not be empty' : `must have ${side} ${count(limit, 'character')}`;
    case 'array':
      return `must have ${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
    default:
      return `must be ${side} ${limit}`;
  }
}

/** `1`, `"a" or "b"`, `"a", "b" or "c"`. */
function oneOf(values: readonly string[]): string {
  return [values.slice(0, -1).join(', '), values.at(-1) ?? ''].filter((part) => part !== '').join(' or ');
}

function quoted(value: z.core.util.Primitive): string {
  return typeof value === 'string' ? printable(JSON.stringify(value)) : String(value);
}

/** Files that lie near a policy, each by keys that a policy does not have. */
const OTHER_DOCUMENTS: readonly { keys: readonly string[]; is: string }[] = [
  { keys: ['$schema', 'properties'], is: 'a JSON schema, which only describes the policy' },
  { keys: ['Statement'], is: 'an IAM policy document; the policy of iam-lapse has other keys' },
  { keys: ['AWSTemplateFormatVersion'], is: 'a CloudFormation template' },
  { keys: ['Resources'], is: 'a CloudFormation template' },
  { keys: ['Content', 'ReportFormat'], is: 'the answer of aws iam get-credential-report' },
  {
    keys: ['Parameter'],
    is: 'the answer of aws ssm get-parameter; add --query Parameter.Value --output text',
  },
  { keys: ['runId'], is: 'the record of a run' },
  { keys: ['accountId', 'credentials'], is: 'a ledger, or the JSON output of a preview' },
  { keys: ['app', 'context'], is: 'the file cdk.json' },
  { keys: ['match', 'reason'], is: 'an exemption; put it into the list "exemptions" of a policy' },
];

/**
 * What a text is, if it is no policy at all, as in `is a JSON schema`. A list of unknown keys would hide it.
 *
 * @param wanted the policy, or what else it should be
 */
export function otherDocument(text: string, wanted: z.ZodObject = Policy): string | undefined {
  if (/^\s*$/.test(text)) return 'is empty';
  if (/^\uFEFF?user,arn,/.test(text)) return 'is a credential report, not a policy';
  if (/^\uFEFF?\s*</.test(text)) return 'is an HTML or XML text, not a policy';
  if (/^(?:AWSTemplateFormatVersion|Resources):/m.test(text))
    return 'is a CloudFormation template, not a policy';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser that follows says where it is not JSON.
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const given = new Set(Object.keys(json));
  // Every record of iam-lapse has a version, as a policy has.
  const isPolicy = Object.keys(wanted.shape).some((key) => key !== 'version' && given.has(key));
  const other = OTHER_DOCUMENTS.find(({ keys }) => !isPolicy && keys.every((key) => given.has(key)));
  return other && `is ${other.is}`;
}
