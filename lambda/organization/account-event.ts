import * as z from 'zod';
import { AccountNumber } from '../domain/organization/account';

const Pin = z.looseObject({ versionId: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * What the state machine sends for one account: which account, and the versions of the run's records. All else stands in
 * those records: mode, path and allotment of an event would be those of whoever invokes the function.
 */
const AccountEvent = z.strictObject({
  account: AccountNumber,
  phase: z.enum(['judge', 'act']),
  run: z.looseObject({
    runId: z.string().regex(/^\d{8}T\d{6}Z(-[\w-]{1,36})?$/),
    settings: Pin,
    roster: Pin,
    act: Pin.optional(),
  }),
});
export type AccountEvent = z.infer<typeof AccountEvent>;

/** The account function does not know this kind of event. */
export class InvalidAccountEvent extends Error {
  override readonly name = 'InvalidAccountEvent';
}

/** @throws InvalidAccountEvent */
export function parseAccountEvent(event: unknown): AccountEvent {
  const parsed = AccountEvent.safeParse(event);
  const acts = parsed.data?.phase === 'act';
  if (parsed.success && acts === (parsed.data.run.act !== undefined)) return parsed.data;
  throw new InvalidAccountEvent(
    'not an event this function knows: only the organization\'s state machine invokes it. To sweep one account, start an execution with {"accounts":["ID"]}',
  );
}
