import { unmetPreconditions, unmetToTell } from '../../../lambda/sweep/preconditions';
import { HOUR, MINUTE } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';

const reasons = ({
  age = 0,
  subscribers = 1,
  canWrite = true,
  pendingDelivered = true,
}: {
  age?: number;
  subscribers?: number | 'not known';
  canWrite?: boolean;
  pendingDelivered?: boolean;
}) =>
  unmetPreconditions({
    fetched: { content: new Uint8Array(), generatedAt: NOW - age, fetchedAt: NOW },
    canWrite,
    toTell: unmetToTell({
      audience: { subscribers: subscribers === 'not known' ? undefined : subscribers, uncounted: [] },
      pendingDelivered,
    }),
  }).map(({ effect, reason }) => `${effect}: ${reason}`);

describe('enforce', () => {
  it.each([
    ['one confirmed subscriber is enough', { subscribers: 1 }, []],
    ['no confirmed subscriber', { subscribers: 0 }, ['ranAsDryRun: subscribers']],
    ['subscribers that are not known', { subscribers: 'not known' as const }, ['ranAsDryRun: subscribers']],
    ['a deployment that may only report', { canWrite: false }, ['ranAsDryRun: report-only']],
    ['a digest that waits and still cannot go out', { pendingDelivered: false }, ['ranAsDryRun: delivery']],
    ['a report of exactly 4.5 hours is young enough', { age: 4.5 * HOUR }, []],
    ['a report a millisecond older', { age: 4.5 * HOUR + 1 }, ['ranAsDryRun: report']],
    ['clocks that differ by exactly 5 minutes', { age: -5 * MINUTE }, []],
    ['clocks that differ by a millisecond more', { age: -5 * MINUTE - 1 }, ['ranAsDryRun: report']],
    [
      'all at once',
      { age: 5 * HOUR, subscribers: 0, canWrite: false },
      ['ranAsDryRun: report-only', 'ranAsDryRun: subscribers', 'ranAsDryRun: report'],
    ],
  ])('%s', (_what, facts, expected) => {
    expect(reasons(facts)).toEqual(expected);
  });
});
