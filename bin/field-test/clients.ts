import type { IAMClient, IAMClientConfig, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-iam';
import type { InitializeMiddleware } from '@smithy/types';
import { pacedIamClient } from '../../lambda/aws/iam-client';

export interface FieldClients {
  /** Sends nothing more once the run is interrupted. */
  readonly iam: IAMClient;
  /** Also that, with one attempt: the SDK takes LimitExceeded for throttling, and would repeat the call. */
  readonly once: IAMClient;
  /** Works after an interruption, too. */
  readonly cleanup: IAMClient;
  readonly region: string;
}

/**
 * A request that was sent is awaited even when the run is interrupted: otherwise the removal could overtake the
 * creation, and a user would stay.
 */
export function fieldClients(
  region: string,
  interrupted: AbortSignal,
  create = (config: IAMClientConfig): IAMClient => pacedIamClient(undefined, config),
): FieldClients {
  const untilInterrupted = (client: IAMClient): IAMClient => {
    const check: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => (args) => {
      interrupted.throwIfAborted();
      return next(args);
    };
    client.middlewareStack.add(check, { name: 'untilInterrupted', step: 'initialize', priority: 'high' });
    return client;
  };
  return {
    iam: untilInterrupted(create({ region })),
    once: untilInterrupted(create({ region, maxAttempts: 1 })),
    cleanup: create({ region }),
    region,
  };
}
