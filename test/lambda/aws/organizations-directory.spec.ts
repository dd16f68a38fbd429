import { parentsOf } from '../../../lambda/domain/organization/account';
import { closeAll } from '../../support/clients';
import type { Fault, FakeUnit } from '../../support/fake-aws';
import { aMember, CENTRAL, directoryOf, ORGANIZATION, serveOrganization } from '../../support/organization';
import { serveScript } from '../../support/scripted-aws';

afterEach(closeAll);

const MANAGEMENT = '100000000001';
const [ALPHA, BETA, GAMMA] = ['111111111111', '222222222222', '333333333333'] as const;
const ROOT = 'r-ab12';
const [OU, INNER] = ['ou-ab12-11111111', 'ou-ab12-22222222'] as const;
const UNITS: FakeUnit[] = [
  { id: OU, parent: ROOT },
  { id: INNER, parent: OU },
];
const MEMBERS = [aMember(ALPHA, { parent: OU }), aMember(BETA, { parent: INNER }), aMember(GAMMA)];
const withoutPaths = () => MEMBERS.map((member) => ({ ...member, withoutPaths: true }));
const json = (answer: unknown) => serveScript('application/x-amz-json-1.1', JSON.stringify(answer));

async function directory(options: Parameters<typeof serveOrganization>[0] = {}, ...faults: Fault[]) {
  const { aws, organization } = await serveOrganization({ units: UNITS, members: MEMBERS, ...options });
  aws.faults.push(...faults);
  return { aws, organization, directory: directoryOf(aws) };
}

describe('the accounts', () => {
  it('are all pages, also after empty ones', async () => {
    const { directory: accounts, aws } = await directory({ pageSize: 2, emptyPages: 3 });
    const listed = await accounts.accounts();
    expect(listed.map(({ id }) => id)).toStrictEqual([CENTRAL, ALPHA, BETA, GAMMA, MANAGEMENT]);
    expect(aws.calls.map(({ action }) => action)).toStrictEqual(
      Array.from({ length: 6 }, () => 'ListAccounts'),
    );
  });

  it('come with name, state, path and the time at which they joined', async () => {
    const { directory: accounts } = await directory();
    expect((await accounts.accounts()).find(({ id }) => id === BETA)).toStrictEqual({
      id: BETA,
      name: `account-${BETA}`,
      state: 'ACTIVE',
      paths: [`${ORGANIZATION}/${ROOT}/${OU}/${INNER}/${BETA}/`],
      joinedAt: Date.parse('2025-03-01T00:00:00Z'),
    });
  });

  it('have no state when AWS gives Status alone', async () => {
    const aws = await json({
      Accounts: [{ Id: ALPHA, Status: 'ACTIVE', Paths: [`${ORGANIZATION}/${ROOT}/`] }],
    });
    expect(await directoryOf(aws).accounts()).toMatchObject([{ id: ALPHA, state: undefined }]);
  });

  it('keep what AWS leaves out as unknown', async () => {
    const aws = await json({ Accounts: [{ Paths: [`${ORGANIZATION}/${ROOT}/`] }] });
    const [account] = await directoryOf(aws).accounts();
    expect(account).toMatchObject({ id: undefined, name: undefined, joinedAt: undefined });
  });

  it.each([
    ['no list', {}],
    ['a list that is none', { Accounts: 'all' }],
    ['an id that is a number', { Accounts: [{ Id: 111111111111 }] }],
    ['an empty token', { Accounts: [], NextToken: '' }],
  ])('are refused when the answer has %s', async (_, answer) => {
    const aws = await json(answer);
    await expect(directoryOf(aws).accounts()).rejects.toThrow('ListAccounts returned an unexpected response');
  });

  it('are refused when a token comes back, which would go round for ever', async () => {
    const aws = await json({ Accounts: [], NextToken: 'again' });
    await expect(directoryOf(aws).accounts()).rejects.toThrow(/ListAccounts.*a token is repeated/);
  });

  it.each<[string, Fault]>([
    ['denied', { error: { code: 'AccessDeniedException', status: 400 } }],
    ['throttled', { error: { code: 'TooManyRequestsException', status: 400 } }],
    ['a page of HTML', { html: true }],
    ['empty', { emptyBody: true }],
    ['cut off', { reset: true }],
  ])('throw when the second page is %s', async (_, fault) => {
    const { directory: accounts } = await directory({ pageSize: 2 }, { skip: 1, ...fault });
    await expect(accounts.accounts()).rejects.toThrow(/^ListAccounts /);
  });

  it('are denied to an account that is not delegated', async () => {
    const { directory: accounts } = await directory({ delegated: [] });
    await expect(accounts.accounts()).rejects.toThrow('ListAccounts failed: AccessDenied');
  });

  it('are asked for again when Organizations throttles', async () => {
    const { aws } = await directory();
    aws.faults.push({ times: 2, error: { code: 'TooManyRequestsException', status: 400 } });
    expect(await directoryOf(aws, { maxAttempts: 8 }).accounts()).toHaveLength(5);
  });
});

