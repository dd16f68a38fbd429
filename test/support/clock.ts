import { MINUTE, type Instant } from '../../lambda/domain/instant';
import type { Clock } from '../../lambda/ports';

/** Stands still until it is moved: by a test, or by a `sleep`, which does not wait. All its hands move together. */
export class TestClock implements Clock {
  /** What was slept, in ms. */
  readonly slept: number[] = [];
  #passed = 0;
  readonly #start: Instant;
  readonly #lifetime: number;

  /** @param lifetime ms until the function would be killed; Lambda's longest, unless given */
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
