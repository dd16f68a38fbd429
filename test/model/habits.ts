import { DAY, type Instant } from '../../lambda/domain/instant';
import { keyId, userName } from './account';
import { nextSerial, type World } from './world';

/** How somebody treats their credentials. */
export type Habit = 'daily' | 'weekly' | 'monthly' | 'forgetful' | 'gone' | 'protected';

/** Days between two uses. Only the first three stay within a policy of 45 days. */
export const EVERY: Readonly<Record<Habit, number>> = {
  daily: 1,
  weekly: 7,
  monthly: 30,
  forgetful: 80,
  gone: Infinity,
  protected: Infinity,
};

/** So many of a hundred. */
const SHARES: readonly (readonly [Habit, number])[] = [
  ['daily', 45],
  ['weekly', 25],
  ['monthly', 12],
  ['forgetful', 6],
  ['gone', 9],
  ['protected', 3],
];

export function habitOf(draw: number): Habit {
  let left = draw * 100;
  for (const [habit, share] of SHARES) {
    left -= share;
    if (left < 0) return habit;
  }
  return 'daily';
}

/** Somebody who has been in the account for a year. */
export function oldHand(world: World, today: Instant, index: number, random: () => number): Habit {
  const habit = habitOf(random());
  const createdAt = today - 400 * DAY;
  const daysAgo = 1 + Math.floor(random() * Math.min(EVERY[habit], 60));
  const lastUse = today - daysAgo * DAY;
  const [serial, keySerial] = [nextSerial(world), nextSerial(world)];
  world.users.push({
    serial,
    name: userName(`user-${String(index).padStart(3, '0')}`),
    path: '/',
    createdAt,
    tags: habit === 'protected' ? { keep: 'yes' } : {},
    groups: [],
    password: random() < 0.7 ? { createdAt, changedAt: createdAt } : undefined,
    signIns: [lastUse],
    keys: [{ serial: keySerial, id: keyId(keySerial), createdAt, status: 'Active', uses: [lastUse] }],
  });
  return habit;
}
