import type { Candidate } from '../../../../lambda/domain/remediation/candidate';
import { plan } from '../../../../lambda/domain/remediation/plan';
import { aLiveUser, aPassword, aPolicy, aReportRow, candidatesIn, daysAgo } from '../../../support/builders';

const oldestFirst = aPolicy().limits;
const stop = { ...oldestFirst, onExceed: 'stop' as const };

/** Confirmed candidates by name, `[name, days unused]`, in the order given. */
function confirmedOf(...users: readonly (readonly [string, number])[]) {
  return users.flatMap(([user, days]) =>
    candidatesIn([aReportRow({ user, ...aPassword({ lastChanged: daysAgo(days) }) })]).map((candidate) => ({
      candidate,
      target: { kind: 'password' as const, user: aLiveUser({ user: { name: user } }).identity },
    })),
  );
}
const names = (list: readonly { readonly candidate: Candidate }[]) =>
  list.map(({ candidate }) => candidate.credential.user.name);

const three = confirmedOf(['young', 60], ['oldest', 300], ['old', 200]);

describe('oldest-first: as many as allowed, the longest unused first', () => {
  it.each([
    ['all', 3, ['oldest', 'old', 'young'], []],
    ['more than there are', 4, ['oldest', 'old', 'young'], []],
    ['two', 2, ['oldest', 'old'], ['young']],
    ['none', 0, [], ['oldest', 'old', 'young']],
  ])('%s', (_, allowed, actions, waiting) => {
    const planned = plan(three, allowed, oldestFirst);
    expect(planned).toMatchObject({ kind: 'go', allowed });
    expect(planned.kind === 'go' && [names(planned.actions), names(planned.waiting)]).toEqual([
      actions,
      waiting,
    ]);
  });

  it('ties do not depend on the order of the report', () => {
    const tied = confirmedOf(['carol', 100], ['alice', 100], ['bob', 100]);
    const planned = [tied, tied.toReversed()].map((confirmed) => plan(confirmed, 2, oldestFirst));
    expect(planned.map((each) => each.kind === 'go' && names(each.actions))).toEqual([
      ['alice', 'bob'],
      ['alice', 'bob'],
    ]);
  });

  it('leaves what it was given as it was', () => {
    const given = [...three];
    plan(given, 1, oldestFirst);
    expect(given).toEqual(three);
  });

  it('keeps each candidate together with its own target', () => {
    const planned = plan(three, 3, oldestFirst);
    const pairs = planned.kind === 'go' ? planned.actions : [];
    expect(pairs.map(({ target }) => target.user.name)).toEqual(['oldest', 'old', 'young']);
  });
});

it('stop: what was not looked at may be more than allowed, and that is enough', () => {
  expect(plan(three, 3, stop, 1)).toMatchObject({ kind: 'stop', allowed: 3 });
  expect(plan(three, 3, oldestFirst, 1)).toMatchObject({ kind: 'go' });
});

describe('stop: does nothing when there are more than allowed, and says so', () => {
  it.each([
    ['as many as allowed', 3, 'go'],
    ['one more than allowed', 2, 'stop'],
    ['any, and none allowed', 0, 'stop'],
  ])('%s', (_, allowed, kind) => {
    expect(plan(three, allowed, stop)).toMatchObject({ kind, allowed });
  });

  it('nothing to do is not too much', () => {
    expect(plan([], 0, stop)).toEqual({ kind: 'go', allowed: 0, actions: [], waiting: [] });
  });

  it('still tells what was confirmed, the longest unused first', () => {
    const planned = plan(three, 1, stop);
    expect(planned.kind === 'stop' && names(planned.confirmed)).toEqual(['oldest', 'old', 'young']);
  });
});
