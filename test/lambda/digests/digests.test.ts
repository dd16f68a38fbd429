import { CHECKS } from '../../../lambda/domain/account-checks/registry';
import { DAY, type Instant, utcSecond } from '../../../lambda/domain/instant';
import { daysAgo, NOW, policyText } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  MODE_PARAMETER,
  POLICY_PARAMETER,
  scheduledAt,
} from '../../support/deployment';
import { aKey, aUser, type FakeUser } from '../../support/fake-aws';
import { ALICE_OLD_KEY, AT_ONCE, PROTECT_CAROL, theStaff } from '../../support/staff';
import { recordOf } from '../../support/stored';
import { sectionsOf, tooWide, unwrapped } from '../domain/digest/run-reports';

// The mails as people get them, each from a run over HTTP: SNS takes them, and the record has them as they were sent.
// Whole digests are in test/lambda/domain/digest/whole; one is kept here.

afterEach(closeAll);

/** The mail of the scheduled run so many days after NOW. It can be mailed, and is what the record says. */
async function mailOf(deployment: Deployment, day = 0): Promise<string> {
  const { account, clock } = deployment;
  clock.advance(NOW + day * DAY - clock.now());
  const begun = clock.now();
  await deployment.run(scheduledAt(begun));
  const { subject = '', message = '' } = deployment.digests().at(-1) ?? {};
  expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  // A link is one line, however long.
  expect(tooWide(message.replaceAll(/^https:.*$/gm, ''))).toEqual([]);
  const { 'digest.txt': record = '' } = recordOf(account, runIdAt(begun));
  expect(record.replace(/^Published: [\dTZ:-]+, to 1 confirmed subscriber\n/m, '')).toBe(
    `Subject: ${subject}\n\n${message}`,
  );
  return `Subject: ${subject}\n\n${message}`;
}

/** `20261120T070000Z` */
const runIdAt = (at: Instant) => utcSecond(at).replaceAll(/[-:]/g, '');
/** The sections that every mail ends with. */
const ALWAYS = ['WHAT IS NEVER DISABLED', 'WHAT YOU CAN DO', 'WHAT THIS RESTS ON'];
const titlesIn = (mail: string) => [...sectionsOf(mail).keys()];

const deployed = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), policy: { exemptions: [PROTECT_CAROL] }, ...options });
const enforced = (options: DeploymentOptions = {}) =>
  deployed({ mode: 'enforce', policy: AT_ONCE, ...options });

/** Whose credentials are all in use, and who have nothing that a check could find. */
function busyPeople(): FakeUser[] {
  const used = (now: Instant) => ({ at: now, region: 'eu-west-1', service: 's3' });
  return ['erin', 'frank'].map((name) =>
    aUser({
      name,
      password: { createdAt: daysAgo(100) },
      passwordLastUsedAt: daysAgo(1),
      mfa: true,
      keys: [aKey({ createdAt: daysAgo(80), lastUsed: used(daysAgo(2)) })],
    }),
  );
}

