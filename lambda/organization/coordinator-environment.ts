import * as z from 'zod';
import { SweepEnvironment } from '../environment';

/** The environment of the coordinator. The stack sets it. */
export const CoordinatorEnvironment = SweepEnvironment.extend({
  ORGANIZATION_PARAMETER_NAME: z.string().min(1),
  /** SHA-256, in hex, of the organization's parameter as the stack was deployed with it. */
  DEPLOYED_ORGANIZATION_SHA256: z.string().regex(/^[0-9a-f]{64}$/),
  /** `o-...`: the organization that the members' roles were made for. Another one is not swept. */
  ORGANIZATION_ID: z.string().regex(/^o-[a-z0-9]{10,32}$/),
});
export type CoordinatorEnvironment = Readonly<z.infer<typeof CoordinatorEnvironment>>;
