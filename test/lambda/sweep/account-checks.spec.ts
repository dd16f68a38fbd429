import * as z from 'zod';
import { ACCOUNT, daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, type Deployment, type DeploymentOptions } from '../../support/deployment';
import { aKey, aUser, type FakeUser } from '../../support/fake-aws';
import { renderReport } from '../../support/fake-aws/report';
import { AT_ONCE, PROTECT_CAROL, STALE_WRITES, theStaff, WITHOUT_POLICIES } from '../../support/staff';
import { recordOf } from '../../support/stored';
import { unwrapped } from '../domain/digest/run-reports';
import type { Ports } from '../../../lambda/ports';
import { parseInvocation } from '../../../lambda/sweep/invocation';
import { runSweep } from '../../../lambda/sweep/sweep';
import { HOUR } from '../../../lambda/domain/instant';
import { CHECKS } from '../../../lambda/domain/account-checks/registry';

// The checks of the account in a whole sweep over HTTP: what they find, what they cost, and that they change nothing.

afterEach(closeAll);

const used = { at: daysAgo(1), region: 'eu-west-1', service: 's3' };

/** Nothing that a check could find. */
const GOOD: DeploymentOptions = {
  users: [
    aUser({
      name: 'alice',
      mfa: true,
      password: { createdAt: daysAgo(100) },
      passwordLastUsedAt: daysAgo(1),
      keys: [aKey({ createdAt: daysAgo(80), lastUsed: used })],
    }),
  ],
  policy: { exemptions: [PROTECT_CAROL] },
  account: { passwordPolicy: { minimumLength: 14, reusePrevention: 24 } },
};

