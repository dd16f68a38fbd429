import * as z from 'zod';

/** What the stack tells the notice function. */
export interface NewCredentialEnvironment {
  readonly MODE_PARAMETER_NAME: string;
  readonly POLICY_PARAMETER_NAME: string;
  readonly DIGEST_TOPIC_ARN: string;
  readonly RECORD_BUCKET_NAME: string;
}

const Environment = z.object({
  MODE_PARAMETER_NAME: z.string().min(1),
  POLICY_PARAMETER_NAME: z.string().min(1),
  DIGEST_TOPIC_ARN: z.string().startsWith('arn:'),
  RECORD_BUCKET_NAME: z.string().min(3),
}) satisfies z.ZodType<NewCredentialEnvironment>;

/** @throws Error that names the variables that are missing or not understood, and none of their values */
export function parseNewCredentialEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): NewCredentialEnvironment {
  const parsed = Environment.safeParse(env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`environment of the function: ${names} missing or not understood; deploy the stack again`);
}
