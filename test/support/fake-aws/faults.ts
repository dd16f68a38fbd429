import { setTimeout } from 'node:timers/promises';
import { findKey, type FakeAccount } from './account';
import type { ServiceRequest } from './request';

/**
 * A fault of every call that it matches. If several faults answer a call, the first one wins and the others wait for a
 * later call. All faults that only delay or `run` apply.
 */
export interface Fault {
  service?: string;
  /** The region that the request is signed for. */
  region?: string;
  /** The account in which the call is. */
  account?: string;
  /** `*` or absent means any. */
  action?: string;
  /** The user that the call names, or the owner of the key that it names. Case does not matter. */
  user?: string;
  /** The end of the S3 key, such as the file's name, or a pattern. */
  key?: string | RegExp;
  /** How many matching calls it hits. By default, all until it is removed. */
  times?: number;
  /** How many matching calls it skips first. */
  skip?: number;
  /** With `after`, the operation is applied, and then this fault answers. By default, it answers before. */
  when?: 'before' | 'after';
  latencyMs?: number;
  /** Changes the account at that moment, to simulate a race. */
  run?: (account: FakeAccount) => void;
  error?: { code: string; status: number; message?: string };
  /** Resets the connection. */
  reset?: true;
  /** Answers 200 with a page of HTML. */
  html?: true;
  /** Answers 200 with an empty body. */
  emptyBody?: true;
  /** Answers 200 with this XML, for responses that AWS must not send and the fake therefore cannot. */
  body?: string;
}

/** Counts the matching calls of each fault. The faults belong to the test and are not changed. */
export class FaultCounter {
  readonly #matches = new WeakMap<Fault, number>();

  /** The faults that hit this call. */
  due(faults: readonly Fault[], account: FakeAccount, request: ServiceRequest): Fault[] {
    const hits: Fault[] = [];
    for (const fault of faults) {
      if (!matches(fault, account, request)) continue;
      if (answers(fault) && hits.some(answers)) continue;
      if (this.#isDue(fault)) hits.push(fault);
    }
    return hits;
  }

  #isDue(fault: Fault): boolean {
    const { skip = 0, times = Infinity } = fault;
    const earlier = this.#matches.get(fault) ?? 0;
    this.#matches.set(fault, earlier + 1);
    return earlier >= skip && earlier < skip + times;
  }
}

/** Applies the faults' delays and changes. Returns the fault that answers, if there is one. */
export async function strike(faults: readonly Fault[], account: FakeAccount): Promise<Fault | undefined> {
  for (const { latencyMs, run } of faults) {
    if (latencyMs !== undefined) await setTimeout(latencyMs, undefined, { ref: false });
    run?.(account);
  }
  return faults.find(answers);
}

function answers(fault: Fault): boolean {
  return Boolean(fault.error ?? fault.reset ?? fault.html ?? fault.emptyBody) || fault.body !== undefined;
}

function matches(
  fault: Fault,
  account: FakeAccount,
  { service, region, action, params }: ServiceRequest,
): boolean {
  const { service: onService = service, action: onAction = '*', user: onUser, key: onKey } = fault;
  if (fault.account !== undefined && fault.account !== account.id) return false;
  if (onService !== service || (onAction !== '*' && onAction !== action)) return false;
  if (fault.region !== undefined && fault.region !== region) return false;
  if (onKey !== undefined && !isKey(onKey, params['Key'])) return false;
  if (onUser === undefined) return true;
  const user = params['UserName'] ?? findKey(account, params['AccessKeyId'] ?? '')?.user.name;
  return user?.toLowerCase() === onUser.toLowerCase();
}

function isKey(wanted: string | RegExp, key: string | undefined): boolean {
  if (key === undefined) return false;
  // Not `test`, which keeps a position if the pattern is global.
  return typeof wanted === 'string' ? key.endsWith(wanted) : key.search(wanted) >= 0;
}