/** Everything that a check could find; stale.stan is planned, and has an SSH key. */
const flawed = (): DeploymentOptions => ({
  users: [
    aUser({
      name: 'alice',
      createdAt: daysAgo(200),
      password: { createdAt: daysAgo(200) },
      passwordLastUsedAt: daysAgo(1),
      keys: [
        aKey({ createdAt: daysAgo(200), lastUsed: used }),
        aKey({ createdAt: daysAgo(10), lastUsed: used }),
      ],
      certificates: [true],
    }),
    aUser({ name: 'nobody', groups: ['admins'] }),
    aUser({
      name: 'leaked',
      attachedPolicies: ['arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3'],
      keys: [aKey({ createdAt: daysAgo(10), lastUsed: used })],
    }),
    aUser({
      name: 'fresh',
      createdAt: daysAgo(10),
      mfa: true,
      password: { createdAt: daysAgo(10) },
      keys: [aKey({ createdAt: daysAgo(10) })],
    }),
    aUser({
      name: 'robot',
      inlinePolicies: ['s3'],
      serviceCredentials: [
        { service: 'codecommit.amazonaws.com', status: 'Active', createdAt: daysAgo(9) },
        { service: 'bedrock.amazonaws.com', status: 'Active', createdAt: daysAgo(9) },
      ],
    }),
    aUser({
      name: 'stale.stan',
      mfa: true,
      password: { createdAt: daysAgo(100) },
      sshKeys: [{ id: 'APKASTALESTAN', status: 'Active' }],
    }),
  ],
  policy: { noticeDays: 0, exemptions: [] },
  account: {
    groups: [{ name: 'admins', attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
    trails: [],
    root: {
      createdAt: daysAgo(900),
      mfa: false,
      password: { createdAt: daysAgo(900) },
      passwordLastUsedAt: daysAgo(3),
      keys: [aKey({ createdAt: daysAgo(900) })],
    },
  },
});

const Result = z.looseObject({
  hygiene: z.array(
    z.looseObject({
      id: z.string(),
      result: z.string(),
      findings: z.array(z.looseObject({ user: z.string().nullable() })),
    }),
  ),
});

/** The checks in the run's result.json. */
function recorded({ account }: Deployment, runId = '20261120T070000Z'): z.infer<typeof Result>['hygiene'] {
  return Result.parse(JSON.parse(recordOf(account, runId)['result.json'] ?? '')).hygiene;
}

const mailOf = (deployment: Deployment) => deployment.digests().at(-1)?.message ?? '';

it('an account with every flaw gives exactly these findings', async () => {
  const deployment = await aDeployment(flawed());
  expect(await deployment.run()).toMatchObject({ ended: 'completed' });
  const found = recorded(deployment).map(({ id, findings }) => [id, findings.map(({ user }) => user)]);
  expect(Object.fromEntries(found)).toEqual({
    rootAccessKey: [null],
    rootMfa: [null],
    rootUsed: [null],
    quarantined: ['leaked'],
    trail: [null],
    adminUsers: ['nobody'],
    directPolicies: ['robot'],
    consoleMfa: ['alice'],
    passwordPolicy: [null, null],
    keyRotation: ['alice'],
    twoActiveKeys: ['alice'],
    keysAtSetup: ['fresh'],
    noCredentials: ['nobody'],
    noExemption: [null],
    serviceCredentials: ['robot', 'robot'],
    sshKeys: ['stale.stan'],
    signingCertificates: ['alice'],
  });
  expect(mailOf(deployment)).toContain('17 account checks: 17 failed (19 findings).');
});

describe('what a run knows of administrators', () => {
  async function administratorsOf(options: DeploymentOptions): Promise<ReadonlySet<string> | undefined> {
    let ports: Omit<Ports, 'log'> | undefined;
    const seen = (real: Omit<Ports, 'log'>) => {
      ports = real;
      return {};
    };
    await aDeployment({ ...options, ports: seen });
    if (!ports) throw new Error('no ports');
    const invocation = parseInvocation({}, { now: NOW, requestId: 'c0ffee00' });
    const run = await runSweep(
      invocation,
      { account: ACCOUNT, deployedPolicySha256: '' },
      { ...ports, log: () => {} },
    );
    return run.report.administrators;
  }

  it('their ARNs', async () => {
    const known = await administratorsOf(flawed());
    expect(known && [...known]).toEqual([`arn:aws:iam::${ACCOUNT.id}:user/nobody`]);
  });

  it('nothing, where no check needs the policies of users', async () => {
    const { policy } = flawed();
    const checks = { checks: WITHOUT_POLICIES };
    const options = { ...flawed(), policy: { ...(typeof policy === 'object' ? policy : {}), ...checks } };
    expect(await administratorsOf(options)).toBeUndefined();
  });
});

it('an account with none gives a line that says so, and how many checks were made', async () => {
  const deployment = await aDeployment(GOOD);
  await deployment.run();
  expect(mailOf(deployment)).toContain('17 account checks: 16 passed, 1 had nothing to look at.\n');
  expect(mailOf(deployment)).not.toContain('ACCOUNT FINDINGS');
  // Nobody is planned, so that there is nobody whose SSH keys could be asked about.
  expect(recorded(deployment).filter(({ result }) => result !== 'compliant')).toEqual([
    { id: 'sshKeys', result: 'notAsked', findings: [], unreadable: [] },
  ]);
});

it.each(['dry-run', 'enforce'])('both modes find the same: %s', async (mode) => {
  const deployment = await aDeployment({ ...flawed(), mode });
  await deployment.run();
  expect(mailOf(deployment)).toContain('17 account checks: 17 failed (19 findings).');
  expect(deployment.writes()).toEqual(mode === 'enforce' ? ['stale.stan DeleteLoginProfile'] : []);
});

describe('a third key, which the report only hints at, is checked as any other', () => {
  /** The report shows one active key and one that is not; only ListAccessKeys has the third. */
  const three = (third: Parameters<typeof aKey>[0]): DeploymentOptions => ({
    users: [
      aUser({
        name: 'carl',
        createdAt: daysAgo(300),
        password: { createdAt: daysAgo(20) },
        passwordLastUsedAt: daysAgo(1),
        keys: [
          aKey({ createdAt: daysAgo(20), lastUsed: used }),
          aKey({ createdAt: daysAgo(300), status: 'Inactive', lastUsed: used }),
          aKey(third),
        ],
      }),
    ],
  });
  const KEY_CHECKS = ['keyRotation', 'twoActiveKeys', 'keysAtSetup'] as const;
  const found = (deployment: Deployment) =>
    Object.fromEntries(
      recorded(deployment)
        .filter(({ id }) => KEY_CHECKS.some((each) => each === id))
        .map(({ id, result }) => [id, result]),
    );
  const ALL_WELL = { keyRotation: 'compliant', twoActiveKeys: 'compliant', keysAtSetup: 'compliant' };

  it.each([
    ['active and old', { createdAt: daysAgo(200), lastUsed: used }, ['keyRotation', 'twoActiveKeys']],
    ['active and young', { createdAt: daysAgo(2), lastUsed: used }, ['twoActiveKeys']],
    ['as old as its user', { createdAt: daysAgo(300) }, ['keyRotation', 'twoActiveKeys', 'keysAtSetup']],
    ['inactive', { createdAt: daysAgo(200), status: 'Inactive' }, []],
  ])('%s', async (_what, third, failing) => {
    const deployment = await aDeployment(three(third));
    await deployment.run();
    expect(found(deployment)).toEqual({
      ...ALL_WELL,
      ...Object.fromEntries(failing.map((id) => [id, 'failing'])),
    });
  });

  it('and where it cannot be listed, no check about keys calls the user compliant', async () => {
    const deployment = await aDeployment(three({ createdAt: daysAgo(200), lastUsed: used }));
    deployment.aws.faults.push({ action: 'ListAccessKeys', error: { code: 'AccessDenied', status: 403 } });
    await deployment.run();
    expect(found(deployment)).toEqual({
      keyRotation: 'unreadable',
      twoActiveKeys: 'unreadable',
      keysAtSetup: 'unreadable',
    });
    expect(mailOf(deployment).replaceAll(/\s+/g, ' ')).toMatch(
      /ACCOUNT CHECKS THAT COULD NOT BE MADE.*carl.*more keys than the report shows/,
    );
  });
});

describe('a finding does not contradict the mail that it stands in', () => {
  /** Each would be found, but for what the run ends: a password without MFA, one of two keys, a key of old age. */
  const contradicted = (): DeploymentOptions => ({
    users: [
      aUser({
        name: 'ends',
        createdAt: daysAgo(200),
        password: { createdAt: daysAgo(200) },
        keys: [aKey({ createdAt: daysAgo(200) }), aKey({ createdAt: daysAgo(80), lastUsed: used })],
      }),
      aUser({
        name: 'stays',
        createdAt: daysAgo(200),
        password: { createdAt: daysAgo(200) },
        passwordLastUsedAt: daysAgo(1),
        keys: [
          aKey({ createdAt: daysAgo(200), lastUsed: used }),
          aKey({ createdAt: daysAgo(80), lastUsed: used }),
        ],
      }),
    ],
    policy: { noticeDays: 0 },
  });
  const USER_CHECKS = ['consoleMfa', 'keyRotation', 'twoActiveKeys', 'keysAtSetup', 'noCredentials'];
  const found = (deployment: Deployment, runId?: string) =>
    Object.fromEntries(
      recorded(deployment, runId)
        .filter(({ id }) => USER_CHECKS.includes(id))
        .map(({ id, findings }) => [id, findings.map(({ user }) => user)]),
    );
  const BOTH = {
    consoleMfa: ['ends', 'stays'],
    keyRotation: ['ends', 'stays'],
    twoActiveKeys: ['ends', 'stays'],
    keysAtSetup: ['ends'],
    noCredentials: [],
  };
  const ONE = {
    consoleMfa: ['stays'],
    keyRotation: ['stays'],
    twoActiveKeys: ['stays'],
    keysAtSetup: [],
    noCredentials: [],
  };

  it('in dry-run nothing has ended, so all is found', async () => {
    const deployment = await aDeployment({ ...contradicted(), mode: 'dry-run' });
    await deployment.run();
    expect(found(deployment)).toEqual(BOTH);
  });

  it('what the run has ended is not found', async () => {
    const deployment = await aDeployment({ ...contradicted(), mode: 'enforce' });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 2 } });
    expect(found(deployment)).toEqual(ONE);
  });

  it('what could not be ended is found', async () => {
    const deployment = await aDeployment({ ...contradicted(), mode: 'enforce' });
    const error = { code: 'AccessDenied', status: 403, message: 'no' };
    deployment.aws.faults.push({ action: 'DeleteLoginProfile', error }, { action: 'UpdateAccessKey', error });
    expect(await deployment.run()).toMatchObject({ counts: { failed: 2 } });
    expect(found(deployment)).toEqual(BOTH);
  });

  it('what somebody else has ended since the report is not found', async () => {
    const deployment = await aDeployment({ ...contradicted(), mode: 'enforce' });
    deployment.account.report.override = renderReport(deployment.account);
    const [ends] = deployment.account.users;
    delete ends?.password;
    const [key] = ends?.keys ?? [];
    if (key) key.status = 'Inactive';
    expect(await deployment.run()).toMatchObject({ counts: { alreadyAbsent: 2 } });
    expect(found(deployment)).toEqual(ONE);
  });

  it('what an earlier run has ended is not found either, while IAM serves the same report', async () => {
    const deployment = await aDeployment({ ...contradicted(), mode: 'enforce' });
    await deployment.run();
    deployment.clock.advance(HOUR);
    const run = await deployment.run({});
    expect(run).toMatchObject({ ended: 'completed', counts: { stale: 2 } });
    expect(found(deployment, run.answer?.runId)).toEqual(ONE);
  });

  it('a user who has nothing left is not told of on the same day', async () => {
    const users = [aUser({ name: 'last', createdAt: daysAgo(200), password: { createdAt: daysAgo(200) } })];
    const deployment = await aDeployment({ users, policy: { noticeDays: 0 }, mode: 'enforce' });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 1 } });
    expect(found(deployment)).toMatchObject({ consoleMfa: [], noCredentials: [] });
  });
});

