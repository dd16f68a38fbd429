import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import type { Clock, Log } from '../ports';

/** Time that is left for the digest and the log. No IAM call runs in it (docs/design.md §5.13). */
const RESERVED_MS = 20_000;

/** Time limits of an SDK client's calls: no call may hang until the function's time is over. */
export const CLIENT_TIMEOUTS = {
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/**
 * The clocks of one invocation, and a signal that ends its IAM calls in time. `stop` must be called at the end, or the
 * timer would fire during the next invocation.
 */
export function lambdaClock(context: Pick<Context, 'getRemainingTimeInMillis'>): {
  readonly clock: Clock;
  readonly deadline: AbortSignal;
  readonly stop: () => void;
} {
  const remaining = () => context.getRemainingTimeInMillis();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.max(0, remaining() - RESERVED_MS));
  return {
    clock: {
      now: () => Date.now(),
      elapsed: () => performance.now(),
      remaining,
      sleep: (ms) => sleep(ms),
    },
    deadline: controller.signal,
    stop: () => clearTimeout(timer),
  };
}

/**
 * Writes one JSON object a line to stdout. With the JSON log format, Lambda passes a line that is already JSON through
 * unchanged, so queries and filters can use its fields by name.
 */
export const jsonLog: Log = (level, event, fields) => {
  const line = { timestamp: new Date().toISOString(), level, event, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
