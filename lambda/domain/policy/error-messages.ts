import type * as z from 'zod';
import { count, printable } from '../text';

/**
 * Replaces zod's messages by ones for people who write JSON. Returns undefined to keep zod's message. Messages set in
 * the schema take precedence.
 */
export function policyErrorMessage(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.map(quoted).join(', ')}; see policy.schema.json for the known ones`;
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
