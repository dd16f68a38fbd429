import {
  IAMClient,
  type IAMClientConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-iam';
import type { FinalizeRequestMiddleware, InitializeMiddleware } from '@smithy/types';
import pThrottle from 'p-throttle';

/**
 * For each action. IAM's limits hold for an account and action, and all clients in the account share them. IAM has not
 * been observed to throttle 9 calls a second.
 */
const CALLS_PER_SECOND = 9;

/**
 * An IAM client with two guarantees:
 *
 * - Every request, retries included, is paced by action. The SDK's retry budget belongs to the client, and runs out when
 *   many calls are throttled at once. Pacing prevents that; the eight attempts are for the rest.
 * - After `deadline` no call waits any longer, and no request starts. Otherwise a retry could sleep until Lambda freezes
 *   the function, and be sent when it thaws, perhaps a day later.
 */
export function pacedIamClient(deadline?: AbortSignal, config: IAMClientConfig = {}): IAMClient {
  const client = new IAMClient({
    maxAttempts: 8,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    ...config,
  });
  const waitForTurn = throttlePerAction();
  const pace: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> =
    (next, context) => async (args) => {
      await waitForTurn(context.commandName ?? '');
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

/** Rejects at the deadline. A request that was sent before may still complete, but its response is ignored. */
export async function beforeDeadline<T>(deadline: AbortSignal, call: () => Promise<T>): Promise<T> {
  deadline.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Error('the function ran out of time'));
    deadline.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    deadline.removeEventListener('abort', onAbort);
  }
}

/**
 * Counts the requests of a client from now on, retries included, because they count against IAM's limits.
 *
 * @returns a function that returns the number of requests by action, such as `{ GetUser: 3 }`
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
