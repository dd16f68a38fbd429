import type { LookupAttribute } from '@aws-sdk/client-cloudtrail';
import pLimit from 'p-limit';
import type { AccountId } from '../domain/identity';
import type { Target } from '../domain/remediation/confirm';
import {
  regionsToAsk,
  type RegionUse,
  type UseEvent,
  useEventOf,
  type UseHistory,
  useHistoryOf,
  type UseQuestion,
} from '../domain/remediation/use-events';
import type { UseEventSource } from '../ports';
import { type CloudTrailClients, lookUpPage } from './cloudtrail-client';
import { codeOf, describeFailure } from './responses';

/** For all lookups of a run. */
const TIMEOUT_MS = 30_000;
/** For one credential in one region: 500 events. A lookup by name also has what the user's other credentials did. */
const MAX_PAGES = 10;
/** As many as CloudTrail takes in a second. With fewer, a slow answer would cost turns. */
const CONCURRENCY = 2;

const NO_TIME = 'not asked, because no time was left';

export interface UseEventOptions {
  /** After it, no call waits any longer. */
  readonly deadline?: AbortSignal;
  /** @default 30 s */
  readonly timeoutMs?: number;
}

/** Reads CloudTrail's event history, which needs no trail: the regions at the same time, in each the plan in its order. */
export class CloudTrailUseEvents implements UseEventSource {
  /** @param place the account, and the region of the function */
  constructor(
    private readonly clients: Pick<CloudTrailClients, 'in'>,
    private readonly place: { readonly account: AccountId; readonly region: string },
    private readonly options: UseEventOptions = {},
  ) {}

  async read(questions: readonly UseQuestion[], withinMs: number): Promise<readonly UseHistory[]> {
    const { deadline, timeoutMs = TIMEOUT_MS } = this.options;
    const timeout = AbortSignal.timeout(Math.floor(Math.max(0, Math.min(withinMs, timeoutMs))));
    const signal = deadline ? AbortSignal.any([deadline, timeout]) : timeout;
    const lookups = questions.map((question) =>
      regionsToAsk(question, this.place).map((region) => new Lookup(question.target, region)),
    );
    const all = lookups.flat();
    const regions = new Set(all.map(({ region }) => region));
    if (withinMs > 0) {
      await Promise.all(
        [...regions].map((region) => {
          const ofRegion = all.filter((lookup) => lookup.region === region);
          // A signal of its own: Node warns of more than ten listeners.
          return this.readRegion(ofRegion, AbortSignal.any([signal]));
        }),
      );
    }
    return lookups.map((ofQuestion) => useHistoryOf(ofQuestion.map((lookup) => lookup.result())));
  }

  /** The first page for each, then further ones for those who need them. So nobody waits for a busy user. */
  private async readRegion(lookups: readonly Lookup[], signal: AbortSignal): Promise<void> {
    const limit = pLimit(CONCURRENCY);
    // No permission for LookupEvents is for some events only, so what denies one lookup denies all.
    let denied: string | undefined;
    const next = async (lookup: Lookup): Promise<void> => {
      if (denied !== undefined) return lookup.fail(denied);
      if (signal.aborted) return;
      try {
        await this.readPage(lookup, signal);
      } catch (error) {
        if (DENIED.has(codeOf(error))) denied = describeFailure('LookupEvents', error);
        lookup.fail(
          signal.aborted ? 'LookupEvents did not answer in time' : describeFailure('LookupEvents', error),
        );
      }
    };
    for (let open = lookups; open.length > 0 && !signal.aborted; open = open.filter(({ isOpen }) => isOpen)) {
      await Promise.all(open.map((lookup) => limit(next, lookup)));
    }
  }

  private async readPage(lookup: Lookup, signal: AbortSignal): Promise<void> {
    const { target, region, attribute, token } = lookup;
    const page = await lookUpPage(this.clients.in(region), { attribute }, token, signal);
    const { account } = this.place;
    lookup.add(
      page.events.map((event) => useEventOf(event, target, { account, region })),
      page.next,
    );
  }
}

/** `UnrecognizedClient`: the region is not enabled in the account. */
const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'UnrecognizedClient']);

/** The lookup of one credential in one region, as far as it has come. It ends at the first use, which is the latest. */
class Lookup {
  token: string | undefined;
  isOpen = true;
  private readonly events: UseEvent[] = [];
  private pages = 0;
  private cause: string | undefined = NO_TIME;

  constructor(
    readonly target: Target,
    readonly region: string,
  ) {}

  get attribute(): LookupAttribute {
    return this.target.kind === 'password'
      ? { AttributeKey: 'Username', AttributeValue: this.target.user.name }
      : { AttributeKey: 'AccessKeyId', AttributeValue: this.target.keyId };
  }

  add(found: readonly ReturnType<typeof useEventOf>[], next: string | undefined): void {
    this.pages += 1;
    this.events.push(...found.filter((event) => typeof event === 'object'));
    this.token = next;
    const isFound = this.events.some(({ isRefusedSignIn }) => !isRefusedSignIn);
    this.isOpen = !isFound && next !== undefined && this.pages < MAX_PAGES;
    this.cause =
      isFound || next === undefined ? undefined : `more events than the ${this.pages * 50} that were read`;
    if (found.includes('notUnderstood')) this.cause = 'an event has no time that is understood';
  }

  fail(cause: string): void {
    this.cause = cause;
    this.isOpen = false;
  }

  result(): RegionUse {
    return { region: this.region, events: this.events, cause: this.cause };
  }
}
