import { keyIdOf } from '../remediation/confirm';
import type { Outcome, Result } from '../remediation/outcome';
import { DAY, type Instant } from '../instant';
import type { Judged } from '../evaluation/evaluate';
import { reportReference } from '../evaluation/evidence';
import type { CredentialReport } from '../credential-report/facts';
import { credentialId, parseCredentialId, secondId } from './credential-id';
import { isDisabledByUs, userIds } from './queries';
import type { Announces, Entry, Ledger } from './schema';

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

/** A report shows disabled what the read-back had shown as active: the write was done after all. */
export function withLateEffect(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return amendEach(ledger, ids, ({ triedAt, passedOverAt: _passed, ...entry }) => ({
    ...entry,
    ...(triedAt === undefined ? {} : { disabledAt: triedAt }),
    confirmedAt: now,
  }));
}

/** A report shows active what the read-back had shown as active, too: nothing was done, and nothing is left to tell. */
export function withoutTries(ledger: Ledger, ids: readonly string[]): Ledger {
  return amendEach(ledger, ids, ({ triedAt: _tried, ...entry }) => entry);
}

function unannounced(entry: Entry): Entry {
  const { announcedAt: _at, announcedReference: _reference, ...rest } = entry;
  return rest;
}

/** A write, by the ledger id of its credential. */
export interface Written {
  readonly id: string;
  readonly keyId: string | undefined;
}

function disabled(entry: Entry, at: Instant, { keyId }: Written): Entry {
  const {
    confirmedAt: _confirmed,
    passedOverAt: _passed,
    unproven: _unproven,
    triedAt: _tried,
    ...rest
  } = entry;
  return { ...rest, disabledAt: at, ...(keyId === undefined ? {} : { keyId }) };
}

/** It may have been disabled, which a later report decides. Until then the limits count it (docs/design.md §5.4). */
function unproven({ triedAt: _tried, ...entry }: Entry, at: Instant, { keyId }: Written): Entry {
  return { ...entry, disabledAt: at, unproven: true, ...(keyId === undefined ? {} : { keyId }) };
}

/**
 * What IAM shows about the plan of a killed run (docs/design.md §5.11).
 *
 * @param at the latest instant at which that run can have written
 */
export function withReconciled(
  ledger: Ledger,
  found: readonly (Written & { readonly state: 'disabled' | 'enabledAgain' | 'unreadable' })[],
  { at, now }: { readonly at: Instant; readonly now: Instant },
): Ledger {
  return amendAll(
    ledger,
    found.map(({ state, ...written }) => {
      const change = (entry: Entry): Entry => {
        if (state === 'unreadable') return unproven(entry, at, written);
        return state === 'disabled'
          ? disabled(entry, at, written)
          : restored(disabled(entry, at, written), now);
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

/**
 * "An announcement is dropped when a run finds the credential neither due, stale nor unclear, or no longer in the
 * report. It is dropped when the report's reference time differs from the announced one" (docs/design.md §5.9).
 */
export function withoutLapsedAnnouncements(ledger: Ledger, judged: readonly Judged[]): Ledger {
  const byId = new Map(judged.map((each) => [credentialId(each.credential), each]));
  const unidentified = secondsOfUnidentified(judged);
  const credentials: Credentials = {};
  for (const [id, entry] of Object.entries(ledger.credentials)) {
    const current = byId.get(id);
    let kept = entry;
    if (!keepsAnnouncement(entry, current) && !unidentified.has(id.slice(0, id.lastIndexOf('/')))) {
      kept = unannounced(kept);
    }
    // A credential that is no longer stale loses its place at the end of the queue too.
    if (current?.verdict.kind !== 'stale') {
      const { passedOverAt: _passed, ...rest } = kept;
      kept = rest;
    }
    if (Object.keys(kept).length > 0) credentials[id] = kept;
  }
  return { ...ledger, credentials };
}

/** The seconds of keys that are unclear and without a key id in this run. They may be any key of that second. */
function secondsOfUnidentified(judged: readonly Judged[]): Set<string> {
  const seconds = judged.map(({ credential, verdict }) =>
    credential.kind === 'accessKey' && credential.id === undefined && verdict.kind === 'unclear'
      ? secondId(credential)
      : undefined,
  );
  return new Set(seconds.filter((second) => second !== undefined));
}

function keepsAnnouncement(entry: Entry, judged: Judged | undefined): boolean {
  if (!judged) return false;
  if (judged.verdict.kind === 'unclear') return true;
  if (judged.verdict.kind !== 'due' && judged.verdict.kind !== 'stale') return false;
  return reportReference(judged.evidence) === entry.announcedReference;
}

/** Longer than a schedule that the alarms can watch (7 days) and one missed run. Nobody remembers a mail for longer. */
const NOTICE_LASTS = 14 * DAY;

/**
 * "A notice lapses when it was not given, and no heard digest has listed who is on notice, for more than 14 days"
 * (docs/design.md §5.9). `judged` is of the last run whose digest did, also in a ledger of an earlier release.
 */
export function withoutUnrepeated(ledger: Ledger, now: Instant): { ledger: Ledger; lapsed: number } {
  const repeatedAt = ledger.lastRun?.judged?.at ?? -Infinity;
  let lapsed = 0;
  const credentials: Credentials = {};
  for (const [id, entry] of Object.entries(ledger.credentials)) {
    const heardAt = Math.max(repeatedAt, entry.announcedAt ?? now);
    const lapses = now - heardAt > NOTICE_LASTS;
    if (lapses && !isDisabledByUs(entry)) lapsed += 1;
    credentials[id] = lapses ? unannounced(entry) : entry;
  }
  return { ledger: { ...ledger, credentials }, lapsed };
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

/** The ledger ids and reference times of credentials that a digest announces. */
export function announcesOf(announced: readonly Pick<Judged, 'credential' | 'evidence'>[]): Announces {
  return Object.fromEntries(
    announced.flatMap(({ credential, evidence }) => {
      const id = credentialId(credential);
      const reference = reportReference(evidence);
      return id === undefined || reference === undefined ? [] : [[id, reference] as const];
    }),
  );
}

/** Records announcements as of `now`. An earlier announcement with the same reference time keeps its date. */
export function withAnnounced(ledger: Ledger, announced: Announces, now: Instant): Ledger {
  const credentials: Credentials = { ...ledger.credentials };
  for (const [id, reference] of Object.entries(announced)) {
    const entry = credentials[id];
    if (entry?.announcedAt !== undefined && entry.announcedReference === reference) continue;
    credentials[id] = { ...entry, announcedAt: now, announcedReference: reference };
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
