import * as z from 'zod';

// How IAM decides about a request, as far as the policies of this project go: an explicit statement that matches. What
// this does not know is an error, not "no".

const Texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts,
  /** Of a resource's policy. Whom it is about is for its conditions to say. */
  Principal: z.strictObject({ AWS: z.literal('*') }).optional(),
  Resource: Texts.optional(),
  NotResource: Texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), Texts)).default({}),
});
export type Statement = z.infer<typeof Statement>;

/** @param resolve makes text of an intrinsic function */
export function statementsOf(policy: unknown, resolve: (value: unknown) => unknown = (value) => value) {
  const { Statement: statements } = z.object({ Statement: z.array(z.unknown()) }).parse(policy);
  return statements.map((statement) => Statement.parse(resolve(statement)));
}

export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Whether a statement with this effect is about the request. */
export function decides(
  effect: Statement['Effect'],
  statements: readonly Statement[],
  { action, resource, context = {} }: IamRequest,
): boolean {
  return statements.some(
    (statement) =>
      statement.Effect === effect &&
      statement.Action.some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
      isAbout(statement, resource) &&
      Object.entries(statement.Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) => holds(operator, values, context[key])),
      ),
  );
}

function isAbout({ Resource: on, NotResource: notOn }: Statement, resource: string): boolean {
  if ((on === undefined) === (notOn === undefined))
    throw new Error('neither or both of Resource, NotResource');
  const matches = (pattern: string) => like(pattern, resource);
  return on ? on.some(matches) : !notOn?.some(matches);
}

/** A negated operator holds for a key that the request does not have, and all others do not. */
function holds(operator: string, values: readonly string[], given: string | readonly string[] | undefined) {
  const has = given === undefined ? [] : [given].flat();
  const some = (matches: (value: string, is: string) => boolean) =>
    has.some((is) => values.some((value) => matches(value, is)));
  switch (operator) {
    case 'StringEquals':
      return some((value, is) => value === is);
    case 'ForAnyValue:StringEqualsIgnoreCase':
      return some((value, is) => value.toLowerCase() === is.toLowerCase());
    // "ArnEquals and ArnLike behave identically" (IAM User Guide, condition operators).
    case 'ArnEquals':
    case 'ArnLike':
      return some(like);
    case 'ArnNotEquals':
    case 'ArnNotLike':
      return !some(like);
    default:
      throw new Error(`the condition operator ${operator} is not known here`);
  }
}

function like(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
