import { HOUR, MINUTE } from '../../../lambda/domain/instant';
import { type Bundle, type BundleRun, startBundle } from '../../support/bundle';
import { serve } from '../../support/clients';
import { aDeployedAccount, scheduledAt } from '../../support/deployment';
import type { FakeAws, Fault } from '../../support/fake-aws';
import { AT_ONCE, STALE_WRITES, theStaff } from '../../support/staff';
import { storedLedger, storeLedger } from '../../support/stored';
import { reported } from '../../support/reported';

// The function in a process of its own, which a call to AWS can be the end of.

/** The call that the process does not survive; `after`: AWS did what it asked, and there is nobody to hear it. */
export type Death = Pick<Fault, 'service' | 'action' | 'key' | 'user' | 'skip' | 'when'>;

export interface KilledAccount {
  readonly aws: FakeAws;
  /** The next scheduled run, to its end or to its death. */
  run(death?: Death): Promise<BundleRun | 'killed'>;
}

const HALF_AN_HOUR = 30 * MINUTE;

/** Three stale credentials, and a report that is older than all that the tests move back. */
export async function anAccountOf(bundle: Bundle): Promise<KilledAccount> {
  const now = Date.now();
  const aws = await serve(
    aDeployedAccount({
      users: theStaff(now),
      mode: 'enforce',
      policy: AT_ONCE,
      account: { report: { ageMs: HALF_AN_HOUR } },
    }),
  );
  let runs = 0;
  return {
    aws,
    run: async (death) => {
      // An hour later each time, and never ahead of the clock.
      const event = scheduledAt(now + (runs - 20) * HOUR);
      runs += 1;
      const started = startBundle(bundle.file, { ...bundle.environment, ...aws.env }, event);
      aws.faults.splice(0);
      if (death) aws.faults.push({ ...death, times: 1, reset: true, run: () => started.kill() });
      const ended = await started.ended;
      aws.faults.splice(0);
      return ended;
    },
  };
}

/**
 * What the ledger would say had the killed run begun 20 minutes earlier: one that is younger than 15 minutes may
 * still be going on. The real clock is the function's, and cannot be moved.
 */
export function letTimePass({ aws: { account } }: KilledAccount): void {
  const { open, ...ledger } = storedLedger(account);
  if (open) storeLedger(account, { ...ledger, open: { ...open, openedAt: open.openedAt - 20 * MINUTE } });
}

/** What IAM did, however often it was asked; and what was told of it. */
export function bookOf({ aws }: KilledAccount) {
  const done = aws
    .writes()
    .filter(({ applied }) => applied)
    .map(({ action, params: { UserName, AccessKeyId, Status } }) =>
      [UserName, action, AccessKeyId, Status].filter((part) => part !== undefined).join(' '),
    )
    .toSorted();
  const { open, pendingDigest } = storedLedger(aws.account);
  return { done, told: reported(aws.account), open, pendingDigest };
}

/** As if nobody had been killed: each write once, each told, nothing left over. */
export const AS_ONE_RUN = { done: STALE_WRITES, told: STALE_WRITES, open: null, pendingDigest: null };
