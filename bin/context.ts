import * as z from 'zod';
import { heartbeatProblem, MAX_HEARTBEAT_HOURS, scheduleProblem } from '../lib/heartbeat';
import type { IamLapseProps } from '../lib/iam-lapse-stack';
import { OrganizationContext, type OrganizationKeys, organizationProblems } from './organization-context';
import { unknownKeys } from './unknown-context';

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
    .string('must be an EventBridge expression such as cron(0 7 * * ? *) or rate(12 hours)')
    .superRefine((expression, context) => {
      const problem = scheduleProblem(expression);
      if (problem !== undefined) context.addIssue(problem);
    })
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
  ...OrganizationContext,
});

/** What is deployed, and how. Without `organization`, it is a single account. */
export type Deployment = Omit<IamLapseProps, 'policyText'> & OrganizationKeys;

/** The app's context is not usable. `message` has one line for each wrong key. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

/**
 * Reads the stack's settings from the CDK context. Nothing else reads the context.
 *
 * @param context `app.node.getAllContext()`, which has CDK's own keys too
 * @param userWide the context of `~/.cdk.json`, which may have keys of other apps
 * @throws ContextError
 */
export function parseContext(
  context: Readonly<Record<string, unknown>>,
  userWide: Readonly<Record<string, unknown>> = {},
): Deployment {
  const unknown = unknownKeys(context, Object.keys(Context.shape), userWide);
  const parsed = Context.safeParse(context);
  const meant = new Set(unknown.map((each) => each.meant));
  // A missing key that somebody has misspelt is one mistake, not two.
  const wrong = (parsed.error?.issues ?? []).filter(
    ({ path: [key] }) => String(key) in context || !meant.has(String(key)),
  );
  const problem = parsed.data && heartbeatProblem(parsed.data.schedule, parsed.data.heartbeatHours);
  const together = meant.has('organization') ? [] : organizationProblems(context);
  const lines = [
    ...unknown.map(({ key, message }) => `context ${key}: ${message}`),
    ...wrong.map(({ path: [key], message }) => `context ${String(key)}: ${message}`),
    ...together.map(({ key, message }) => `context ${key}: ${message}`),
    ...(problem === undefined ? [] : [`context heartbeatHours: ${problem}`]),
  ];
  if (lines.length > 0 || parsed.data === undefined) throw new ContextError(lines.join('\n'));
  const { email: emails, ...rest } = parsed.data;
  return { emails, ...rest };
}
