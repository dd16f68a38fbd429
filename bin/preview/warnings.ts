import { countsOf } from '../../lambda/domain/counts';
import { utcSecond } from '../../lambda/domain/instant';
import { FUTURE_TOLERANCE } from '../../lambda/domain/judge/evidence';
import type { Found } from './found';

/** What an answer that looks good may hide: a line each, for stderr. */
export function warningsOf(
  { sweep, newest }: Pick<Found, 'sweep' | 'newest'>,
  { failOnStale }: { readonly failOnStale: boolean },
): string[] {
  const { unclear } = countsOf(sweep);
  return [
    ...(newest !== undefined && newest > sweep.now + FUTURE_TOLERANCE
      ? [
          `judged as of ${utcSecond(sweep.now)}, and the newest date in the report is ${utcSecond(newest)}: what is dated later than --now is called unclear`,
        ]
      : []),
    ...(failOnStale && unclear > 0
      ? [`${unclear} unclear could not be judged; --fail-on stale looks at stale alone`]
      : []),
  ];
}
