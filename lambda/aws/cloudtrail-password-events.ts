import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { type Instant, MINUTE } from '../domain/instant';
import {
  PASSWORD_CALLS,
  type PasswordEvent,
  passwordEventOf,
  type PasswordEvents,
} from '../domain/remediation/password-events';
import type { PasswordEventSource } from '../ports';
import { lookUpPage } from './cloudtrail-client';
import { CallFailed } from './responses';

/** For each kind of call: 500 events. More in four hours is not people who reset passwords. */
const MAX_PAGES = 10;
/** For all pages. A single response has been seen to take 35 s in us-east-1. */
const TIMEOUT_MS = MINUTE;

/** Reads CloudTrail's event history. It needs no trail, and keeps events for 90 days. */
export class CloudTrailPasswordEvents implements PasswordEventSource {
  /** @param deadline after it, no call waits any longer */
  constructor(
    private readonly cloudTrail: CloudTrailClient | undefined,
    private readonly deadline?: AbortSignal,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  async since(since: Instant, until?: Instant): Promise<PasswordEvents> {
    const { cloudTrail: client } = this;
    if (!client) return unreadable("it is not known which region has this partition's IAM events");
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const signal = this.deadline ? AbortSignal.any([this.deadline, timeout]) : timeout;
    try {
      const events: PasswordEvent[] = [];
      for (const call of PASSWORD_CALLS) {
        events.push(...(await eventsOf(client, call, { since, until }, signal)));
      }
      return { kind: 'read', events };
    } catch (error) {
      if (error instanceof TooMany) return unreadable(error.message);
      if (timeout.aborted)
        return unreadable(`LookupEvents did not answer within ${this.timeoutMs / 1_000} s`);
      return unreadable(new CallFailed('LookupEvents', error).message);
    }
  }
}

class TooMany extends Error {
  override readonly name = 'TooMany';
}

/** Without an end time, the history is read up to its newest event. @throws */
async function eventsOf(
  client: CloudTrailClient,
  call: string,
  { since, until }: { readonly since: Instant; readonly until: Instant | undefined },
  abortSignal: AbortSignal,
): Promise<PasswordEvent[]> {
  const events: PasswordEvent[] = [];
  const lookup = { attribute: { AttributeKey: 'EventName', AttributeValue: call }, since, until } as const;
  let token: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await lookUpPage(client, lookup, token, abortSignal);
    events.push(
      ...page.events.map((event) => passwordEventOf(event, call)).filter((event) => event !== 'nothing'),
    );
    token = page.next;
    if (token === undefined) return events;
    if (pages === MAX_PAGES) {
      throw new TooMany(`CloudTrail has over ${MAX_PAGES} pages of ${call} events since then`);
    }
  }
}

function unreadable(cause: string): PasswordEvents {
  return { kind: 'unreadable', cause };
}
