import type { Moto } from './moto';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The time of day at which the schedule that is deployed first starts a sweep. */
export const SCHEDULED_HOUR = 7;

/** The one clock of IAM, of the function and of the test; it goes on from wherever it is put. */
export class EmulatedClock {
  /** By which it is ahead of this machine's clock. */
  aheadMs = 0;
  /** Day 0 begins. */
  private readonly midnight = Math.floor(Date.now() / DAY) * DAY;

  private moved = false;

  constructor(private readonly moto: Moto) {}

  /** @returns milliseconds since 1970 */
  now(): number {
    return Date.now() + this.aheadMs;
  }

  /** @returns ISO 8601 in UTC, of so many days before now */
  daysAgo(days: number): string {
    return new Date(this.now() - days * DAY).toISOString();
  }

  /** @returns a calendar date, in UTC */
  date(day: number): string {
    return new Date(this.midnight + day * DAY).toISOString().slice(0, 10);
  }

  /** @param hour of the day, in UTC; within it the clock is left alone, for nothing happens twice */
  async goTo(day: number, hour = SCHEDULED_HOUR): Promise<void> {
    const at = this.midnight + day * DAY + hour * HOUR;
    const since = this.now() - at;
    if (this.moved && since >= HOUR) throw new Error(`the clock is past day ${day}, ${hour}:00`);
    if (this.moved && since >= 0) return;
    this.moved = true;
    this.aheadMs = at - Date.now();
    const body = JSON.stringify({ aheadMs: this.aheadMs });
    await this.moto.request('/emulator/clock', { method: 'POST', body });
  }
}
