import type { Delivery } from './mail';
import type { RunFacts } from './facts';
import { haltsOf } from './report';
import { failureOf } from '../domain/organization/coverage';
import { count } from '../domain/text';

/** How a run ended, for the state machine. */
export interface TellAnswer {
  readonly status: 'completed' | 'not-covered' | 'actions-failed' | 'halted';
  /** One line. */
  readonly cause: string;
}

/** "The execution succeeds only if every expected account completed, no action failed, and the mail is out" (§9.6). */
export function endOf(facts: RunFacts, delivery: Delivery, record: string): TellAnswer {
  const { coverage } = facts;
  const [halt] = haltsOf(facts);
  if (delivery.kind === 'notPublished')
    return { status: 'halted', cause: `delivery: ${delivery.cause}; ${record}` };
  switch (failureOf(coverage, halt !== undefined)) {
    case 'SweepHalted':
      return { status: 'halted', cause: `${halt?.reason}: ${halt?.message}; ${record}` };
    case 'OrganizationNotCovered':
      return {
        status: 'not-covered',
        cause: `${coverage.uncovered} of ${count(coverage.expected, 'account')} not covered; ${record}`,
      };
    case 'ActionsFailed':
      return {
        status: 'actions-failed',
        cause: `${count(coverage.failedActions, 'action')} failed; ${record}`,
      };
    case undefined:
      return { status: 'completed', cause: `${count(coverage.expected, 'account')} covered; ${record}` };
  }
}
