export interface ThrottleOptions {
  perSecond: number;
  burst: number;
}

/** A token bucket for each action, like IAM's. It uses real time, because a test's `now` may stand still. */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #buckets = new Map<string, { tokens: number; filledAt: number }>();

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  /** False if the rate is exceeded. */
  take(action: string): boolean {
    const { perSecond, burst } = this.#options;
    const now = performance.now();
    const { tokens, filledAt } = this.#buckets.get(action) ?? { tokens: burst, filledAt: now };
    const available = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
    const taken = available >= 1;
    this.#buckets.set(action, { tokens: taken ? available - 1 : available, filledAt: now });
    return taken;
  }
}
