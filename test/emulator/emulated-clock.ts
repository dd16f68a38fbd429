import type { Moto } from './moto';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The hour at which the first deployed schedule starts a sweep. */
export const SCHEDULED_HOUR = 7;

/** The shared clock of IAM, the function and the test. After each move, it goes on. */
export class EmulatedClock {
  /** How many ms it is ahead of this machine's clock. */
  aheadMs = 0;
  /** Day 0 begins. */
  private readonly midnight = Math.floor(Date.now() / DAY) * DAY;

  private moved = false;

  constructor(private readonly moto: Moto) {}

  /** @returns milliseconds since 1970 */
  now(): number {
    return Date.now() + this.aheadMs;
  }

  /** @returns the time that many days ago, as ISO 8601 in UTC */
  daysAgo(days: number): string {
    return new Date(this.now() - days * DAY).toISOString();
  }

  /** @returns a calendar date, in UTC */
  date(day: number): string {
    return new Date(this.midnight + day * DAY).toISOString().slice(0, 10);
  }

  /** @param hour of the day, in UTC; if the clock is already in this hour, it stays as it is */
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
