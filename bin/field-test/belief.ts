import type { Sandbox } from './sandbox';

/** What a trial of a belief has shown. */
export type Finding =
  | { readonly kind: 'holds'; readonly found: string }
  | { readonly kind: 'differs'; readonly found: string }
  /** The trial says nothing about the belief, for example because a permission is missing. */
  | { readonly kind: 'notTried'; readonly why: string };

/** A belief about AWS that can be tried on an account. */
export interface Belief {
  /** Its entry in docs/assumptions.md, such as `A7`. Two trials may be about one entry. */
  readonly id: string;
  readonly belief: string;
  readonly expected: string;
  /** What it finds names no user, key or account, because people paste it into an issue. May throw. */
  readonly attempt: (sandbox: Sandbox) => Promise<Finding>;
}

export interface Tried {
  readonly belief: Belief;
  readonly finding: Finding;
}

export function holds(found: string): Finding {
  return { kind: 'holds', found };
}

export function differs(found: string): Finding {
  return { kind: 'differs', found };
}

export function notTried(why: string): Finding {
  return { kind: 'notTried', why };
}

export function holdsIf(condition: boolean, found: string): Finding {
  return condition ? holds(found) : differs(found);
}
