import { DAY, HOUR, type Instant } from '../../../lambda/domain/instant';
import { MAX_BYTES } from '../../../lambda/domain/digest/layout';
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
import { tooWide } from '../domain/digest/run-reports';

// The mails as people get them, kept whole: each comes from a sweep over HTTP. Fetched them when they change.

afterEach(closeAll);

/** The mail of the scheduled run so many days after NOW. */
async function mailOf(deployment: Deployment, day = 0): Promise<string> {
  const { clock } = deployment;
  clock.advance(NOW + day * DAY - clock.now());
  await deployment.run(scheduledAt(clock.now()));
  const mail = deployment.digests().at(-1);
  return `Subject: ${mail?.subject ?? ''}\n\n${mail?.message ?? ''}`;
}

const deployed = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), policy: { exemptions: [PROTECT_CAROL] }, ...options });
const enforced = (options: DeploymentOptions = {}) =>
  deployed({ mode: 'enforce', policy: AT_ONCE, ...options });

function expectMailable(mail: string): void {
  const [subject = '', , ...body] = mail.split('\n');
  expect(subject.replace('Subject: ', '')).toMatch(/^[\x20-\x7e]{1,99}$/);
  // A link is one line, however long.
  expect(tooWide(body.filter((line) => !line.startsWith('https://')).join('\n'))).toEqual([]);
  expect(Buffer.byteLength(body.join('\n'))).toBeLessThanOrEqual(MAX_BYTES);
}

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
    expectMailable(mail);
    expect(mail).toContain('Account checks: none of 12 failed.');
    expect(mail.split('\n').length).toBeLessThan(36);
    expect(mail).toMatchSnapshot();
  });

  it('the first day, with a backlog', async () => {
    const mail = await mailOf(await deployed());
    expectMailable(mail);
    expect(mail).toMatchSnapshot();
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
    expectMailable(mail);
    expect(mail).toMatchSnapshot();
  });

  it('a run that disabled', async () => {
    const [alice = aUser(), ...others] = theStaff();
    const users = [{ ...alice, tags: { [ALICE_OLD_KEY]: 'laptop of 2024' } }, ...others];
    const mail = await mailOf(await enforced({ users }));
    expectMailable(mail);
    expect(mail).toMatchSnapshot();
  });

  it('a run that the limits stopped', async () => {
    const limits = { maxDisabledPerDay: 2, maxDisabledPercent: 100, onExceed: 'stop' };
    const mail = await mailOf(await enforced({ policy: { ...AT_ONCE, limits } }));
    expectMailable(mail);
    expect(mail).toMatchSnapshot();
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
    expectMailable(mail);
    expect(mail).toMatchSnapshot();
  });

  it('a policy that is not understood', async () => {
    const mail = await mailOf(await enforced({ policy: policyText({ noticedays: 7 }) }));
    expectMailable(mail);
    expect(mail).toMatchSnapshot();
  });

  it('5,000 users of whom all are stale, cut at what SNS takes', async () => {
    const users = Array.from({ length: 5_000 }, (_, index) =>
      aUser({
        name: `person.with.a.long.name.${String(index).padStart(4, '0')}`,
        password: { createdAt: daysAgo(400) },
        passwordLastUsedAt: daysAgo(60) - index * HOUR,
        keys: [aKey({ id: `AKIA${String(index).padStart(16, '0')}` })],
      }),
    );
    const deployment = await aDeployment({ users });
    const mail = await mailOf(deployment);
    expectMailable(mail);
    expect(Buffer.byteLength(mail)).toBeGreaterThan(MAX_BYTES - 500);
    const lines = mail.split('\n');
    expect([...lines.slice(0, 30), '[...]', ...lines.slice(-30)].join('\n')).toMatchSnapshot();
  }, 20_000);

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
    expectMailable(mail);
    expect(mail).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
    expect(mail).not.toMatch(/^(DISABLED \(99\)|FAILED)/m);
    expect(mail).toMatchSnapshot();
  });
});
