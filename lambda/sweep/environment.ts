import * as z from 'zod';

/** What the stack tells the function. The names are all that `lib` and `lambda` share. */
export interface SweepEnvironment {
  readonly MODE_PARAMETER_NAME: string;
  readonly POLICY_PARAMETER_NAME: string;
  readonly DIGEST_TOPIC_ARN: string;
  readonly RECORD_BUCKET_NAME: string;
  /** SHA-256, in hex, of the policy that the stack was deployed with. */
  readonly DEPLOYED_POLICY_SHA256: string;
  /** `true`: the function's role has no IAM write action. */
  readonly REPORT_ONLY: 'true' | 'false';
}

const Environment = z.object({
  MODE_PARAMETER_NAME: z.string().min(1),
  POLICY_PARAMETER_NAME: z.string().min(1),
  DIGEST_TOPIC_ARN: z.string().startsWith('arn:'),
  RECORD_BUCKET_NAME: z.string().min(3),
  DEPLOYED_POLICY_SHA256: z.string().regex(/^[0-9a-f]{64}$/),
  REPORT_ONLY: z.enum(['true', 'false']),
}) satisfies z.ZodType<SweepEnvironment>;

/** @throws Error that names the variables that are missing or not understood, and none of their values */
export function parseEnvironment(env: Readonly<Record<string, string | undefined>>): SweepEnvironment {
  const parsed = Environment.safeParse(env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`environment of the function: ${names} missing or not understood; deploy the stack again`);
}