describe('where Organizations gives no paths', () => {
  it('they are walked from the root, through every page', async () => {
    const { directory: accounts } = await directory({ members: withoutPaths(), pageSize: 1, emptyPages: 1 });
    const walked = await accounts.accounts();
    const { directory: given } = await directory();
    expect(walked).toStrictEqual(await given.accounts());
  });

  it('an account that the walk does not meet has none, so that nobody guesses', async () => {
    const { directory: accounts } = await directory(
      { members: withoutPaths() },
      {
        action: 'ListRoots',
        run: ({ organization }) => {
          const moving = organization?.members.find(({ account }) => account.id === BETA);
          if (moving) moving.parent = 'ou-ab12-99999999';
        },
      },
    );
    const walked = await accounts.accounts();
    expect(walked.filter((account) => parentsOf(account) === undefined).map(({ id }) => id)).toStrictEqual([
      BETA,
    ]);
  });

  it('an account that the walk meets twice has no place that is known', async () => {
    const move = (from: string, to: string): Fault => ({
      action: 'ListAccountsForParent',
      when: 'after',
      run: ({ organization }) => {
        for (const member of organization?.members ?? []) {
          if (member.account.id === GAMMA && member.parent === from) member.parent = to;
        }
      },
    });
    const { directory: accounts } = await directory(
      { members: withoutPaths() },
      { ...move(ROOT, OU), times: 1 },
    );
    const gamma = (await accounts.accounts()).find(({ id }) => id === GAMMA);
    expect(gamma?.paths).toHaveLength(2);
    expect(gamma && parentsOf(gamma)).toBeUndefined();
  });

  it('a unit below itself ends the walk', async () => {
    const units = [...UNITS, { id: OU, parent: INNER }];
    const { directory: accounts } = await directory({ members: withoutPaths(), units });
    await expect(accounts.accounts()).rejects.toThrow(/ou-ab12-11111111 has two parents/);
  });

  it('an organization without a root is refused', async () => {
    const { directory: accounts } = await directory(
      { members: withoutPaths() },
      {
        action: 'ListRoots',
        body: '{"Roots":[]}',
      },
    );
    await expect(accounts.accounts()).rejects.toThrow('an organization without a root');
  });

  it.each(['ListRoots', 'ListOrganizationalUnitsForParent', 'ListAccountsForParent'])(
    'a failed %s is no missing path',
    async (action) => {
      const fault: Fault = { action, error: { code: 'AccessDeniedException', status: 400 } };
      const { directory: accounts } = await directory({ members: withoutPaths() }, fault);
      await expect(accounts.accounts()).rejects.toThrow(`${action} failed: AccessDenied`);
    },
  );
});

describe('the organization', () => {
  it('has an id and a management account', async () => {
    const { directory: accounts } = await directory();
    expect(await accounts.identity()).toStrictEqual({ id: ORGANIZATION, managementAccountId: MANAGEMENT });
  });

  it.each([
    ['nothing', {}],
    ['no management account', { Organization: { Id: ORGANIZATION } }],
    ['an id that is none', { Organization: { Id: 'example', MasterAccountId: MANAGEMENT } }],
  ])('is refused when the answer has %s', async (_, answer) => {
    const aws = await json(answer);
    await expect(directoryOf(aws).identity()).rejects.toThrow('DescribeOrganization returned an unexpected');
  });
});

describe('one account', () => {
  it('is described as it is now', async () => {
    const { directory: accounts, organization } = await directory();
    const [, alpha] = organization.members;
    if (alpha) alpha.state = 'SUSPENDED';
    expect(await accounts.describe(ALPHA)).toMatchObject({ id: ALPHA, state: 'SUSPENDED' });
  });

  it('is gone when Organizations does not know it', async () => {
    const { directory: accounts } = await directory();
    expect(await accounts.describe('999999999999')).toBe('gone');
  });

  it('is not gone when the call is denied', async () => {
    const { directory: accounts } = await directory({ delegated: [] });
    await expect(accounts.describe(ALPHA)).rejects.toThrow('DescribeAccount failed: AccessDenied');
  });

  it('is refused when the answer is about another one', async () => {
    const aws = await json({ Account: { Id: BETA, State: 'ACTIVE', Paths: [`${ORGANIZATION}/${ROOT}/`] } });
    await expect(directoryOf(aws).describe(ALPHA)).rejects.toThrow('it is about another account');
  });

  it('has the way up to the root where Organizations gives no path', async () => {
    const { directory: accounts } = await directory({ members: withoutPaths() });
    expect(await accounts.describe(BETA)).toMatchObject({
      paths: [`${ORGANIZATION}/${ROOT}/${OU}/${INNER}/${BETA}/`],
    });
  });

  it('is refused when the way up does not end', async () => {
    const units = [
      { id: OU, parent: INNER },
      { id: INNER, parent: OU },
    ];
    const { directory: accounts } = await directory({ members: withoutPaths(), units });
    await expect(accounts.describe(BETA)).rejects.toThrow(/ListParents.*does not end/);
  });

  it('is refused when its parent cannot be read', async () => {
    const fault: Fault = { action: 'ListParents', error: { code: 'ServiceException', status: 500 } };
    const { directory: accounts } = await directory({ members: withoutPaths() }, fault);
    await expect(accounts.describe(BETA)).rejects.toThrow(/^ListParents failed/);
  });
});