it('nothing that is planned in a run that the limits stop is asked about, and the rest is told', async () => {
  const limits = { maxDisabledPerDay: 0, maxDisabledPercent: 100, onExceed: 'stop' };
  const deployment = await aDeployment({ ...flawed(), mode: 'enforce', policy: { noticeDays: 0, limits } });
  expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: limits' });
  expect(mailOf(deployment)).toContain(
    '17 account checks: 16 failed (18 findings), 1 had nothing to look at.',
  );
  expect(deployment.calls()['ListSSHPublicKeys']).toBeUndefined();
});

it('a run that was halted before it knew anything says that none was made', async () => {
  const deployment = await aDeployment({ ...flawed(), mode: 'perhaps' });
  expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: mode' });
  expect(mailOf(deployment)).toContain('Account checks: none was made.');
});

/** What each check costs, as the README's table has it: calls on an account of 3,000 users and two pages. */
const COST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  rootAccessKey: { GetAccountSummary: 1 },
  rootMfa: { GetAccountSummary: 1 },
  rootUsed: {},
  consoleMfa: {},
  passwordPolicy: { GetAccountPasswordPolicy: 1 },
  keyRotation: {},
  twoActiveKeys: {},
  keysAtSetup: {},
  noCredentials: { ListServiceSpecificCredentials: 2 },
  noExemption: {},
  serviceCredentials: { ListServiceSpecificCredentials: 2 },
  sshKeys: { ListSSHPublicKeys: 1 },
  signingCertificates: {},
  // Six users, one group: the pages that the users are looked up from as well.
  adminUsers: { GetAccountAuthorizationDetails: 7 },
  directPolicies: { GetAccountAuthorizationDetails: 7 },
  quarantined: { GetAccountAuthorizationDetails: 7 },
  // No call to IAM, and one to CloudTrail: there is no trail.
  trail: {},
};
const HYGIENE_CALLS = Object.values(COST).flatMap((calls) => Object.keys(calls));