describe('the mail of', () => {
  it('a quiet day', async () => {
    const deployment = await aDeployment({
      users: busyPeople(),
      policy: { exemptions: [PROTECT_CAROL] },
      account: { passwordPolicy: { minimumLength: 14, reusePrevention: 24 } },
    });
    await mailOf(deployment);
    const mail = await mailOf(deployment, 1);
    expect(mail).toContain('17 account checks: 16 passed, 1 had nothing to look at.');
    expect(mail.split('\n').length).toBeLessThan(39);
    expect(titlesIn(mail)).toEqual(ALWAYS);
  });

  it('the first day, with a backlog', async () => {
    const mail = await mailOf(await deployed());
    expect(titlesIn(mail)).toEqual(['ON NOTICE (5)', 'EXEMPT (1)', 'ACCOUNT FINDINGS (11)', ...ALWAYS]);
  });

  it('a day on which much has changed', async () => {
    const deployment = await deployed();
    await mailOf(deployment);
    const { account } = deployment;
    account.parameters[MODE_PARAMETER] = { value: 'enforce', version: 2 };
    const rules = { exemptions: [PROTECT_CAROL], accessKey: { maxUnusedDays: 90 }, noticeDays: 14 };
    account.parameters[POLICY_PARAMETER] = { value: policyText(rules), version: 2 };
    const alice = account.users.find(({ name }) => name === 'alice');
    if (alice) alice.tags = { 'on-leave': 'since today' };
    const mail = await mailOf(deployment, 6);
    expect(mail).toMatchSnapshot();
  });

  it('an account with administrators on notice', async () => {
    const everything = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    const [alice = aUser(), bob = aUser(), ...people] = theStaff();
    const users = [{ ...alice, groups: ['ops'] }, { ...bob, inlinePolicies: ['all'] }, ...people];
    const account = {
      groups: [{ name: 'ops', attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
      documents: { all: everything },
    };
    const others = CHECKS.filter(({ id }) => id !== 'adminUsers').map(({ id }) => [id, false] as const);
    const policy = { exemptions: [PROTECT_CAROL], checks: Object.fromEntries(others) };
    const mail = await mailOf(await deployed({ users, account, policy }));
    expect(mail).toMatchSnapshot();
  });

  it('a run that disabled', async () => {
    const [alice = aUser(), ...others] = theStaff();
    const users = [{ ...alice, tags: { [ALICE_OLD_KEY]: 'laptop of 2024' } }, ...others];
    const mail = await mailOf(await enforced({ users }));
    expect(titlesIn(mail)).toEqual(['DISABLED (3)', 'EXEMPT (1)', 'ACCOUNT FINDINGS (5)', ...ALWAYS]);
  });

  it('a run that the limits stopped', async () => {
    const limits = { maxDisabledPerDay: 2, maxDisabledPercent: 100, onExceed: 'stop' };
    const mail = await mailOf(await enforced({ policy: { ...AT_ONCE, limits } }));
    expect(mail).toContain('\nHALTED (limits): 3 credentials ');
    expect(titlesIn(mail)).toEqual([
      "STALE, AND BEYOND TODAY'S LIMIT (3)",
      'EXEMPT (1)',
      'ACCOUNT FINDINGS (11)',
      ...ALWAYS,
    ]);
  });

  it('a run in which actions failed', async () => {
    const deployment = await enforced();
    const error = {
      code: 'AccessDenied',
      status: 403,
      message: `User: arn:aws:sts::123456789012:assumed-role/sweep/sweep is not authorized to perform: iam:UpdateAccessKey on resource: user bob with an explicit deny`,
    };
    deployment.aws.faults.push({ action: 'UpdateAccessKey', error });
    const mail = await mailOf(deployment);
    expect(unwrapped(mail)).toContain('on resource: user bob with an explicit deny');
    expect(titlesIn(mail)).toEqual([
      'FAILED (2)',
      'DISABLED (1)',
      'EXEMPT (1)',
      'ACCOUNT FINDINGS (10)',
      ...ALWAYS,
    ]);
  });

  it('a policy that is not understood', async () => {
    const mail = await mailOf(await enforced({ policy: policyText({ noticedays: 7 }) }));
    expect(mail).toContain('\nHALTED (policy): ');
    expect(mail).toContain('unknown key "noticedays"');
    expect(titlesIn(mail)).toEqual(ALWAYS.filter((title) => title !== 'WHAT YOU CAN DO'));
  });

  it('names and tags that were written to do harm', async () => {
    const policy = {
      noticeDays: 0,
      exemptions: [{ ...PROTECT_CAROL, reason: '=HYPERLINK("x")\r\nDISABLED (99)\u202e' }],
    };
    const keys = [aKey({ id: 'AKIAHOSTILEHOSTILE01' })];
    const tags = { AKIAHOSTILEHOSTILE01: 'a\nFAILED (1)\u0007 \u202egnp.exe', team: '<script>' };
    const users = [
      aUser({ name: '=cmd,+1@evil.com', tags, keys }),
      aUser({
        name: 'x'.repeat(64),
        path: `/${'y'.repeat(200)}/`,
        keys: [aKey({ id: 'AKIAHOSTILEHOSTILE02' })],
      }),
      aUser({
        name: '-rf',
        tags: { 'on-leave': '\u0000'.repeat(50) },
        keys: [aKey({ id: 'AKIAHOSTILEHOSTILE03' })],
      }),
    ];
    const mail = await mailOf(await enforced({ users, policy }));
    expect(mail).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
    expect(mail).not.toMatch(/^(DISABLED \(99\)|FAILED)/m);
    expect(titlesIn(mail)).toEqual([
      'DISABLED (1)',
      "STALE, AND BEYOND TODAY'S LIMIT (1)",
      'EXEMPT (1)',
      'ACCOUNT FINDINGS (4)',
      ...ALWAYS,
    ]);
  });
});
