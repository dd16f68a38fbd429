import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { anExemption, daysAgo, NOW } from '../../support/builders';
import { aUser } from '../../support/fake-aws';
import { aSweptMember, organizationDays } from '../../support/organization-days';

// Exemptions by account and OU, in whole runs: the roster says where an account is.

afterEach(closeAll);

const [ALPHA, BETA, GAMMA] = ['111111111111', '222222222222', '333333333333'] as const;
const UNIT = 'ou-ab12-11111111';

/** By account, what the run says of alice's password, which nobody has used for 400 days. */
async function countsUnder(match: Readonly<Record<string, unknown>>, isPlaceKnown = true) {
  const clock = new TestClock(NOW);
  const member = (id: string, more: object = {}) =>
    aSweptMember(id, [aUser({ name: 'alice', password: { createdAt: daysAgo(400) } })], { clock, ...more });
  const days = await organizationDays({
    clock,
    members: [member(ALPHA), member(BETA, { parent: UNIT }), member(GAMMA)],
    policy: { exemptions: [{ ...anExemption(), match }] },
  });
  // Without it, the path of the account has no root.
  if (isPlaceKnown) days.fake.units.push({ id: UNIT, parent: 'r-ab12' });
  await days.execute();
  const counts = days.log.flatMap(({ event, fields }) =>
    event === 'account-swept' ? [[fields['accountId'], fields['counts']] as const] : [],
  );
  return Object.fromEntries(
    [ALPHA, BETA, GAMMA].map((id) => {
      const found = Object.entries(counts.find(([account]) => account === id)?.[1] ?? {});
      return [id, found.find(([, number]) => number === 1)?.[0]];
    }),
  );
}

it.each<[string, Record<string, unknown>, Record<string, string>]>([
  ['an account', { accounts: [ALPHA] }, { [ALPHA]: 'exempt', [BETA]: 'stale', [GAMMA]: 'stale' }],
  [
    'users of an account',
    { accounts: [ALPHA], users: ['bob'] },
    { [ALPHA]: 'stale', [BETA]: 'stale', [GAMMA]: 'stale' },
  ],
  ['an OU', { ous: [UNIT] }, { [ALPHA]: 'stale', [BETA]: 'exempt', [GAMMA]: 'stale' }],
  ['the root', { ous: ['r-ab12'] }, { [ALPHA]: 'exempt', [BETA]: 'exempt', [GAMMA]: 'exempt' }],
])('%s', async (_, match, expected) => {
  expect(await countsUnder(match)).toStrictEqual(expected);
});

it('an account of which nobody knows the OU acts on nobody whom a rule by OU may protect', async () => {
  expect(await countsUnder({ ous: ['r-ab12'] }, false)).toStrictEqual({
    [ALPHA]: 'exempt',
    [BETA]: 'unclear',
    [GAMMA]: 'exempt',
  });
  expect(await countsUnder({ accounts: [BETA] }, false)).toMatchObject({ [BETA]: 'exempt' });
});
