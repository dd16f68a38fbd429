import type { Exemption } from '../policy/schema';
import type { Instant } from '../instant';
import type { Sign } from './evidence';
import type { Judged } from './evaluate';

/** How a due or stale credential was measured. */
export interface Measure {
  /** The sign of life from which it ages. */
  readonly reference: Sign;
  /** The limit that applies to it. */
  readonly maxUnusedDays: number;
  /** Name of the override that set `maxUnusedDays`, if one did. */
  readonly override?: string;
  /** The instant from which it is stale: reference + maxUnusedDays. */
  readonly staleAt: Instant;
}

/** A due or stale credential that nothing protects. */
export interface OnNotice extends Measure {
  /** First UTC calendar date (`2026-11-27`) on which it may be disabled, as far as a run can know (docs/design.md §4.7). */
  readonly actOn: string;
  /** When a delivered digest first announced it; undefined when none has. */
  readonly announcedAt?: Instant;
}

/** The verdict on one credential: exactly one of docs/design.md §2.2. */
export type Verdict =
  | { readonly kind: 'inUse'; readonly reference: Sign }
  | ({ readonly kind: 'due' } & OnNotice)
  /** `noticeGiven`: it has been announced for `noticeDays`, so it may be disabled now (docs/design.md §5.9). */
  | ({ readonly kind: 'stale'; readonly noticeGiven: boolean } & OnNotice)
  | { readonly kind: 'exempt'; readonly exemption: Exemption; readonly reference: Sign }
  | { readonly kind: 'held'; readonly cause: string; readonly reference: Sign }
  | { readonly kind: 'unclear'; readonly cause: string };

export type VerdictKind = Verdict['kind'];

/** `noticeGiven: false` keeps TypeScript from excluding `stale` where a verdict is not on notice. */
type VerdictOnNotice =
  Extract<Verdict, { kind: 'due' }> | (Extract<Verdict, { kind: 'stale' }> & { readonly noticeGiven: false });

/** In the order in which the digest counts them. */
export const VERDICT_KINDS = [
  'inUse',
  'due',
  'stale',
  'exempt',
  'held',
  'unclear',
] as const satisfies readonly VerdictKind[];

/** "A credential is _on notice_ when it is `due`, or `stale` without a full notice period" (docs/design.md §2.2). */
export function isOnNotice(verdict: Verdict): verdict is VerdictOnNotice {
  return verdict.kind === 'due' || (verdict.kind === 'stale' && !verdict.noticeGiven);
}

export const NO_VERDICTS: Readonly<Record<VerdictKind, number>> = {
  inUse: 0,
  due: 0,
  stale: 0,
  exempt: 0,
  held: 0,
  unclear: 0,
};

export function countVerdicts(judged: readonly Judged[]): Record<VerdictKind, number> {
  const counts = { ...NO_VERDICTS };
  for (const { verdict } of judged) counts[verdict.kind] += 1;
  return counts;
}
