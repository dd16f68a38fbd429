import * as z from 'zod';

// The environment variables that the stack sets. Their names are all that `lib` and `lambda` share.

/** The environment of the function that notifies of new credentials. */
export const NewCredentialEnvironment = z.object({
  MODE_PARAMETER_NAME: z.string().min(1),
  POLICY_PARAMETER_NAME: z.string().min(1),
  DIGEST_TOPIC_ARN: z.string().startsWith('arn:'),
  RECORD_BUCKET_NAME: z.string().min(3),
});
export type NewCredentialEnvironment = Readonly<z.infer<typeof NewCredentialEnvironment>>;

/** The environment of the sweep function. */
export const SweepEnvironment = NewCredentialEnvironment.extend({
  /** SHA-256, in hex, of the policy that the stack was deployed with. */
  DEPLOYED_POLICY_SHA256: z.string().regex(/^[0-9a-f]{64}$/),
  /** `true`: the function's role has no IAM write action. */
  REPORT_ONLY: z.enum(['true', 'false']),
});
export type SweepEnvironment = Readonly<z.infer<typeof SweepEnvironment>>;

/** The environment of the function that sweeps one account of an organization. */
export const AccountEnvironment = SweepEnvironment.pick({
  MODE_PARAMETER_NAME: true,
  RECORD_BUCKET_NAME: true,
  DEPLOYED_POLICY_SHA256: true,
  REPORT_ONLY: true,
});
export type AccountEnvironment = Readonly<z.infer<typeof AccountEnvironment>>;

/** The environment of the function that freezes, allots and tells the run of an organization. */
export const CoordinatorEnvironment = SweepEnvironment.extend({
  ORGANIZATION_ID: z.string().regex(/^o-[a-z0-9]{10,32}$/),
  ORGANIZATION_PARAMETER_NAME: z.string().min(1),
  /** SHA-256, in hex, of the organization policy that the stack was deployed with. */
  DEPLOYED_ORGANIZATION_SHA256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type CoordinatorEnvironment = Readonly<z.infer<typeof CoordinatorEnvironment>>;

/** @throws Error that names the variables that are missing or not understood, and none of their values */
export function parseEnvironment<Environment>(
  schema: z.ZodType<Environment>,
  env: Readonly<Record<string, string | undefined>>,
): Environment {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`environment of the function: ${names} missing or not understood; deploy the stack again`);
}
