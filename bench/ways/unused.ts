import { DAY } from '../../lambda/domain/instant';

const LIMIT_DAYS = 45;

/** The latest of the known dates. */
export const newest = (...dates: readonly (Date | undefined)[]) =>
  Math.max(...dates.map((date) => date?.getTime() ?? 0));

export const isOld = (at: number) => Date.now() - at >= LIMIT_DAYS * DAY;
