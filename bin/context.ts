import * as z from 'zod';
import type { IamLapseProps } from '../lib/iam-lapse-stack';

/** A value given with `-c key=value` or in cdk.json's context. On the command line everything is text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')], {
  error: 'must be true or false',
});

const address = z.email({ error: (issue) => `${JSON.stringify(issue.input)} is no e-mail address` });
const EMAIL_MISSING =
  'is missing. Give -c email=security@example.com (several: separated by commas), or -c email=none for no subscription. Left out, a later deploy would delete the subscription that exists';

const Context = z.object({
  email: z
    .string({ error: EMAIL_MISSING })
    .min(1, EMAIL_MISSING)
    .transform((text) => (text.trim() === 'none' ? [] : text.split(',').map((part) => part.trim())))
    .pipe(z.array(address)),
  schedule: z
    .string()
    .regex(/^(cron|rate)\([^()]+\)$/, 'must be an EventBridge expression such as cron(0 7 * * ? *)')
    .default('cron(0 7 * * ? *)'),
  reportOnly: flag.default(false),
  kms: flag.default(true),
});

/** The context of the app cannot be used. `message` names each key, one to a line. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

/**
 * The stack's settings from CDK context, which nothing else reads.
 *
 * @param lookUp `app.node.tryGetContext`
 * @throws ContextError
 */
export function parseContext(lookUp: (key: string) => unknown): Omit<IamLapseProps, 'policyText'> {
  const given = Object.fromEntries(Object.keys(Context.shape).map((key) => [key, lookUp(key)]));
  const parsed = Context.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path: [key], message }) => `context ${String(key)}: ${message}`);
    throw new ContextError(lines.join('\n'));
  }
  const { email: emails, ...rest } = parsed.data;
  return { emails, ...rest };
}
