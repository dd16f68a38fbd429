import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY } from '../lambda/domain/instant';
import { parseOrganizationPolicy } from '../lambda/domain/organization/policy/parse';
import { daysAgo, NOW } from './support/builders';
import { closeAll } from './support/clients';
import { TestClock } from './support/clock';
import { aKey, aUser, type FakeUser } from './support/fake-aws';
import { aSweptMember, organizationDays } from './support/organization-days';

// The mail in examples/digests/organization.txt: eight days of an organization, played by the project's own functions over
// a fake AWS. `UPDATE_EXAMPLES=1 npx jest test/example-organization` writes it.

const FILE = join(__dirname, '..', 'examples', 'digests', 'organization.txt');
/** What the deploy writes to the parameter. */
const shipped = parseOrganizationPolicy(
  readFileSync(join(__dirname, '..', 'organization.json'), 'utf8'),
  NOW,
);
const SANDBOXES = 'ou-ab12-sandbox1';

afterEach(closeAll);

const used = (days: number) => ({ at: daysAgo(days), region: 'eu-west-1', service: 's3' });
/** Somebody who is there every day, so that the limits in percent have room. */
const busy = (name: string): FakeUser =>
  aUser({ name, password: { createdAt: daysAgo(300) }, passwordLastUsedAt: NOW + 7 * DAY });

const USERS: Readonly<Record<string, FakeUser[]>> = {
  payments: [
    busy('maya.lindqvist'),
    aUser({ name: 'tom.okafor', password: { createdAt: daysAgo(400) }, passwordLastUsedAt: daysAgo(33) }),
    aUser({
      name: 'svc-settlement',
      path: '/service/',
      keys: [aKey({ id: 'AKIAZZZZSETTLEMENT01', createdAt: daysAgo(500), lastUsed: used(212) })],
    }),
  ],
  'sandbox-ml': [
    busy('ines.duarte'),
    busy('noor.haddad'),
    busy('li.wei'),
    aUser({ name: 'emil.strand', password: { createdAt: daysAgo(260) }, passwordLastUsedAt: daysAgo(131) }),
    aUser({
      name: 'svc-notebooks',
      keys: [aKey({ id: 'AKIAZZZZZNOTEBOOKS01', createdAt: daysAgo(90), lastUsed: used(77) })],
    }),
  ],
  // So many that the shipped limit of the organization, 5 percent, has room for two.
  search: [busy('petra.novak'), ...Array.from({ length: 20 }, (_, index) => busy(`searcher-${index + 1}`))],
};

async function theMail(): Promise<string> {
  const clock = new TestClock(NOW);
  const member = (id: string, name: string, more: object = {}) =>
    aSweptMember(id, USERS[name] ?? [], { clock, name, ...more });
  const days = await organizationDays({
    clock,
    members: [
      member('111122223333', 'payments'),
      member('222233334444', 'sandbox-ml', { parent: SANDBOXES }),
      member('333344445555', 'search'),
      member('444455556666', 'acquired'),
      member('555566667777', 'old-website', { state: 'SUSPENDED' }),
      member('666677778888', 'pci'),
    ],
    organization: {
      accounts: [
        {
          name: 'PCI freeze',
          match: { accounts: ['666677778888'] },
          mode: 'excluded',
          reason: 'an audit until January',
          until: '2027-01-31',
        },
        { name: 'sandboxes', match: { ous: [SANDBOXES] }, mode: 'enforce' },
      ],
      limits: shipped.limits,
      coverage: { maxUncoveredPercent: 30 },
    },
  });
  days.fake.units.push({ id: SANDBOXES, parent: 'r-ab12' });
  // The StackSet has not brought the role here.
  const acquired = days.fake.members.find(({ name }) => name === 'acquired');
  if (acquired) acquired.account.roles = [];
  await days.execute();
  clock.advance(NOW + 7 * DAY - clock.now());
  await days.execute();
  const mail = days.mails().at(-1);
  return `Subject: ${mail?.subject}\n\n${mail?.body}\n`;
}

it('examples/digests/organization.txt is the mail of the eighth day', async () => {
  const mail = await theMail();
  if (process.env['UPDATE_EXAMPLES']) writeFileSync(FILE, mail);
  expect(existsSync(FILE)).toBe(true);
  expect(mail).toBe(readFileSync(FILE, 'utf8'));
  // It shows what the docs speak of.
  for (const heading of ['NOT COVERED', 'DISABLED (', 'NEWLY ON NOTICE', 'EXCLUDED'])
    expect(mail).toContain(heading);
});
