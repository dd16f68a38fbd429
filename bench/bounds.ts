/** The number of IAM calls by action. */
export type Calls = Readonly<Record<string, number>>;

/** docs/design.md §7 counts these separately, because they do not judge credentials. */
const APART = new Set([
  'GetAccountSummary',
  'GetAccountPasswordPolicy',
  'ListAccountAliases',
  'ListServiceSpecificCredentials',
  'ListSSHPublicKeys',
  'ListSigningCertificates',
]);

/** Splits a run's calls into those that §7 sums and the optional ones. */
export function splitCalls(calls: Calls): { readonly summed: Calls; readonly apart: Calls } {
  const entries = Object.entries(calls);
  return {
    summed: Object.fromEntries(entries.filter(([action]) => !APART.has(action))),
    apart: Object.fromEntries(entries.filter(([action]) => APART.has(action))),
  };
}

export const total = (calls: Calls) => Object.values(calls).reduce((all, some) => all + some, 0);

const PAGE = 1000;

/**
 * The calls for the evaluation with all account checks: generate, one poll, get, and a page for each thousand users, groups
 * and customer managed policies. The tags of stale users are on the same pages.
 *
 * @param others the number of groups and customer managed policies
 * @param fresh whether IAM still has a recent report, which then needs no poll
 */
export function evaluation(users: number, others: number, fresh: 'fresh report' | 'new report'): Calls {
  return {
    GenerateCredentialReport: fresh === 'new report' ? 2 : 1,
    GetCredentialReport: 1,
    GetAccountAuthorizationDetails: Math.ceil((users + others) / PAGE),
  };
}

/** The key ids of users whose key is on notice and was not the day before. */
export function identification(users: number): Calls {
  return { ListAccessKeys: users };
}

/** The due credentials, and the number of their users. */
export interface Due {
  readonly users: number;
  readonly passwords: number;
  readonly keys: number;
}

/**
 * The minimum of calls for disabling. The confirmation reads each user, and its password, its keys and the last use of
 * a key as needed. Then there is a write for each credential, and a read-back for each user and kind.
 */
export function enforcement({ users, passwords, keys }: Due): Calls {
  return {
    GetUser: users,
    GetLoginProfile: 2 * passwords,
    ListAccessKeys: 2 * keys,
    GetAccessKeyLastUsed: keys,
    DeleteLoginProfile: passwords,
    UpdateAccessKey: keys,
  };
}

export function sum(...all: readonly Calls[]): Calls {
  const calls: Record<string, number> = {};
  for (const [action, count] of all.flatMap((one) => Object.entries(one))) {
    calls[action] = (calls[action] ?? 0) + count;
  }
  return calls;
}

/**
 * max(S, L, K) / r: a client cannot be faster than the token bucket of its most frequent action. In §7's sum, S is the
 * number of GetUser calls, L of GetLoginProfile and K of ListAccessKeys. No other action is called more often than all
 * three. The bucket starts full, so its burst costs no time.
 *
 * @returns seconds
 */
export function shortest(
  calls: Calls,
  bucket: { readonly perSecond: number; readonly burst: number },
): number {
  const most = Math.max(0, ...Object.values(calls));
  return Math.max(0, most - bucket.burst) / bucket.perSecond;
}
