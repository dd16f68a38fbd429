import type { Exemption } from '../policy/schema';
import type { Instant } from '../instant';
import type { Sign } from './evidence';
import type { Judged } from './evaluate';

/** What a stale or nearly stale credential is measured by. */
export interface Measure {
  /** The sign of life from which it ages. */
  readonly reference: Sign;
  /** `maxUnusedDays` in force for it. */
  readonly maxUnusedDays: number;
  /** Name of the override that set `maxUnusedDays`, if one did. */
  readonly override?: string;
  /** The instant from which it is stale: reference + maxUnusedDays. */
  readonly staleAt: Instant;
}

/** A due or stale credential that nothing protects. */
export interface OnNotice extends Measure {
  /** First UTC calendar date (`2026-11-27`) on which it may be disabled. */
  readonly actOn: string;
  /** When it first stood in a delivered digest; undefined: never yet. */
  readonly announcedAt?: Instant;
}

/** What a sweep thinks of one credential; exactly one of DESIGN's section 2. */
export type Verdict =
  | { readonly kind: 'inUse'; readonly reference: Sign }
  | ({ readonly kind: 'due' } & OnNotice)
  /** `noticeGiven`: it has stood in a delivered digest for `noticeDays`, so that it may go today. */
  | ({ readonly kind: 'stale'; readonly noticeGiven: boolean } & OnNotice)
  | { readonly kind: 'exempt'; readonly exemption: Exemption; readonly reference: Sign }
  | { readonly kind: 'held'; readonly cause: string; readonly reference: Sign }
  | { readonly kind: 'unclear'; readonly cause: string };

export type VerdictKind = Verdict['kind'];

/** From the harmless to what wants a person. */
export const VERDICT_KINDS = [
  'inUse',
  'due',
  'stale',
  'exempt',
  'held',
  'unclear',
] as const satisfies readonly VerdictKind[];

export function countVerdicts(judged: readonly Judged[]): Record<VerdictKind, number> {
  const counts = { ...NO_VERDICTS };
  for (const { verdict } of judged) counts[verdict.kind] += 1;
  return counts;
}

export const NO_VERDICTS: Readonly<Record<VerdictKind, number>> = {
  inUse: 0,
  due: 0,
  stale: 0,
  exempt: 0,
  held: 0,
  unclear: 0,
};
