import { MINUTE, type Instant } from '../../lambda/domain/instant';
import type { Clock } from '../../lambda/ports';

/** Stands still until a test or a `sleep` advances it. `sleep` does not wait. All readings advance together. */
export class TestClock implements Clock {
  /** The durations of all sleeps, in ms. */
  readonly slept: number[] = [];
  #passed = 0;
  readonly #start: Instant;
  readonly #lifetime: number;

  /** @param lifetime ms until Lambda would kill the function; by default Lambda's maximum */
  constructor(start: Instant, lifetime = 15 * MINUTE) {
    this.#start = start;
    this.#lifetime = lifetime;
  }

  readonly now = () => this.#start + this.#passed;
  readonly elapsed = () => this.#passed;
  readonly remaining = () => this.#lifetime - this.#passed;
  readonly sleep = async (ms: number) => {
    this.slept.push(ms);
    this.advance(ms);
  };

  advance(ms: number): void {
    this.#passed += ms;
  }
}