describe('what a check costs', () => {
  const costOf = async (on: readonly string[]): Promise<Record<string, number>> => {
    const checks = Object.fromEntries(CHECKS.map(({ id }) => [id, on.includes(id)]));
    const deployment = await aDeployment({
      ...flawed(),
      policy: { noticeDays: 0, checks },
      account: { ...flawed().account, pageSize: 1 },
    });
    expect(await deployment.run()).toMatchObject({ ended: 'completed' });
    return Object.fromEntries(
      Object.entries(deployment.calls()).filter(([action]) => HYGIENE_CALLS.includes(action)),
    );
  };

  it('there is a price for every check', () => {
    expect(Object.keys(COST).toSorted()).toEqual(CHECKS.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(COST))('%s', async (id, calls) => {
    expect(await costOf([id])).toEqual(calls);
  });

  it('all together ask each question once', async () => {
    expect(await costOf(CHECKS.map(({ id }) => id))).toEqual({
      GetAccountSummary: 1,
      GetAccountPasswordPolicy: 1,
      ListServiceSpecificCredentials: 2,
      GetAccountAuthorizationDetails: 7,
      ListSSHPublicKeys: 1,
    });
  });

  it('none at all ask nothing', async () => {
    expect(await costOf([])).toEqual({});
  });
});

describe('what goes wrong with a check changes nothing else', () => {
  const ofTrails = ['DescribeTrails', 'GetTrailStatus'];
  it.each([...new Set(HYGIENE_CALLS), ...ofTrails])('%s is denied', async (action) => {
    const deployment = await aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE });
    // The users are looked up from these pages, too; then they are read again, without groups and policies.
    const times = action === 'GetAccountAuthorizationDetails' ? { times: 1 } : {};
    deployment.aws.faults.push({
      action,
      error: { code: 'AccessDenied', status: 403, message: 'no' },
      ...times,
    });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(deployment.writes()).toEqual([...STALE_WRITES].toSorted());
    // What GetAccountSummary says of the root user stands in the credential report too.
    // Then every check was made.
    const told =
      action === 'GetAccountSummary'
        ? / account checks: [^.]* passed\. /
        : new RegExp(`${action} failed: AccessDenied: no`);
    expect(unwrapped(mailOf(deployment))).toMatch(told);
  });

  it('a cell that makes no sense is unreadable for that user, and stops nothing', async () => {
    const users: FakeUser[] = theStaff();
    const deployment = await aDeployment({ users, mode: 'enforce', policy: AT_ONCE });
    const report = deployment.account.report;
    report.override = renderReport(deployment.account)
      .split('\n')
      .map((line) => (line.startsWith('bob,') ? line.replace(/,false,true,/, ',perhaps,true,') : line))
      .join('\n');
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    const mfa = recorded(deployment).find(({ id }) => id === 'consoleMfa');
    // The run has deleted alice's password.
    expect(mfa).toMatchObject({ findings: [], unreadable: [{ user: 'bob' }] });
  });
});

