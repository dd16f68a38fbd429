import type { Instant } from '../../instant';
import type { ActItem } from '../act';
import type { OrganizationLedger } from './schema';
import { withClosed, withSpent } from './updates';

/**
 * A run that was stopped, and whose records nobody understands, has ended. What it was allotted counts as disabled, and is
 * in flight until its accounts say what they did.
 *
 * @param allotted by its `allotment.json`, as far as that is understood
 */
export function withNotUnderstood(
  ledger: OrganizationLedger,
  {
    runId,
    endedAt,
    allotted,
  }: { readonly runId: string; readonly endedAt: Instant; readonly allotted: readonly ActItem[] },
): OrganizationLedger {
  const closed = withClosed(withSpent(ledger, runId, { accounts: [] }, endedAt), { runId, endedAt });
  const others = closed.inFlight.filter((each) => each.runId !== runId);
  const added = allotted
    .filter(({ ids }) => ids.length > 0)
    .map((item) => ({ runId, accountId: item.id, actions: item.ids.map((id) => ({ id })) }));
  return { ...closed, inFlight: [...others, ...added] };
}
