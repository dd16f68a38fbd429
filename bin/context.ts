import * as z from 'zod';
import { DEFAULT_HEARTBEAT_HOURS, validateHeartbeat, MAX_HEARTBEAT_HOURS } from '../lib/heartbeat';
import type { IamLapseProps } from '../lib/iam-lapse-stack';

/** A value given with `-c key=value` or in cdk.json's context. On the command line everything is text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')], {
  error: 'must be true or false',
});

const address = z.email({ error: (issue) => `${JSON.stringify(issue.input)} is no e-mail address` });
const EMAIL_MISSING =
  'is missing. Put "email": "security@example.com" (several: separated by commas; "none" for no subscription) into "context" of cdk.json, or give -c email=security@example.com. Left out, a later deploy would delete the subscription that exists';

const HOURS = `must be a whole number of hours from 2 to ${MAX_HEARTBEAT_HOURS}, which are the seven days that CloudWatch looks back`;
const hours = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,4}$/)
        .transform(Number),
    ],
    HOURS,
  )
  .pipe(z.int(HOURS).min(2, HOURS).max(MAX_HEARTBEAT_HOURS, HOURS));

const Context = z.object({
  email: z
    .string({ error: EMAIL_MISSING })
    .min(1, EMAIL_MISSING)
    .transform((text) => (text.trim() === 'none' ? [] : text.split(',').map((part) => part.trim())))
    .pipe(z.array(address).transform((all) => [...new Set(all)])),
  schedule: z
    .string()
    .regex(
      /^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minutes?|hours?|days?)\))$/,
      'must be an EventBridge expression such as cron(0 7 * * ? *), which has six fields',
    )
    .default('cron(0 7 * * ? *)'),
  heartbeatHours: hours.optional(),
  reportOnly: flag.default(false),
  kms: flag.default(true),
  newCredentialNotices: flag.default(true),
  alarmTopicArn: z
    .string()
    .regex(
      // A FIFO topic's name ends in .fifo: mail cannot be subscribed to it, and EventBridge wants a group.
      /^arn:aws[a-z-]*:sns:[a-z]{2}[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'must be the ARN of an existing SNS standard topic, such as arn:aws:sns:eu-west-1:123456789012:on-call',
    )
    .optional(),
});

/** The context of the app cannot be used. `message` names each key, one to a line. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

/**
 * The stack's settings from CDK context, which nothing else reads.
 *
 * @param context `app.node.getAllContext()`, in which CDK's own keys are
 * @throws ContextError
 */
export function parseContext(context: Readonly<Record<string, unknown>>): Omit<IamLapseProps, 'policyText'> {
  const known = Object.keys(Context.shape);
  refuseMisspelt(Object.keys(context), known);
  const given = Object.fromEntries(known.map((key) => [key, context[key]]));
  const parsed = Context.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path: [key], message }) => `context ${String(key)}: ${message}`);
    throw new ContextError(lines.join('\n'));
  }
  const { email: emails, heartbeatHours, alarmTopicArn, ...rest } = parsed.data;
  const complaint = validateHeartbeat(rest.schedule, heartbeatHours);
  if (complaint !== undefined) throw new ContextError(`context heartbeatHours: ${complaint}`);
  return {
    emails,
    ...rest,
    heartbeatHours: heartbeatHours ?? DEFAULT_HEARTBEAT_HOURS,
    ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
  };
}

/** CDK's context holds keys of others, so that an unknown one is no error; but `reportonly` is ours, misspelt. */
function refuseMisspelt(given: readonly string[], known: readonly string[]): void {
  const plain = (key: string) => key.toLowerCase().replaceAll(/[^a-z]/g, '');
  for (const key of given) {
    const meant = known.find((each) => each !== key && plain(each) === plain(key));
    if (meant) throw new ContextError(`context ${key}: is not a key of this app; ${meant} is`);
  }
}
