import { countVerdicts, isOnNotice, VERDICT_KINDS, type VerdictKind } from '../evaluation/verdict';
import type { Credential } from '../credential';
import type { KnownFindings } from '../account-checks/known-findings';
import type { Instant } from '../instant';
import type { Evaluation, Judged } from '../evaluation/evaluate';
import type { CredentialHistory } from '../evaluation/judge';
import { type JudgedRun, PolicyRules } from '../ledger/schema';
import type { Mode } from '../mode';
import type { PolicyInForce } from '../policy/in-force';
import { policyChanges } from './policy-diff';

/** What is not as it was when a run last judged the account. */
export interface Changes {
  /** That run's instant. */
  readonly since: Instant;
  readonly mode?: { readonly before: Mode; readonly after: Mode };
  readonly policy?: {
    /** Versions of the SSM parameter. */
    readonly before: number | undefined;
    readonly after: number | undefined;
    /** Empty: its text was written anew, and no rule is another. */
    readonly lines: readonly string[];
  };
  /** Verdicts of which there are more or fewer. */
  readonly counts: readonly {
    readonly verdict: VerdictKind;
    readonly before: number;
    readonly after: number;
  }[];
  /** Due or stale, and in no delivered digest yet. */
  readonly onNotice: ReadonlySet<Credential>;
  /** Stale now, and not yet then. */
  readonly stale: ReadonlySet<Credential>;
  /** Due or stale now, and spared then: by which exemption. */
  readonly spared: ReadonlyMap<Credential, string>;
  /** Spared now by an exemption that did not spare it then, and what it was then. */
  readonly exempt: ReadonlyMap<Credential, ExemptBefore>;
  /** What was found about the account then; absent where no check was made. */
  readonly findings?: KnownFindings;
}

/** What an exempt credential was in the last run. `notYet`: within its limit, so that nothing had to spare it. */
export type ExemptBefore =
  | { readonly kind: 'onNotice' }
  | { readonly kind: 'notYet' }
  | { readonly kind: 'otherwise'; readonly exemption: string };

/** What a run needs to know of itself to be compared with the one before. */
export interface JudgedNow {
  readonly policy: PolicyInForce;
  /** As it stands in the parameter. */
  readonly mode: Mode;
  readonly evaluation: Evaluation;
  readonly history: (credential: Credential) => CredentialHistory;
}

/** Undefined for the first run, to which everything is new. */
export function changesSince(before: JudgedRun | undefined, now: JudgedNow): Changes | undefined {
  if (!before) return undefined;
  const { judged } = now.evaluation;
  const credentials = (is: (judged: Judged) => boolean) =>
    new Set(judged.filter(is).map(({ credential }) => credential));
  const after = countVerdicts(judged);
  return {
    since: before.at,
    ...(before.findings ? { findings: before.findings } : {}),
    ...(before.mode === now.mode ? {} : { mode: { before: before.mode, after: now.mode } }),
    ...(before.policy.sha256 === now.policy.sha256 && before.policy.version === now.policy.version
      ? {}
      : {
          policy: {
            before: before.policy.version,
            after: now.policy.version,
            lines: policyChanges(before.policy.rules, rulesOf(now.policy)),
          },
        }),
    counts: VERDICT_KINDS.map((verdict) => ({
      verdict,
      before: before.counts[verdict] ?? 0,
      after: after[verdict],
    })).filter((each) => each.before !== each.after),
    onNotice: credentials(({ verdict }) => isOnNotice(verdict) && verdict.announcedAt === undefined),
    stale: credentials(({ verdict }) => verdict.kind === 'stale' && verdict.staleAt > before.at),
    spared: new Map(
      judged.flatMap(({ credential, verdict }) => {
        if (verdict.kind !== 'due' && verdict.kind !== 'stale') return [];
        const { exemption } = now.history(credential);
        return exemption === undefined ? [] : [[credential, exemption] as const];
      }),
    ),
    exempt: new Map(
      judged.flatMap(({ credential, verdict }) => {
        if (verdict.kind !== 'exempt') return [];
        const history = now.history(credential);
        return history.exemption === verdict.exemption.name
          ? []
          : [[credential, exemptBefore(history)] as const];
      }),
    ),
  };
}

function exemptBefore({ exemption, announced }: CredentialHistory): ExemptBefore {
  if (exemption !== undefined) return { kind: 'otherwise', exemption };
  return { kind: announced ? 'onNotice' : 'notYet' };
}

/** What the next run is to compare itself with. */
export function judgedRun(at: Instant, { policy, mode, evaluation }: Omit<JudgedNow, 'history'>): JudgedRun {
  return {
    at,
    mode,
    policy: {
      ...(policy.version === undefined ? {} : { version: policy.version }),
      sha256: policy.sha256,
      rules: rulesOf(policy),
    },
    counts: countVerdicts(evaluation.judged),
  };
}

/** As JSON: what is absent and what is undefined are the same there. */
function rulesOf({ policy }: PolicyInForce): PolicyRules {
  return PolicyRules.parse(JSON.parse(JSON.stringify(policy)));
}
