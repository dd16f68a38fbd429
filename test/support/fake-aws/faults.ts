import { setTimeout } from 'node:timers/promises';
import { findKey, type FakeAccount } from './account';
import type { ServiceRequest } from './request';

/**
 * Something that goes wrong with every call that it matches. The first match of several that answer wins, the
 * others wait their turn; those that only delay or `run` all apply.
 */
export interface Fault {
  service?: string;
  /** `*` and absent: any. */
  action?: string;
  /** The user named by the call, or the owner of the key it names; any case. */
  user?: string;
  /** The end of the S3 key, which is the file's name or more of the path, or a pattern. */
  key?: string | RegExp;
  /** How many matching calls it hits; until it is removed, unless given. */
  times?: number;
  /** How many matching calls it leaves alone first. */
  skip?: number;
  /** `after`: the operation is applied, then this answers in its place. Before it, unless given. */
  when?: 'before' | 'after';
  latencyMs?: number;
  /** Changes the account at that moment: a race. */
  run?: (account: FakeAccount) => void;
  error?: { code: string; status: number; message?: string };
  /** Resets the connection. */
  reset?: true;
  /** Answers 200 with a page of HTML. */
  html?: true;
  /** Answers 200 with nothing. */
  emptyBody?: true;
  /** Answers 200 with this XML: what AWS must not answer, and the fake, which is right, cannot. */
  body?: string;
}

/** Counts the matching calls of each fault; the faults themselves belong to the test and stay as they are. */
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

/** Lets the faults delay and change what they want; returns the one that answers, if any. */
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

function matches(fault: Fault, account: FakeAccount, { service, action, params }: ServiceRequest): boolean {
  const { service: onService = service, action: onAction = '*', user: onUser, key: onKey } = fault;
  if (onService !== service || (onAction !== '*' && onAction !== action)) return false;
  if (onKey !== undefined && !isKey(onKey, params['Key'])) return false;
  if (onUser === undefined) return true;
  const user = params['UserName'] ?? findKey(account, params['AccessKeyId'] ?? '')?.user.name;
  return user?.toLowerCase() === onUser.toLowerCase();
}

function isKey(wanted: string | RegExp, key: string | undefined): boolean {
  if (key === undefined) return false;
  // Not `test`, which remembers its place when the pattern is global.
  return typeof wanted === 'string' ? key.endsWith(wanted) : key.search(wanted) >= 0;
}
