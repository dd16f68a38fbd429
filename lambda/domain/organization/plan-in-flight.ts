import * as z from 'zod';
import type { PlanInFlight } from './coverage';

/** The part of an account's `plan.json` that the organization's run reads; the rest is for people. */
const Plan = z.object({
  actions: z.array(z.object({ id: z.string().min(1), keyId: z.string().min(1).nullish() })),
});

/**
 * What Act may have done in an account that did not say what it did. A plan that is there and cannot be understood may
 * have all that the account was allotted.
 */
export function plannedIn(text: string, allotted: readonly string[]): PlanInFlight['actions'] {
  try {
    const { actions } = Plan.parse(JSON.parse(text));
    return actions.map(({ id, keyId }) => ({ id, ...(keyId ? { keyId } : {}) }));
  } catch {
    return allotted.map((id) => ({ id }));
  }
}