describe('the alias of the account', () => {
  const RUN_ID = '20261120T070000Z';
  const resultIn = ({ account }: Deployment): unknown =>
    JSON.parse(recordOf(account, RUN_ID)['result.json'] ?? '');

  it('names it in the mail and in the record', async () => {
    const deployment = await aDeployment({ ...GOOD, account: { ...GOOD.account, alias: 'acme-prod' } });
    expect(await deployment.run()).toMatchObject({ ended: 'completed' });
    expect(mailOf(deployment)).toContain('\nAccount acme-prod (123456789012)\n');
    expect(resultIn(deployment)).toMatchObject({ accountId: '123456789012', accountAlias: 'acme-prod' });
  });

  it('is in the mail of a run that was halted before it knew anything', async () => {
    const deployment = await aDeployment({ ...GOOD, mode: 'perhaps', account: { alias: 'acme-prod' } });
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: mode' });
    expect(mailOf(deployment)).toContain('\nAccount acme-prod (123456789012)\n');
  });

  it('is no field of the record when there is none', async () => {
    const deployment = await aDeployment(GOOD);
    await deployment.run();
    expect(resultIn(deployment)).not.toHaveProperty('accountAlias');
    expect(mailOf(deployment)).not.toContain('alias');
  });

  it('that cannot be read changes nothing but one sentence of the mail', async () => {
    const deployment = await aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE });
    const error = { code: 'AccessDenied', status: 403, message: 'no' };
    deployment.aws.faults.push({ action: 'ListAccountAliases', error });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(deployment.writes()).toEqual([...STALE_WRITES].toSorted());
    expect(unwrapped(mailOf(deployment))).toContain(
      "The account's alias could not be read: ListAccountAliases failed: AccessDenied: no.",
    );
  });
});
