import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import pThrottle from 'p-throttle';

/**
 * IAM's own limits are per account and action and are shared with everybody else in the account; 9 calls a
 * second stay below what has been observed to be throttled.
 */
const CALLS_PER_SECOND = 9;

/**
 * An IAM client whose every request, retries included, is paced per action. The SDK's retry budget is per
 * client and runs dry when many calls are throttled at once: pacing is what prevents that, more attempts are
 * what is left for the rest.
 */
export function pacedIamClient(config: IAMClientConfig = {}): IAMClient {
  const client = new IAMClient({
    maxAttempts: 8,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    ...config,
  });
  const turns = new Map<string, () => Promise<void>>();
  const turnOf = (action: string): (() => Promise<void>) => {
    const known = turns.get(action);
    if (known) return known;
    const turn = pThrottle({ limit: CALLS_PER_SECOND, interval: 1_000, strict: true })(async () => {});
    turns.set(action, turn);
    return turn;
  };
  client.middlewareStack.addRelativeTo(
    (next, context) => async (args) => {
      await turnOf(context.commandName ?? '')();
      return next(args);
    },
    { name: 'pacePerAction', relation: 'after', toMiddleware: 'retryMiddleware' },
  );
  return client;
}
