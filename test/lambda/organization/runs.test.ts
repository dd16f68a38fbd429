import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { daysAgo, NOW } from '../../support/builders';
import { aUser } from '../../support/fake-aws';
import { aSweptMember, organizationDays } from '../../support/organization-days';

afterEach(closeAll);

const stale = (name: string, age = 400) => aUser({ name, password: { createdAt: daysAgo(age) } });

it('a green day', async () => {
  const clock = new TestClock(NOW);
  const days = await organizationDays({
    clock,
    members: ['111111111111', '222222222222'].map((id) => aSweptMember(id, [stale('alice')], { clock })),
    organization: { accounts: [{ name: 'all', match: { ous: ['r-ab12'] }, mode: 'enforce' }] },
  });
  const ended = await days.execute();
  console.log(
    ended,
    days.log.filter(({ level }) => level !== 'INFO'),
    days.keys(),
    days.mails(),
  );
});
