import { BENCHMARKS, type BenchmarkId } from '../account-checks/controls';
import type { Credential } from '../credential';
import { DAY, type Instant } from '../instant';
import { type Evidence, lastUseOf, type Sign } from './evidence';
import type { Verdict } from './verdict';

/** What CIS's audit says of a credential by its letter. `unknown`: the report does not say enough. */
export type StrictCis = 'pass' | 'fail' | 'unknown';

/**
 * The audit of "Ensure credentials unused for 45 days or greater are disabled" looks at the last use alone: "ensure
 * `password_last_used_date` is less than `45` days ago", "ensure the corresponding `access_key_n_last_used_date` is less
 * than `45` days ago". Only without a last use does it look at `password_last_changed`, or `access_key_x_last_rotated`.
 * So a password that was set again after its last use may be in use here and fail there. The policy's limits and
 * exemptions do not count. The wording is that of versions 1.2 and 1.4 to 4.0; the audits of 5.0 to 7.0 were not at hand.
 *
 * @param evidence what the report says; a fresh clock of the ledger is no part of it
 */
export function strictCis(evidence: Evidence, benchmark: BenchmarkId, now: Instant): StrictCis {
  if (evidence.kind === 'missing') return 'unknown';
  const set = evidence.signs.find(({ by }) => by === 'lastChanged' || by === 'lastRotated');
  const at = lastUseOf(evidence) ?? set?.at;
  if (at === undefined) return 'unknown';
  return isUnused(at, benchmark, now) ? 'fail' : 'pass';
}

/** Why a credential is in use here that fails the letter, by the sign of life that it ages from. */
export type Leniency =
  /** The policy's limit is longer than the benchmark's. */
  | 'limit'
  /** With `judge: user`, another credential of the user was used. */
  | 'otherCredential'
  /** It was set after its last use. */
  | 'set';

/** For each credential that is in use here and fails the letter: its kind, and why it is in use. */
export function inUseAndFailing(
  judged: readonly {
    readonly credential: Credential;
    readonly verdict: Verdict;
    readonly strictCis: StrictCis;
  }[],
  benchmark: BenchmarkId,
  now: Instant,
): { readonly kind: Credential['kind']; readonly why: Leniency }[] {
  return judged.flatMap(({ credential: { kind }, verdict, strictCis: letter }) =>
    verdict.kind === 'inUse' && letter === 'fail'
      ? [{ kind, why: leniencyOf(verdict.reference, benchmark, now) }]
      : [],
  );
}

function leniencyOf(reference: Sign, benchmark: BenchmarkId, now: Instant): Leniency {
  if (isUnused(reference.at, benchmark, now)) return 'limit';
  return reference.by === 'otherCredential' ? 'otherCredential' : 'set';
}

function isUnused(since: Instant, benchmark: BenchmarkId, now: Instant): boolean {
  return now - since >= BENCHMARKS[benchmark].unusedDays * DAY;
}
