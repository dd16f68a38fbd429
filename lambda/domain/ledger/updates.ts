import { keyIdOf } from '../remediation/confirm';
import type { Outcome, Result } from '../remediation/outcome';
import { DAY, type Instant } from '../instant';
import type { Judged } from '../evaluation/evaluate';
import type { CredentialReport } from '../credential-report/facts';
import { unannounced } from './announcements';
import { credentialId, parseCredentialId } from './credential-id';
import { LIMITS_WINDOW, userIds } from './queries';
import type { Entry, Ledger } from './schema';

// Each function returns a new ledger with one more fact. None reads a clock. The entries are copied once, however many
// of them change: a run may have thousands of outcomes.

type Credentials = Ledger['credentials'];

/** Replaces the entries of these ids, one after the other; a missing entry is an empty one. */
function amendAll(
  ledger: Ledger,
  changes: Iterable<readonly [id: string, change: (entry: Entry) => Entry]>,
): Ledger {
  const credentials: Credentials = { ...ledger.credentials };
  for (const [id, change] of changes) credentials[id] = change(credentials[id] ?? {});
  return { ...ledger, credentials };
}

function amendEach(ledger: Ledger, ids: readonly string[], change: (entry: Entry) => Entry): Ledger {
  return amendAll(
    ledger,
    ids.map((id) => [id, change] as const),
  );
}

/** A restore starts a fresh clock and drops the announcement (docs/design.md §5.10). */
export function withRestored(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return amendEach(ledger, ids, (entry) => restored(entry, now));
}

function restored(entry: Entry, now: Instant): Entry {
  const { confirmedAt: _confirmed, ...rest } = unannounced(entry);
  return { ...rest, restoredAt: now, timesRestored: (rest.timesRestored ?? 0) + 1 };
}

/** A report shows it disabled. That also proves an unproven write. */
export function withConfirmed(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return amendEach(ledger, ids, ({ unproven: _unproven, ...entry }) => ({ ...entry, confirmedAt: now }));
}

/**
 * The write was not done, or somebody has enabled it again. Either way it gets a fresh clock, and the restore is not
 * counted (docs/design.md §5.10).
 */
export function withPossiblyRestored(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return amendEach(ledger, ids, (before) => {
    const { unproven: _unproven, disabledAt: _disabled, ...entry } = unannounced(before);
    return { ...entry, restoredAt: now, timesRestored: entry.timesRestored ?? 0 };
  });
}

/** A report shows disabled what no read-back had shown so: the write was done after all. */
export function withLateEffect(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return amendAll(
    ledger,
    ids.map((id) => {
      const change = ({ triedAt, passedOverAt: _passed, unproven: _unproven, ...entry }: Entry): Entry => ({
        ...entry,
        ...(triedAt === undefined ? {} : { disabledAt: triedAt }),
        confirmedAt: now,
        ...lookAgain(id),
      });
      return [id, change] as const;
    }),
  );
}

/**
 * A report shows active what the read-back had shown as active, too: nothing was done, and nothing is left to tell. Or
 * reads lagged and somebody has enabled it again, so within the window of the limits it still counts (docs/design.md
 * §5.4).
 */
export function withoutTries(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return amendEach(ledger, ids, ({ triedAt, ...entry }) =>
    triedAt !== undefined && triedAt > now - LIMITS_WINDOW ? { ...entry, triedAt } : entry,
  );
}

/** A write, by the ledger id of its credential. */
export interface Written {
  readonly id: string;
  readonly keyId: string | undefined;
}

function disabled(entry: Entry, at: Instant, { id, keyId }: Written): Entry {
  const {
    confirmedAt: _confirmed,
    passedOverAt: _passed,
    unproven: _unproven,
    triedAt: _tried,
    ...rest
  } = entry;
  return { ...rest, disabledAt: at, ...(keyId === undefined ? {} : { keyId }), ...lookAgain(id) };
}

/** CloudTrail is asked again about a password that was deleted. */
function lookAgain(id: string): Pick<Entry, 'lookAgain'> {
  return id.endsWith('/password') ? { lookAgain: true } : {};
}

/** CloudTrail has been asked again about these. */
export function withLookedAgain(ledger: Ledger, ids: readonly string[]): Ledger {
  return amendEach(ledger, ids, ({ lookAgain: _asked, ...entry }) => entry);
}

