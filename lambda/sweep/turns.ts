import { MINUTE } from '../domain/instant';
import type { Ports } from '../ports';
import type { ConfirmedAction } from './confirm';

/** A look is good for five minutes (docs/design.md §5.6). What is looked at for longer has to be looked at twice. */
const LONGEST_INSPECTION = 6 * MINUTE;

/** The looks may take half of the time that is left, and six minutes at most; the other half is for the writes. */
export function timeForWrites(remaining: number): number {
  return Math.max(remaining / 2, remaining - LONGEST_INSPECTION);
}

/** Young enough to still be so when the write is sent, which may have to wait for its turn. */
const YOUNG_ENOUGH_MS = 4.5 * MINUTE;

/** The planned actions of one user. */
export type OfUser = readonly [ConfirmedAction, ...ConfirmedAction[]];

/**
 * Whose turn it is. Of thousands of looks the first have become too old when the writes begin. Whoever can still be
 * dealt with by the look that was taken comes first, and then those who must be looked at again. Otherwise every look
 * would become too old while the one before it is repeated.
 */
export class Turns {
  private readonly waiting: OfUser[];
  private readonly late: OfUser[] = [];

  constructor(
    users: readonly OfUser[],
    private readonly clock: Pick<Ports['clock'], 'elapsed'>,
  ) {
    // In the order of the plan where looks were taken at the same time; `pop` takes from the end.
    this.waiting = users.toSorted(([one], [other]) => one.readAt - other.readAt).toReversed();
  }

  next(): OfUser | undefined {
    for (let user = this.waiting.pop(); user; user = this.waiting.pop()) {
      if (this.clock.elapsed() - user[0].readAt <= YOUNG_ENOUGH_MS) return user;
      this.late.push(user);
    }
    return this.late.shift();
  }
}
