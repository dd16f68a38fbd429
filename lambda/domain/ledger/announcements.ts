import type { Judged } from '../evaluation/evaluate';
import { reportReference } from '../evaluation/evidence';
import { DAY, type Instant } from '../instant';
import { credentialId, secondId } from './credential-id';
import { isDisabledByUs } from './queries';
import type { Announces, Entry, Ledger } from './schema';

// How a notice begins, lasts and ends in the ledger (docs/design.md §5.9). Each function returns a new ledger.

type Credentials = Ledger['credentials'];

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
export const NOTICE_LASTS = 14 * DAY;

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

/** An entry without its announcement. */
export function unannounced(entry: Entry): Entry {
  const { announcedAt: _at, announcedReference: _reference, ...rest } = entry;
  return rest;
}
