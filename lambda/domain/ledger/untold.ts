import type { Instant } from '../instant';
import { withAnnounced } from './announcements';
import type { Ledger, UntoldRun } from './schema';

// What an account's ledger keeps of a digest that it handed in, until a mail of the organization is out (docs/design.md
// §9.7).

/** What a `told.json` says to one account. */
export interface ToldToAccount {
  /** When SNS took the mail: the notice counts from then. */
  readonly at: Instant;
  /** The run of the organization whose mail it was. The account's run of it has the same id. */
  readonly runId: string;
  /** The runs of this account of which nothing is left to tell. */
  readonly runs: readonly string[];
  /** Ids of this ledger whose notice began with that mail. */
  readonly announced: readonly string[];
}

/** The digest is handed in. A run that is handed in again, after a lost answer, replaces itself. */
export function withHandedIn(ledger: Ledger, run: UntoldRun): Ledger {
  const others = (ledger.untold ?? []).filter(({ runId }) => runId !== run.runId);
  return { ...ledger, untold: [...others, run] };
}

/** The exemptions that protect somebody in this ledger, by credential id. */
export function exemptionsIn({ credentials }: Pick<Ledger, 'credentials'>): UntoldRun['exemptions'] {
  return Object.fromEntries(
    Object.entries(credentials).flatMap(([id, { exemption }]) =>
      exemption === undefined ? [] : [[id, exemption] as const],
    ),
  );
}

/**
 * Takes over what the account would have taken over at its own delivery (docs/design.md §5.7): announcements, dated with
 * the mail; and from the latest run that is settled what the next one is compared with. What a run had announced and the
 * mail had no room for stays unannounced. What is not known to be told stays untold.
 */
export function withTold(ledger: Ledger, told: ToldToAccount): Ledger {
  const untold = ledger.untold ?? [];
  const isSettled = ({ runId }: UntoldRun) => told.runs.includes(runId);
  const stood = new Set(told.announced);
  // A later run may have announced the same id with a newer reference time, which this mail did not have.
  const upTo = untold.findLastIndex((run) => run.runId === told.runId || isSettled(run));
  // The account's own ledger says which reference time was announced, not the mail.
  const announces = Object.fromEntries(
    untold
      .slice(0, upTo + 1)
      .flatMap((run) => Object.entries(run.announces))
      .filter(([id]) => stood.has(id)),
  );
  const rest = untold.filter((run) => !isSettled(run));
  const { untold: _untold, ...announced } = withAnnounced(ledger, announces, told.at);
  const latest = untold.findLast(isSettled);
  return {
    ...(latest ? withComparison(announced, latest) : announced),
    ...(rest.length > 0 ? { untold: rest } : {}),
  };
}

/** What the next run's changes are relative to. */
function withComparison(ledger: Ledger, { judged, exemptions }: UntoldRun): Ledger {
  // It judged nobody, so it changes nothing of what an earlier run has judged.
  if (!judged || !ledger.lastRun) return ledger;
  const credentials: Ledger['credentials'] = {};
  for (const [id, { exemption: _exemption, ...entry }] of Object.entries(ledger.credentials)) {
    const exemption = exemptions[id];
    const kept = { ...entry, ...(exemption === undefined ? {} : { exemption }) };
    if (Object.keys(kept).length > 0) credentials[id] = kept;
  }
  for (const [id, exemption] of Object.entries(exemptions)) credentials[id] ??= { exemption };
  return { ...ledger, credentials, lastRun: { ...ledger.lastRun, judged } };
}
