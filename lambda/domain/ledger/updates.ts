import { keyIdOf } from '../remediation/confirm';
import type { Result } from '../remediation/outcome';
import { DAY, type Instant } from '../instant';
import type { Judged } from '../evaluation/evaluate';
import { reportReference } from '../evaluation/evidence';
import type { CredentialReport } from '../credential-report/facts';
import { credentialId, parseCredentialId, secondId } from './credential-id';
import { userIds } from './queries';
import type { Announces, Entry, Ledger } from './schema';

// Each function returns a new ledger with one more fact. None reads a clock.

type Credentials = Ledger['credentials'];

function amend(ledger: Ledger, id: string, change: Partial<Entry>): Ledger {
  return replace(ledger, id, { ...ledger.credentials[id], ...change });
}

function replace(ledger: Ledger, id: string, entry: Entry): Ledger {
  return { ...ledger, credentials: { ...ledger.credentials, [id]: entry } };
}

/** A restore starts a fresh clock and drops the announcement (docs/design.md §5.10). */
export function withRestored(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return ids.reduce((amended, id) => {
    const { confirmedAt: _confirmed, ...entry } = unannounced(amended.credentials[id] ?? {});
    const restored: Entry = { ...entry, restoredAt: now, timesRestored: (entry.timesRestored ?? 0) + 1 };
    return replace(amended, id, restored);
  }, ledger);
}

/** A report shows it disabled. That also proves an unproven write. */
export function withConfirmed(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return ids.reduce((amended, id) => {
    const { unproven: _unproven, ...entry } = amended.credentials[id] ?? {};
    return replace(amended, id, { ...entry, confirmedAt: now });
  }, ledger);
}

/**
 * The write was not done, or somebody has enabled it again. Either way it gets a fresh clock, and the restore is not
 * counted (docs/design.md §5.10).
 */
export function withPossiblyRestored(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return ids.reduce((amended, id) => {
    const {
      unproven: _unproven,
      disabledAt: _disabled,
      ...entry
    } = unannounced(amended.credentials[id] ?? {});
    return replace(amended, id, { ...entry, restoredAt: now, timesRestored: entry.timesRestored ?? 0 });
  }, ledger);
}

function unannounced(entry: Entry): Entry {
  const { announcedAt: _at, announcedReference: _reference, ...rest } = entry;
  return rest;
}

export function withDisabled(ledger: Ledger, id: string, at: Instant, keyId: string | undefined): Ledger {
  const {
    confirmedAt: _confirmed,
    passedOverAt: _passed,
    unproven: _unproven,
    ...entry
  } = ledger.credentials[id] ?? {};
  return replace(ledger, id, { ...entry, disabledAt: at, ...(keyId === undefined ? {} : { keyId }) });
}

/** It may have been disabled, which a later report decides. Until then the limits count it (docs/design.md §5.4). */
export function withUnproven(ledger: Ledger, id: string, at: Instant, keyId: string | undefined): Ledger {
  return amend(ledger, id, { disabledAt: at, unproven: true, ...(keyId === undefined ? {} : { keyId }) });
}

/** Records the outcomes of a run: what was disabled, and what comes last next time. */
export function withResults(ledger: Ledger, results: readonly Result[], now: Instant): Ledger {
  return results.reduce((amended, { candidate, target, outcome }) => {
    const id = credentialId(candidate.credential);
    if (id === undefined) return amended;
    switch (outcome.kind) {
      case 'disabled':
        return withDisabled(amended, id, now, keyIdOf(target));
      case 'failed':
        // The limits count it as disabled, and reports are compared with it, because the write may have been done.
        return outcome.mayBeDisabled
          ? amend(withUnproven(amended, id, now, keyIdOf(target)), id, { passedOverAt: now })
          : amend(amended, id, { passedOverAt: now });
      case 'refused':
        return amend(amended, id, { passedOverAt: now });
      case 'deferred':
        return outcome.passedOver ? amend(amended, id, { passedOverAt: now }) : amended;
      case 'wouldDisable':
      case 'alreadyAbsent':
        return amended;
    }
  }, ledger);
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
