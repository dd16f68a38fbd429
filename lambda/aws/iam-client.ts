import {
  IAMClient,
  type IAMClientConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-iam';
import type { FinalizeRequestMiddleware, InitializeMiddleware } from '@smithy/types';
import pThrottle from 'p-throttle';

/**
 * IAM's own limits are per account and action and are shared with everybody else in the account; 9 calls a
 * second stay below what has been observed to be throttled.
 */
const CALLS_PER_SECOND = 9;

/**
 * An IAM client that keeps two promises for all its callers:
 *
 * - Every request, retries included, is paced per action. The SDK's retry budget is per client and runs dry
 *   when many calls are throttled at once: pacing prevents that, eight attempts are for what is left.
 * - After `deadline` no call waits any longer and no request starts: a retry that slept into the freeze of
 *   the Lambda function would be sent at its next thaw, days after the sweep that wanted it.
 */
export function pacedIamClient(deadline?: AbortSignal, config: IAMClientConfig = {}): IAMClient {
  const client = new IAMClient({
    maxAttempts: 8,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    ...config,
  });
  const turnOf = throttlePerAction();
  const pace: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> =
    (next, context) => async (args) => {
      await turnOf(context.commandName ?? '');
      deadline?.throwIfAborted();
      return next(args);
    };
  client.middlewareStack.addRelativeTo(pace, {
    name: 'pacePerAction',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
  });
  if (deadline) {
    const giveUp: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => (args) =>
      beforeDeadline(deadline, () => next(args));
    client.middlewareStack.add(giveUp, { name: 'giveUpAtDeadline', step: 'initialize', priority: 'high' });
  }
  return client;
}

function throttlePerAction(): (action: string) => Promise<void> {
  const turns = new Map<string, () => Promise<void>>();
  return (action) => {
    let turn = turns.get(action);
    if (!turn) {
      turn = pThrottle({ limit: CALLS_PER_SECOND, interval: 1_000, strict: true })(async () => {});
      turns.set(action, turn);
    }
    return turn();
  };
}

/** The call, or its end when the time is over; what it has sent by then may still be answered, to nobody. */
export async function beforeDeadline<T>(deadline: AbortSignal, call: () => Promise<T>): Promise<T> {
  deadline.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Error('the time of the function ran out'));
    deadline.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    deadline.removeEventListener('abort', onAbort);
  }
}

/**
 * Counts what a client sends from now on, retries included, for they count against IAM's limits.
 *
 * @returns a function that tells how often each action was asked for, `{ GetUser: 3 }`
 */
export function countCalls(client: IAMClient): () => Readonly<Record<string, number>> {
  const calls: Record<string, number> = {};
  const count: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> =
    (next, { commandName = '' }) =>
    (args) => {
      const action = commandName.replace(/Command$/, '');
      calls[action] = (calls[action] ?? 0) + 1;
      return next(args);
    };
  client.middlewareStack.addRelativeTo(count, {
    name: 'countCalls',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
  });
  return () => calls;
}
