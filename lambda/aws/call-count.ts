import type { IAMClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-iam';
import type { FinalizeRequestMiddleware } from '@smithy/types';

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