/** It may have been disabled, which a later report decides. Until then the limits count it (docs/design.md §5.4). */
function unproven({ triedAt: _tried, ...entry }: Entry, at: Instant, { keyId }: Written): Entry {
  return { ...entry, disabledAt: at, unproven: true, ...(keyId === undefined ? {} : { keyId }) };
}

/**
 * What IAM shows about the plan of a killed run (docs/design.md §5.11).
 *
 * @param times `at`: the latest instant at which that run can have written; `openedAt`: since when it has been open
 */
export function withReconciled(
  ledger: Ledger,
  found: readonly (Written & { readonly state: 'disabled' | 'enabledAgain' | 'unreadable' })[],
  { at, openedAt, now }: { readonly at: Instant; readonly openedAt: Instant; readonly now: Instant },
): Ledger {
  return amendAll(
    ledger,
    found.map(({ state, ...written }) => {
      const change = (entry: Entry): Entry => {
        if (state === 'unreadable') return unproven(entry, at, written);
        if (state === 'disabled') return disabled(entry, at, written);
        // A killed run has looked this up and counted it already, when it began.
        if (entry.restoredAt !== undefined && entry.restoredAt >= openedAt) return entry;
        return restored(disabled(entry, at, written), now);
      };
      return [written.id, change] as const;
    }),
  );
}

/** Records the outcomes of a run: what was disabled, and what comes last next time. */
export function withResults(ledger: Ledger, results: readonly Result[], now: Instant): Ledger {
  return amendAll(
    ledger,
    results.flatMap(({ candidate, target, outcome }) => {
      const id = credentialId(candidate.credential);
      const change = id === undefined ? undefined : changeBy(outcome, { id, keyId: keyIdOf(target) }, now);
      return id === undefined || !change ? [] : [[id, change] as const];
    }),
  );
}

function changeBy(outcome: Outcome, written: Written, now: Instant): ((entry: Entry) => Entry) | undefined {
  switch (outcome.kind) {
    case 'disabled':
      return (entry) => disabled(entry, now, written);
    case 'failed':
      // The limits count it as disabled, and reports are compared with it, because the write may have been done.
      if (outcome.mayBeDisabled) return (entry) => ({ ...unproven(entry, now, written), passedOverAt: now });
      // A read-back that showed it active may have lagged behind the write. A later report tells.
      return outcome.tried
        ? (entry) => ({
            ...entry,
            ...(written.keyId === undefined ? {} : { keyId: written.keyId }),
            triedAt: now,
            passedOverAt: now,
          })
        : (entry) => ({ ...entry, passedOverAt: now });
    case 'refused':
      return (entry) => ({ ...entry, passedOverAt: now });
    case 'deferred':
      return outcome.passedOver ? (entry) => ({ ...entry, passedOverAt: now }) : undefined;
    case 'wouldDisable':
    case 'alreadyAbsent':
      return undefined;
  }
}

/** Records which exemption protects which credential today. An unclear credential keeps its entry. */
export function withExempt(ledger: Ledger, judged: readonly Judged[]): Ledger {
  const verdicts = new Map(judged.map(({ credential, verdict }) => [credentialId(credential), verdict]));
  const credentials: Credentials = {};
  for (const [id, entry] of Object.entries(ledger.credentials)) {
    const { exemption: _exemption, ...rest } = entry;
    const kept = verdicts.get(id)?.kind === 'unclear' ? entry : rest;
    if (Object.keys(kept).length > 0) credentials[id] = kept;
  }
  for (const [id, verdict] of verdicts) {
    if (id === undefined || verdict.kind !== 'exempt') continue;
    credentials[id] = { ...credentials[id], exemption: verdict.exemption.name };
  }
  return { ...ledger, credentials };
}

/** "Entries of a user who has been missing for 30 days are removed" (docs/design.md §5.8). */
export function pruned(ledger: Ledger, report: CredentialReport, now: Instant): Ledger {
  const present = userIds(report);
  const credentials: Credentials = {};
  for (const [id, entry] of Object.entries(ledger.credentials)) {
    const { vanishedAt, ...rest } = entry;
    if (present.has(parseCredentialId(id)?.user ?? '')) {
      credentials[id] = rest;
    } else if (vanishedAt === undefined || now - vanishedAt < 30 * DAY) {
      credentials[id] = { ...rest, vanishedAt: vanishedAt ?? now };
    }
  }
  return { ...ledger, credentials };
}
