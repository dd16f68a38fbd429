import * as z from 'zod';

// What CloudTrail writes down about a call. EventBridge delivers it as an event's `detail`, and the event history
// contains it as JSON text.

/** A field that we can do without: missing or malformed, it is undefined. */
export const Text = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => text ?? undefined);

export function optionalObject<T extends z.ZodRawShape>(shape: T) {
  return z
    .object(shape)
    .nullish()
    .catch(undefined)
    .transform((part) => part ?? undefined);
}

export const Named = { userName: Text };

/** Who made the call. */
export const Caller = optionalObject({
  type: Text,
  arn: Text,
  userName: Text,
  invokedBy: Text,
  sessionContext: optionalObject({ assumedRoot: Text }),
});
export type Caller = z.infer<typeof Caller>;

/**
 * Whether the caller is the root user, or a root session that the management account opened with sts:AssumeRoot.
 * CloudTrail shows such a session in two ways: the ARN is `arn:aws:sts::123456789012:assumed-root`, with or without a
 * suffix, or the session context says `assumedRoot`.
 */
export function isRoot(caller: Caller): boolean {
  if (!caller) return false;
  const { type, arn = '', sessionContext } = caller;
  return (
    type === 'Root' ||
    type === 'AssumedRoot' ||
    /^arn:[^:]*:(?:iam::\d*:root|sts::\d*:assumed-root(?:\/.*)?)$/.test(arn) ||
    sessionContext?.assumedRoot === 'true'
  );
}
