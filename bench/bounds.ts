/** How often IAM was asked for what, by action. */
export type Calls = Readonly<Record<string, number>>;

/** Section 7 of the design counts these apart: they judge no credential. */
const APART = new Set([
  'GetAccountSummary',
  'GetAccountPasswordPolicy',
  'ListServiceSpecificCredentials',
  'ListSSHPublicKeys',
  'ListSigningCertificates',
]);

/** Of the calls of a run, those that section 7 sums, and the optional ones. */
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
 * What judging costs: generate, one poll, get, and the tags of the users that are stale, by whichever is less: a call
 * for each of them or a page for each thousand of all.
 *
 * @param fresh whether IAM still has a report that is young enough: it is then not polled for
 */
export function evaluation(users: number, staleUsers: number, fresh: 'fresh report' | 'new report'): Calls {
  const pages = Math.ceil(users / PAGE);
  return {
    GenerateCredentialReport: fresh === 'new report' ? 2 : 1,
    GetCredentialReport: 1,
    ...(staleUsers <= pages ? { GetUser: staleUsers } : { GetAccountAuthorizationDetails: pages }),
  };
}

/** What is due, and of how many users. */
export interface Due {
  readonly users: number;
  readonly passwords: number;
  readonly keys: number;
}

/**
 * What disabling adds, at least: the last look asks for each user, and for its password, its keys and the last use of
 * the key where they are meant; a write for each credential; a read-back for each user and kind.
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
 * max(S, L, K) / r: no client of ours can be faster than the bucket of the action that it calls most often. Of
 * section 7's sum S are the calls of GetUser, L of GetLoginProfile and K of ListAccessKeys; no other is called more
 * often than all three. The bucket is full at first, and that much is free.
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
