import type { Result } from '../remediation/outcome';
import { DAY, type Instant } from '../instant';
import type { Judged } from '../evaluation/evaluate';
import { reportReference } from '../evaluation/evidence';
import type { CredentialReport } from '../credential-report/facts';
import { credentialId, parseCredentialId } from './credential-id';
import { userIds } from './queries';
import type { Announces, Entry, Ledger } from './schema';

// Each function returns a new ledger with one fact more. Nothing here reads a clock.

type Credentials = Ledger['credentials'];

function amend(ledger: Ledger, id: string, change: Partial<Entry>): Ledger {
  return replace(ledger, id, { ...ledger.credentials[id], ...change });
}

function replace(ledger: Ledger, id: string, entry: Entry): Ledger {
  return { ...ledger, credentials: { ...ledger.credentials, [id]: entry } };
}

/** "A credential that a person re-enabled gets a fresh clock." */
export function withRestored(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return ids.reduce((amended, id) => {
    const { confirmedAt: _confirmed, ...entry } = unannounced(amended.credentials[id] ?? {});
    const restored: Entry = { ...entry, restoredAt: now, timesRestored: (entry.timesRestored ?? 0) + 1 };
    return replace(amended, id, restored);
  }, ledger);
}

/** The report shows it disabled, which also proves what was not proven. */
export function withConfirmed(ledger: Ledger, ids: readonly string[], now: Instant): Ledger {
  return ids.reduce((amended, id) => {
    const { unproven: _unproven, ...entry } = amended.credentials[id] ?? {};
    return replace(amended, id, { ...entry, confirmedAt: now });
  }, ledger);
}

/** Never done, or enabled again since: a fresh clock in either case, and no mark against it. */
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

/** It may have been disabled; a report will tell. Until then the limits count it. */
export function withUnproven(ledger: Ledger, id: string, at: Instant, keyId: string | undefined): Ledger {
  return amend(ledger, id, { disabledAt: at, unproven: true, ...(keyId === undefined ? {} : { keyId }) });
}

/** The outcomes of a run: what was disabled, and what said no and goes last the next time. */
export function withResults(ledger: Ledger, results: readonly Result[], now: Instant): Ledger {
  return results.reduce((amended, { candidate, target, outcome }) => {
    const id = credentialId(candidate.credential);
    if (id === undefined) return amended;
    switch (outcome.kind) {
      case 'disabled':
        return withDisabled(amended, id, now, target?.kind === 'accessKey' ? target.keyId : undefined);
      case 'failed':
        // Counted as disabled by the limits, and watched for a restore, in case that it was done after all.
        return outcome.mayBeDisabled
          ? amend(amended, id, { passedOverAt: now, disabledAt: now, unproven: true, ...keyIdOf(target) })
          : amend(amended, id, { passedOverAt: now });
      case 'refused':
        return amend(amended, id, { passedOverAt: now });
      case 'wouldDisable':
      case 'deferred':
      case 'alreadyAbsent':
        return amended;
    }
  }, ledger);
}

function keyIdOf(target: Result['target']): Pick<Entry, 'keyId'> {
  return target?.kind === 'accessKey' ? { keyId: target.keyId } : {};
}

/**
 * An announcement "is dropped by a completed sweep that finds the credential neither due, stale nor unclear,
 * and when its report-derived reference time moves".
 */
export function withoutLapsedAnnouncements(ledger: Ledger, judged: readonly Judged[]): Ledger {
  const byId = new Map(judged.map((each) => [credentialId(each.credential), each]));
  const credentials: Credentials = {};
  for (const [id, entry] of Object.entries(ledger.credentials)) {
    const found = byId.get(id);
    let kept = entry;
    if (!keepsAnnouncement(entry, found)) {
      kept = unannounced(kept);
    }
    // Whoever is no longer stale starts afresh in the queue, too.
    if (found?.verdict.kind !== 'stale') {
      const { passedOverAt: _passed, ...rest } = kept;
      kept = rest;
    }
    if (Object.keys(kept).length > 0) credentials[id] = kept;
  }
  return { ...ledger, credentials };
}

function keepsAnnouncement(entry: Entry, judged: Judged | undefined): boolean {
  if (!judged) return false;
  if (judged.verdict.kind === 'unclear') return true;
  if (judged.verdict.kind !== 'due' && judged.verdict.kind !== 'stale') return false;
  return reportReference(judged.evidence) === entry.announcedReference;
}

/** Who is spared today, and by which exemption: what is not known today stays as it was. */
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

/** Counts as announced from `now` on, unless it is already. By id, with the reference time that was told. */
export function withAnnounced(ledger: Ledger, announced: Announces, now: Instant): Ledger {
  const credentials: Credentials = { ...ledger.credentials };
  for (const [id, reference] of Object.entries(announced)) {
    const entry = credentials[id];
    if (entry?.announcedAt !== undefined && entry.announcedReference === reference) continue;
    credentials[id] = { ...entry, announcedAt: now, announcedReference: reference };
  }
  return { ...ledger, credentials };
}

/** "Users that vanish are pruned after 30 days." */
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
