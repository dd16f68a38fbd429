import * as z from 'zod';
import { MAX_HEARTBEAT_HOURS, validateHeartbeat } from '../lib/heartbeat';
import type { IamLapseProps } from '../lib/iam-lapse-stack';

/** A switch, from cdk.json or from `-c key=value`, which passes everything as text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')], {
  error: 'must be true or false',
});

const address = z.email({ error: (issue) => `${JSON.stringify(issue.input)} is not an e-mail address` });
const EMAIL_MISSING =
  'is missing. Add "email": "security@example.com" to "context" in cdk.json, or pass -c email=security@example.com. Separate several addresses with commas; "none" subscribes nobody. Without this key, a later deploy would delete the existing subscription';

const HOURS = `must be a whole number of hours from 2 to ${MAX_HEARTBEAT_HOURS}, because CloudWatch looks back at most seven days`;
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

/** A key that is left out stays out: the stack has the defaults. */
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
  heartbeatHours: hours.exactOptional(),
  reportOnly: flag.exactOptional(),
  kms: flag.exactOptional(),
  newCredentialNotices: flag.exactOptional(),
  alarmTopicArn: z
    .string()
    .regex(
      // Rejects FIFO topics, whose names end in .fifo: they allow no mail, and EventBridge needs a message group.
      /^arn:aws[a-z-]*:sns:[a-z]{2}[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'must be the ARN of an existing SNS standard topic, such as arn:aws:sns:eu-west-1:123456789012:on-call',
    )
    .exactOptional(),
});

/** The app's context is not usable. `message` has one line for each wrong key. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

/**
 * Reads the stack's settings from the CDK context. Nothing else reads the context.
 *
 * @param context `app.node.getAllContext()`, which has CDK's own keys too
 * @throws ContextError
 */
export function parseContext(context: Readonly<Record<string, unknown>>): Omit<IamLapseProps, 'policyText'> {
  rejectMisspelt(Object.keys(context), Object.keys(Context.shape));
  const parsed = Context.safeParse(context);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path: [key], message }) => `context ${String(key)}: ${message}`);
    throw new ContextError(lines.join('\n'));
  }
  const { email: emails, ...rest } = parsed.data;
  const problem = validateHeartbeat(rest.schedule, rest.heartbeatHours);
  if (problem !== undefined) throw new ContextError(`context heartbeatHours: ${problem}`);
  return { emails, ...rest };
}

/** An unknown key may belong to the CDK and is no error. But `reportonly` is a misspelt key of this app. */
function rejectMisspelt(given: readonly string[], known: readonly string[]): void {
  const plain = (key: string) => key.toLowerCase().replaceAll(/[^a-z]/g, '');
  for (const key of given) {
    const meant = known.find((each) => each !== key && plain(each) === plain(key));
    if (meant) throw new ContextError(`context ${key}: is not a key of this app. Write ${meant}`);
  }
}
