import { countVerdicts, isOnNotice, VERDICT_KINDS, type VerdictKind } from '../evaluation/verdict';
import type { Credential } from '../credential';
import type { KnownFindings } from '../account-checks/run-checks';
import type { Instant } from '../instant';
import type { Evaluation, Judged } from '../evaluation/evaluate';
import type { CredentialHistory } from '../evaluation/judge';
import { type JudgedRun, PolicyRules } from '../ledger/schema';
import type { Mode, PolicyInForce } from '../settings';
import { policyChanges } from './policy-diff';

/** The changes since the last run that judged the account and whose digest was delivered. */
export interface Changes {
  /** When that run judged it. */
  readonly since: Instant;
  readonly mode?: { readonly before: Mode; readonly after: Mode };
  readonly policy?: {
    /** Versions of the SSM parameter. */
    readonly before: number | undefined;
    readonly after: number | undefined;
    /** Empty if the text was written again without a change of the rules. */
    readonly lines: readonly string[];
  };
  /** The verdicts whose count has changed. */
  readonly counts: readonly {
    readonly verdict: VerdictKind;
    readonly before: number;
    readonly after: number;
  }[];
  /** On notice (docs/design.md §2.2), and in no delivered digest yet. */
  readonly onNotice: ReadonlySet<Credential>;
  /** Stale now, but not yet then. */
  readonly stale: ReadonlySet<Credential>;
  /** Due or stale now, but exempt then: the name of that exemption. */
  readonly spared: ReadonlyMap<Credential, string>;
  /** Exempt now by an exemption that did not protect it then, and what it was then. */
  readonly exempt: ReadonlyMap<Credential, ExemptBefore>;
  /** The findings of the account checks then; absent if none was made. */
  readonly findings?: KnownFindings;
}

/** What an exempt credential was in the last run. `notYet`: within its limit, so it needed no exemption. */
export type ExemptBefore =
  | { readonly kind: 'onNotice' }
  | { readonly kind: 'notYet' }
  | { readonly kind: 'otherwise'; readonly exemption: string };

/** The parts of a run that are compared with the last one. */
export interface JudgedNow {
  readonly policy: PolicyInForce;
  /** The mode in the parameter. */
  readonly mode: Mode;
  readonly evaluation: Evaluation;
  readonly history: (credential: Credential) => CredentialHistory;
}

/** Undefined for a first run, because all would be new. */
export function changesSince(before: JudgedRun | undefined, now: JudgedNow): Changes | undefined {
  if (!before) return undefined;
  const { judged } = now.evaluation;
  const credentialsWhere = (predicate: (judged: Judged) => boolean) =>
    new Set(judged.filter(predicate).map(({ credential }) => credential));
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
    onNotice: credentialsWhere(({ verdict }) => isOnNotice(verdict) && verdict.announcedAt === undefined),
    stale: credentialsWhere(({ verdict }) => verdict.kind === 'stale' && verdict.staleAt > before.at),
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

/** The parts of this run that the next one is compared with. */
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

/** Through JSON, so that an absent key and an undefined one are the same. */
function rulesOf({ policy }: PolicyInForce): PolicyRules {
  return PolicyRules.parse(JSON.parse(JSON.stringify(policy)));
}
