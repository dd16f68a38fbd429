import { disabledIn, isLost, staffOfMember, useWhatIsNotDue } from '../../../bench/organization/staff';
import { DAY } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';

const unusedDays = (at: number | undefined, now: number) => (now - (at ?? 0)) / DAY;

describe('the staff of the members', () => {
  const members = Array.from({ length: 20 }, (_, index) => staffOfMember(index, 5, NOW));

  it('is different in every account, and a tenth of it is due', () => {
    const names = members.flatMap(({ users }) => users.map(({ name }) => name));
    const keys = members.flatMap(({ users }) => users.flatMap((user) => user.keys.map(({ id }) => id)));
    expect([new Set(names).size, new Set(keys).size]).toStrictEqual([100, 100]);
    expect(members.reduce((sum, { due }) => sum + due.size, 0)).toBe(20);
  });

  it.each([0, 9])('is due or used in the last month, also %d days later', (passed) => {
    const later = NOW + passed * DAY;
    for (const member of members) {
      useWhatIsNotDue(member, later);
      for (const { name, passwordLastUsedAt, keys } of member.users) {
        // Nothing is between the two.
        const days = unusedDays(passwordLastUsedAt, later);
        expect([days > 45, days > 30]).toStrictEqual(Array(2).fill(member.due.has(`${name}/password`)));
        for (const { id, lastUsed } of keys) {
          expect(unusedDays(lastUsed?.at, later) > 30).toBe(member.due.has(id));
        }
      }
    }
  });
});

it('says what is disabled, and whether it was due', () => {
  const staff = staffOfMember(0, 5, NOW);
  const [fresh, , , stale] = staff.users;
  delete stale?.password;
  for (const key of fresh?.keys ?? []) key.status = 'Inactive';
  expect(disabledIn(staff)).toStrictEqual([
    { name: 'user0000/key', isDue: false },
    { name: 'user0003/password', isDue: true },
  ]);
});

it('every tenth account can be lost', () => {
  expect(Array.from({ length: 1_000 }, (_, index) => index).filter(isLost)).toHaveLength(100);
});
