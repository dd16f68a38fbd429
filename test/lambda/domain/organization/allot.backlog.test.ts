import { DAY } from '../../../../lambda/domain/instant';
import { allot, type ToldMail, toldWithin } from '../../../../lambda/domain/organization/allot';
import { NOW } from '../../../support/builders';
import { accountId, anAnswer, anOrganizationPolicy, RUN } from './an-organization';

const tenOf = (index: number, from: number) =>
  Array.from({ length: 10 }, (_, each) => ({ id: `${index}-${each}`, reference: from + each }));
// Older than all that the enforcing account has, and planned anew on every day.
const DRY_RUN = [1, 2, 3, 4, 5].map((index) =>
  anAnswer({ accountId: accountId(index), activeCredentials: 100, planned: tenOf(index, index * 10) }),
);

it('the backlog of accounts in dry-run, which never goes, keeps no enforcing account waiting', () => {
  const mails: ToldMail[] = [];
  const gone = new Map<string, number>();
  for (let day = 0; day < 30; day += 1) {
    const now = NOW + day * DAY;
    const enforcing = anAnswer({
      accountId: accountId(9),
      status: 'planned',
      mode: 'enforce',
      activeCredentials: 100,
      planned: tenOf(9, 1000).filter(({ id }) => !gone.has(id)),
    });
    const { items, wouldBeDisabled, next } = allot({
      runId: RUN,
      answers: [...DRY_RUN, enforcing],
      limits: { ...anOrganizationPolicy().limits, maxDisabledPerDay: 10, maxDisabledPercent: 100 },
      spent: 0,
      // The mail in which their notice began is too old: only what stands in these counts.
      isTold: toldWithin(mails, now),
      barrier: undefined,
    });
    for (const id of items.flatMap(({ ids }) => ids)) gone.set(id, day);
    mails.push({
      at: now,
      accounts: [...wouldBeDisabled, ...next].map((each) => ({ accountId: each.accountId, ids: [each.id] })),
    });
  }
  expect(gone.size).toBe(10);
  expect(Math.max(...gone.values())).toBeLessThanOrEqual(3);
});
