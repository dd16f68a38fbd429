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
    .pipe(z.array(address).transform((all) => [...new Set(all)])),
  schedule: z
    .string()
    .regex(
      /^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minutes?|hours?|days?)\))$/,
      'must be an EventBridge expression such as cron(0 7 * * ? *), which has six fields',
    )
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
  const { email: emails, ...rest } = parsed.data;
  return { emails, ...rest };
}

/** CDK's context holds keys of others, so that an unknown one is no error; but `reportonly` is ours, misspelt. */
function refuseMisspelt(given: readonly string[], known: readonly string[]): void {
  const plain = (key: string) => key.toLowerCase().replaceAll(/[^a-z]/g, '');
  for (const key of given) {
    const meant = known.find((each) => each !== key && plain(each) === plain(key));
    if (meant) throw new ContextError(`context ${key}: is not a key of this app; ${meant} is`);
  }
}
