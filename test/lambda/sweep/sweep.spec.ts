import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type DeploymentOptions,
  MODE_PARAMETER,
  POLICY_PARAMETER,
  RECORD,
  SCHEDULED_EVENT,
  scheduledAt,
} from '../../support/deployment';
import { aKey, aUser, type Fault, generateReport } from '../../support/fake-aws';
import {
  ALICE_OLD_KEY,
  AT_ONCE,
  BOB_OLD_KEY,
  PROTECT_CAROL,
  STALE_WRITES,
  theStaff,
  WITHOUT_POLICIES,
} from '../../support/staff';

afterEach(closeAll);

const deploy = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), policy: AT_ONCE, ...options });
const enforced = (options: DeploymentOptions = {}) => deploy({ mode: 'enforce', ...options });

/** What the account's name and the checks of it ask, whatever there is to disable. */
const CHECKS = {
  ListAccountAliases: 1,
  GetAccountSummary: 1,
  GetAccountPasswordPolicy: 1,
  ListServiceSpecificCredentials: 1,
};

describe('an invocation', () => {
  it.each<[string, unknown, string, string]>([
    [
      'EventBridge’s event is the scheduled run of its time',
      SCHEDULED_EVENT,
      'scheduled',
      '20261120T070000Z',
    ],
    [
      'EventBridge’s event that is late is still of its time',
      { ...SCHEDULED_EVENT, time: '2026-11-20T06:00:00Z' },
      'scheduled',
      '20261120T060000Z',
    ],
    ['{} is a manual run', {}, 'manual', '20261120T070000Z-8f5e1c2a'],
    ['{"mode":"dry-run"} is a manual run', { mode: 'dry-run' }, 'manual', '20261120T070000Z-8f5e1c2a'],
  ])('%s', async (_rule, event, trigger, runId) => {
    const deployment = await deploy();
    expect(await deployment.invoke(event)).toMatchObject({ trigger, runId, mode: 'dry-run' });
  });

  it.each<[string, unknown]>([
    ['{"mode":"enforce"}', { mode: 'enforce' }],
    ['a misspelt key', { Mode: 'dry-run' }],
    ['a key too many', { mode: 'dry-run', users: ['alice'] }],
    ['another event of EventBridge', { ...SCHEDULED_EVENT, 'detail-type': 'AWS API Call via CloudTrail' }],
    ['a scheduled event of another source', { ...SCHEDULED_EVENT, source: 'com.example' }],
    ['a scheduled event without a time', { ...SCHEDULED_EVENT, time: '' }],
    ['nothing', null],
    ['a text', 'dry-run'],
    ['a list', []],
  ])('with %s is an error, and nobody is asked anything', async (_what, event) => {
    const deployment = await enforced();
    expect(await deployment.run(event)).toMatchObject({
      ended: 'InvalidInvocation',
      message: expect.stringMatching(/^not an event this function knows: .*mode parameter$/),
    });
    expect(deployment.aws.calls).toEqual([]);
  });

  describe('of EventBridge with a time', () => {
    it.each<[string, ahead: number, ended: string]>([
      ['a quarter of an hour ahead is the difference of two clocks', 15 * MINUTE, 'completed'],
      ['further ahead is none', 15 * MINUTE + 1_000, 'InvalidInvocation'],
      ['of tomorrow is none', DAY, 'InvalidInvocation'],
      ['of 25 hours ago may be a late one', -25 * HOUR, 'completed'],
      ['of longer ago is none', -25 * HOUR - 1_000, 'InvalidInvocation'],
    ])('%s', async (_what, ahead, ended) => {
      const deployment = await enforced();
      const run = await deployment.run(scheduledAt(NOW + ahead));
      expect(run.ended).toBe(ended);
      if (ended === 'completed') return;
      expect(run.message).toMatch(/^the scheduled event is of .*, and it is 2026-11-20T07:00:00Z: [^\n]*$/);
      expect(deployment.aws.calls).toEqual([]);
    });

    it('of tomorrow does not take the place of tomorrow’s', async () => {
      const deployment = await deploy();
      await deployment.run(scheduledAt(NOW + DAY));
      deployment.clock.advance(DAY);
      expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({
        ended: 'completed',
        answer: { status: 'completed' },
      });
    });
  });

  it('of a preview writes nothing although the mode is enforce', async () => {
    const deployment = await enforced();
    expect(await deployment.run({ mode: 'dry-run' })).toMatchObject({
      ended: 'completed',
      answer: { mode: 'dry-run' },
      counts: { wouldDisable: 3 },
    });
    expect(deployment.writes()).toEqual([]);
  });
});

describe('a setting that cannot be used halts the sweep, with a digest and without a write', () => {
  const policyOf = (replaced: object) => ({ policy: { ...AT_ONCE, ...replaced } });
  const matchOf = (match: object) => policyOf({ exemptions: [{ name: 'all', match, reason: 'why not' }] });

  it.each<[string, DeploymentOptions, reason: string, message: string]>([
    ['a policy that is no JSON', { policy: '{"version": 1,' }, 'policy', 'is not valid JSON'],
    ['an empty policy', { policy: ' ' }, 'policy', 'is empty'],
    [
      'a policy with a key given twice',
      { policy: '{"noticeDays": 0, "noticeDays": 7}' },
      'policy',
      'noticeDays: the key is given twice; keep one',
    ],
    ['a misspelt key', policyOf({ exemption: [] }), 'policy', 'unknown key "exemption"'],
    [
      'a key that is left out',
      policyOf({ exemptions: undefined }),
      'policy',
      'exemptions: is missing; an empty list is []',
    ],
    [
      'a threshold as text',
      policyOf({ accessKey: { maxUnusedDays: '45' } }),
      'policy',
      'accessKey.maxUnusedDays: must be a number, not a string',
    ],
    [
      'a threshold that is too small',
      policyOf({ password: { maxUnusedDays: 3 } }),
      'policy',
      'password.maxUnusedDays: ',
    ],
    [
      'an exemption of every user',
      matchOf({ users: ['*'] }),
      'policy',
      'exemptions[0].match.users[0]: matches every user',
    ],
    ['an exemption of every path', matchOf({ paths: ['/'] }), 'policy', 'exemptions[0].match.paths[0]: '],
    ['an exemption of whatever', matchOf({}), 'policy', 'exemptions[0].match: matches every user'],
    [
      'an exemption by account, which only an organization has',
      matchOf({ accounts: ['123456789012'] }),
      'policy',
      'exemptions[0].match.accounts: is for the deployment of an organization',
    ],
    [
      'a mode in capitals',
      { mode: 'ENFORCE' },
      'mode',
      '/iam-lapse/mode is "ENFORCE"; it must be dry-run or enforce',
    ],
    ['a mode with a line break', { mode: 'enforce\n' }, 'mode', '/iam-lapse/mode is "enforce\\n"'],
    ['a mode that is empty', { mode: '' }, 'mode', '/iam-lapse/mode is ""'],
  ])('%s', async (_what, options, reason, message) => {
    const deployment = await enforced(options);
    const run = await deployment.run();
    expect(run.ended).toBe(`SweepHalted: ${reason}`);
    expect(run.message).toContain(`${reason}: `);
    expect(run.message).toContain(message);
    expect(run.message).not.toContain('\n');
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining(`HALTED (${reason})`) }]);
    expect(deployment.writes()).toEqual([]);
  });

  it.each([
    ['mode', MODE_PARAMETER],
    ['policy', POLICY_PARAMETER],
  ])('no %s parameter', async (reason, name) => {
    const deployment = await enforced();
    delete deployment.account.parameters[name];
    expect(await deployment.run()).toMatchObject({
      ended: `SweepHalted: ${reason}`,
      message: `${reason}: there is no SSM parameter ${name}; ${RECORD}`,
    });
    expect(deployment.digests()).toHaveLength(1);
    expect(deployment.writes()).toEqual([]);
  });

  it('a mode that would be right is not guessed for a preview either', async () => {
    const deployment = await enforced({ mode: 'Enforce' });
    expect(await deployment.run({ mode: 'dry-run' })).toMatchObject({ ended: 'SweepHalted: mode' });
  });
});

describe('a report that cannot be trusted halts the sweep, with a digest and without a write', () => {
  it.each<[string, (content: string) => string, message: string]>([
    ['cut in the middle of a row', (content) => content.slice(0, -60), 'it was cut short or garbled'],
    ['of HTML', () => '<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'lacks the column user'],
    ['that is empty', () => '\n', 'lacks the column user'],
    ['without rows', (content) => content.slice(0, content.indexOf('\n')), 'has a header and no row'],
    [
      'of another account',
      (content) => content.replaceAll('123456789012', '210987654321'),
      'row 2 of the credential report is of account 210987654321, not of 123456789012',
    ],
    [
      'with a user twice',
      (content) => `${content}\n${content.slice(content.lastIndexOf('\n') + 1)}`,
      'are both of user',
    ],
  ])('%s', async (_what, spoil, message) => {
    const deployment = await enforced({ account: { report: { ageMs: 0 } } });
    const { report } = deployment.account;
    report.override = spoil(report.current?.content ?? '');
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: report');
    expect(run.message).toContain(message);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining('HALTED (report)') }]);
    expect(deployment.writes()).toEqual([]);
  });

  it('with one odd token makes that one credential unclear, and the others are disabled', async () => {
    const deployment = await enforced({ account: { report: { ageMs: 0 } } });
    const { report } = deployment.account;
    const lastUsed = new Date(daysAgo(50)).toISOString().slice(0, 10);
    report.override = report.current?.content.replace(new RegExp(`${lastUsed}T[^,]*`), 'soon') ?? '';
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { unclear: 1, disabled: 2 } });
    expect(deployment.writes()).toEqual(STALE_WRITES.filter((write) => !write.includes(ALICE_OLD_KEY)));
  });
});

describe('a service that fails', () => {
  it.each([
    ['denies', { error: { code: 'AccessDeniedException', status: 400, message: 'not authorized' } }],
    ['answers with a page of HTML', { html: true } as const],
    ['cuts the connection', { reset: true } as const],
  ])('SSM that %s halts the sweep', async (_how, fault) => {
    const deployment = await enforced();
    deployment.aws.faults.push({ service: 'ssm', ...fault });
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: policy');
    expect(run.message).toMatch(/^policy: .*GetParameters/);
    expect(run.message.endsWith(`; ${RECORD}`)).toBe(true);
    expect(deployment.digests()).toHaveLength(1);
    expect(deployment.writes()).toEqual([]);
  });

  it('a user who cannot be read is unclear when the policy asks for tags, and the others go their way', async () => {
    const crowd = Array.from({ length: 3_000 }, (_, index) => aUser({ name: `user-${index}` }));
    const deployment = await enforced({
      users: [...theStaff(), ...crowd],
      policy: { ...AT_ONCE, checks: WITHOUT_POLICIES },
    });
    const denied = { code: 'AccessDenied', status: 403 };
    deployment.aws.faults.push({ action: 'GetUser', user: 'alice', times: 1, error: denied });
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      counts: { unclear: 2, exempt: 1, disabled: 1 },
    });
    expect(deployment.writes()).toEqual([`bob UpdateAccessKey ${BOB_OLD_KEY} Inactive`]);
    expect(deployment.digests()[0]?.message).toMatch(/UNCLEAR \(2\)[^]*alice, password/);
  });

  it.each([
    ['denies', { error: { code: 'AuthorizationError', status: 403, message: 'not authorized' } }],
    ['answers with a page of HTML', { html: true } as const],
    ['cuts the connection', { reset: true } as const],
  ])('SNS that %s to publish fails the run, and what was done stands in the log', async (_how, fault) => {
    const deployment = await enforced();
    deployment.aws.faults.push({ service: 'sns', action: 'Publish', ...fault });
    const run = await deployment.run();
    expect(run).toMatchObject({ ended: 'SweepHalted: delivery', counts: { disabled: 3 } });
    expect(run.message).toMatch(/^delivery: the digest could not be published: Publish \S/);
    expect(run.message.endsWith(`; ${RECORD}`)).toBe(true);
    expect(deployment.log).toContainEqual({
      level: 'ERROR',
      event: 'digest-not-published',
      fields: expect.objectContaining({
        runId: '20261120T070000Z',
        subject: expect.stringContaining('3 disabled'),
        body: expect.stringContaining(`--access-key-id ${ALICE_OLD_KEY}`),
      }),
    });
  });

  it('SNS that fails a halted sweep too leaves the first reason standing', async () => {
    const deployment = await enforced({ mode: 'maybe' });
    deployment.aws.faults.push({ service: 'sns', action: 'Publish', reset: true });
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: mode' });
    expect(deployment.log).toContainEqual(expect.objectContaining({ event: 'digest-not-published' }));
  });
});

describe('dry-run', () => {
  it('makes not one write, and says what enforce would do', async () => {
    const deployment = await deploy();
    expect(await deployment.invoke()).toEqual({
      runId: '20261120T070000Z',
      accountId: '123456789012',
      trigger: 'scheduled',
      mode: 'dry-run',
      status: 'completed',
      subscribers: 1,
      counts: {
        inUse: 4,
        due: 0,
        stale: 3,
        exempt: 1,
        held: 0,
        unclear: 0,
        disabled: 0,
        wouldDisable: 3,
        alreadyAbsent: 0,
        refused: 0,
        deferred: 0,
        failed: 0,
      },
      record: RECORD,
    });
    expect(deployment.writes()).toEqual([]);
    expect(deployment.digests()).toMatchObject([
      {
        subject: 'iam-lapse 123456789012 dry-run: 3 would be disabled, 2 high findings',
        message: expect.stringContaining('WOULD BE DISABLED TODAY (3)'),
      },
    ]);
  });

  it('makes every call that enforce makes, but for writes and read-backs', async () => {
    const dryRun = await deploy();
    await dryRun.invoke();
    expect(dryRun.calls()).toEqual({
      GenerateCredentialReport: 2,
      GetCredentialReport: 1,
      GetAccountAuthorizationDetails: 1,
      ...CHECKS,
      ListSSHPublicKeys: 2,
      GetUser: 2,
      GetLoginProfile: 1,
      // Once to learn the key ids, and once at the live look.
      ListAccessKeys: 4,
      GetAccessKeyLastUsed: 2,
    });
    const enforce = await enforced();
    await enforce.invoke();
    expect(enforce.calls()).toEqual({
      ...dryRun.calls(),
      DeleteLoginProfile: 1,
      UpdateAccessKey: 2,
      GetLoginProfile: 2,
      ListAccessKeys: 6,
    });
  });

  it('as deployed, with a week’s notice, puts what is stale on notice', async () => {
    const deployment = await deploy({ policy: { exemptions: [PROTECT_CAROL] } });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { stale: 3 } });
    expect(deployment.digests()[0]?.message).toContain('ON NOTICE');
    expect(deployment.calls()).toEqual({
      GenerateCredentialReport: 2,
      GetCredentialReport: 1,
      GetAccountAuthorizationDetails: 1,
      ...CHECKS,
      // Of alice, bob and dave, who have a key that is due or stale; dave's two keys have one second.
      ListAccessKeys: 3,
      GetAccessKeyLastUsed: 2,
    });
  });

  it('ends with one line in the log that has the counts', async () => {
    const deployment = await deploy();
    const { counts } = await deployment.invoke();
    expect(deployment.log).toEqual([
      {
        level: 'INFO',
        event: 'sweep-end',
        fields: {
          runId: '20261120T070000Z',
          trigger: 'scheduled',
          status: 'completed',
          mode: 'dry-run',
          subscribers: 1,
          counts,
          durationMs: 1000,
          iamCalls: Object.values(deployment.calls()).reduce((sum, count) => sum + count, 0),
          iamCallsByAction: deployment.calls(),
          users: expect.any(Number),
          judged: 8,
          reportAgeMinutes: expect.any(Number),
          oldestDays: { password: expect.any(Number), accessKey: expect.any(Number) },
          record: RECORD,
        },
      },
    ]);
  });

  it('says whether the live policy is the one that was deployed', async () => {
    const deployment = await deploy();
    await deployment.invoke();
    const parameter = deployment.account.parameters[POLICY_PARAMETER];
    if (!parameter) throw new Error('no policy was deployed');
    Object.assign(parameter, { value: ` ${parameter.value}`, version: 2 });
    deployment.clock.advance(HOUR);
    await deployment.invoke(scheduledAt(NOW + HOUR));
    expect(deployment.digests().map(({ message }) => message.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/Policy: version 1 of the parameter, sha256 \w+, as deployed\./),
      expect.stringMatching(/Policy: version 2 of the parameter, sha256 \w+, NOT the one that was deployed/),
    ]);
  });
});

describe('enforce', () => {
  it('disables what is stale, by key id, and nothing else', async () => {
    const deployment = await enforced();
    const before = structuredClone(deployment.account.users);
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      answer: { mode: 'enforce' },
      counts: { disabled: 3, stale: 3, inUse: 4, exempt: 1 },
    });
    expect(deployment.writes()).toEqual(STALE_WRITES);
    for (const user of before) {
      if (user.name === 'alice') delete user.password;
      for (const key of user.keys) {
        if (key.id === ALICE_OLD_KEY || key.id === BOB_OLD_KEY) key.status = 'Inactive';
      }
    }
    expect(deployment.account.users).toEqual(before);
  });

  it('tells what it did, each with the command that undoes it', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    const [digest] = deployment.digests();
    expect(digest?.subject).toBe('iam-lapse 123456789012 enforce: 3 disabled, 1 high finding');
    const message = digest?.message.replaceAll(/\s*\\\n\s*/g, ' ');
    expect(message).toContain('DISABLED (3)');
    for (const command of [
      'aws iam create-login-profile --user-name alice',
      `aws iam update-access-key --user-name alice --access-key-id ${ALICE_OLD_KEY} --status Active`,
      `aws iam update-access-key --user-name bob --access-key-id ${BOB_OLD_KEY} --status Active`,
    ]) {
      expect(message).toContain(command);
    }
  });

  it('a second time by the same report, which still reads enabled, remembers that all is done', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    deployment.clock.advance(HOUR);
    const run = await deployment.run(scheduledAt(NOW + HOUR));
    expect(run).toMatchObject({ ended: 'completed' });
    expect(run.counts).toEqual({ inUse: 4, stale: 3, exempt: 1 });
    expect(deployment.writes()).toEqual(STALE_WRITES);
    // What is not a candidate is not looked at either.
    expect(deployment.calls()).toMatchObject({ GetUser: 2 });
  });

  it('a second time by a report that was written during the first, before the writes, brings nothing back', async () => {
    // A large account's report takes minutes: this one is dated more than 5 minutes after the sweep began.
    const deployment = await enforced({ account: { report: { pollsUntilReady: 40 } } });
    await deployment.invoke();
    expect(deployment.account.report.current?.generatedAt).toBeGreaterThan(NOW + 5 * MINUTE);
    deployment.clock.advance(HOUR);
    const run = await deployment.run({});
    expect(deployment.digests().at(-1)?.message).not.toContain('ENABLED AGAIN');
    expect(run.counts).toEqual({ inUse: 4, stale: 3, exempt: 1 });
  }, 20_000);

  it('by a new report has nothing to do', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    deployment.clock.advance(HOUR);
    generateReport(deployment.account);
    const run = await deployment.run(scheduledAt(NOW + HOUR));
    expect(run).toMatchObject({ ended: 'completed' });
    expect(run.counts).toEqual({ inUse: 4, exempt: 1 });
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });

  it('of an account without users completes', async () => {
    const deployment = await enforced({ users: [] });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: {} });
    expect(deployment.calls()).toEqual({
      GenerateCredentialReport: 2,
      GetCredentialReport: 1,
      // For the checks of the policies alone.
      GetAccountAuthorizationDetails: 1,
      ...CHECKS,
    });
  });

  it('with notice announces what it finds, and disables nothing that was not announced', async () => {
    const deployment = await enforced({ policy: { ...AT_ONCE, noticeDays: 7 } });
    const run = await deployment.run();
    expect(run).toMatchObject({ ended: 'completed' });
    // Two more will be stale within the week: bob's and dave's new keys, of 44 days.
    expect(run.counts).toEqual({ inUse: 2, due: 2, stale: 3, exempt: 1 });
    expect(deployment.digests()).toMatchObject([
      {
        subject: 'iam-lapse 123456789012 enforce: 5 on notice, 2 high findings',
        message: expect.stringContaining('ON NOTICE (5)'),
      },
    ]);
    expect(deployment.writes()).toEqual([]);
  });
});

describe('enforce runs as dry-run, says so in the digest, and then fails', () => {
  const aged = (ageMs: number) => ({ account: { report: { ageMs, cacheMs: 6 * HOUR } } });

  it.each<[string, DeploymentOptions, reason: string, message: string]>([
    ['without a confirmed subscriber', { subscribers: 0 }, 'subscribers', 'no subscription that counts'],
    ['where the deployment may only report', { reportOnly: true }, 'report-only', 'may only report'],
    [
      'on a report of 5 hours',
      aged(5 * HOUR),
      'report',
      'is 5 hours and 0 minutes old; 4 hours and 30 minutes are allowed',
    ],
    ['on a report of the future', aged(-HOUR), 'report', 'is dated in the future'],
  ])('%s', async (_when, options, reason, message) => {
    const deployment = await enforced(options);
    const run = await deployment.run();
    expect(run).toMatchObject({ ended: `SweepHalted: ${reason}`, counts: { stale: 3, wouldDisable: 3 } });
    expect(run.message).toContain(message);
    expect(deployment.writes()).toEqual([]);
    expect(deployment.digests()).toMatchObject([
      {
        subject: `iam-lapse 123456789012 dry-run: NOT ENFORCED (${reason}), 3 would be disabled, 2 high findings`,
        message: expect.stringContaining(`NOT ENFORCED, ran as dry-run (${reason})`),
      },
    ]);
  });

  it('when the subscribers cannot be told', async () => {
    const deployment = await enforced();
    deployment.aws.faults.push({ action: 'ListSubscriptionsByTopic', html: true });
    expect(await deployment.run()).toMatchObject({
      ended: 'SweepHalted: subscribers',
      message: expect.stringContaining('could not be read'),
      counts: { wouldDisable: 3 },
    });
    expect(deployment.writes()).toEqual([]);
  });

  it.each([
    ['without a subscriber', { subscribers: 0 }, 0],
    ['where the deployment may only report', { reportOnly: true }, 1],
    ['on a report of 5 hours', aged(5 * HOUR), 1],
  ])('but a dry-run %s is what it is', async (_when, options, subscribers) => {
    const deployment = await deploy(options);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', answer: { subscribers } });
  });
});

describe('the limits', () => {
  const limitedTo = (limits: object) =>
    enforced({ policy: { ...AT_ONCE, limits: { ...AT_ONCE.limits, ...limits } } });

  it.each<[string, object, string[]]>([
    ['one a day is the longest unused', { maxDisabledPerDay: 1 }, STALE_WRITES.slice(2)],
    ['a quarter of eight is two', { maxDisabledPercent: 25 }, [STALE_WRITES[0] ?? '', STALE_WRITES[2] ?? '']],
    ['one percent of eight is rounded up to one', { maxDisabledPercent: 1 }, STALE_WRITES.slice(2)],
    ['zero is none', { maxDisabledPerDay: 0 }, []],
    ['zero percent is none', { maxDisabledPercent: 0 }, []],
  ])('%s', async (_rule, limits, writes) => {
    const deployment = await limitedTo(limits);
    expect(await deployment.run()).toMatchObject({ ended: 'completed' });
    expect(deployment.writes()).toEqual(writes);
    expect(deployment.digests()[0]?.message).toContain(
      `STALE, AND BEYOND TODAY'S LIMIT (${3 - writes.length})`,
    );
  });

  it('drain a backlog day by day', async () => {
    const deployment = await limitedTo({ maxDisabledPerDay: 1 });
    for (const day of [0, 1, 2]) {
      const { counts } = await deployment.invoke(scheduledAt(NOW + day * DAY));
      expect(counts).toMatchObject({ disabled: 1 });
      expect(deployment.writes()).toHaveLength(day + 1);
      deployment.clock.advance(DAY);
    }
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });

  it.each<[string, hours: number, disabled: number]>([
    ['an hour later leave no room', 1, 1],
    ['19 hours later leave no room', 19, 1],
    ['20 hours later leave room for as many again', 20, 2],
  ])('count what earlier runs disabled, which %s', async (_when, hours, disabled) => {
    const deployment = await limitedTo({ maxDisabledPerDay: 1 });
    await deployment.invoke();
    deployment.clock.advance(hours * HOUR);
    expect(await deployment.run({})).toMatchObject({ ended: 'completed' });
    expect(deployment.writes()).toHaveLength(disabled);
  });

  it('count them also when the second run is asked for by hand under stop', async () => {
    const limits = { ...AT_ONCE.limits, maxDisabledPerDay: 3, onExceed: 'stop' };
    const users = theStaff();
    const deployment = await enforced({ users, policy: { ...AT_ONCE, limits } });
    await deployment.invoke();
    users.push(aUser({ name: 'erin', keys: [aKey()] }));
    deployment.clock.advance(HOUR);
    generateReport(deployment.account);
    expect(await deployment.run({})).toMatchObject({
      ended: 'SweepHalted: limits',
      message: expect.stringContaining('1 credentials would be disabled, but 0 are allowed'),
    });
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });

  it.each(['enforce', 'dry-run'])('under stop do nothing and say so: %s', async (mode) => {
    const limits = { ...AT_ONCE.limits, maxDisabledPerDay: 2, onExceed: 'stop' };
    const deployment = await deploy({ mode, policy: { ...AT_ONCE, limits } });
    expect(await deployment.run()).toMatchObject({
      ended: 'SweepHalted: limits',
      message: expect.stringContaining('3 credentials would be disabled, but 2 are allowed'),
    });
    expect(deployment.writes()).toEqual([]);
    expect(deployment.digests()).toMatchObject([
      { subject: expect.stringContaining('HALTED (limits)'), message: expect.stringContaining('bob') },
    ]);
  });

  it('under stop do not count what the last look has spared', async () => {
    const limits = { ...AT_ONCE.limits, maxDisabledPerDay: 1, onExceed: 'stop' };
    const deployment = await enforced({
      policy: { ...AT_ONCE, limits },
      account: { report: { ageMs: 3_600_000 } },
    });
    const key = deployment.account.users[1]?.keys[1];
    if (key) key.lastUsed = { at: daysAgo(0), region: 'eu-west-1', service: 's3' };
    expect(await deployment.run()).toMatchObject({
      ended: 'SweepHalted: limits',
      message: expect.stringContaining('2 credentials would be disabled, but 1 are allowed'),
      counts: { stale: 3, refused: 1 },
    });
    const message = deployment.digests()[0]?.message;
    expect(message).toContain('SPARED BY THE LAST LOOK (1)');
    expect(message).toContain("STALE, AND BEYOND TODAY'S LIMIT (2)");
  });

  it('under stop that are just met let all go', async () => {
    const limits = { ...AT_ONCE.limits, maxDisabledPerDay: 3, onExceed: 'stop' };
    const deployment = await enforced({ policy: { ...AT_ONCE, limits } });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
  });
});

describe('judge: user', () => {
  it('spares all credentials of a user who used one of them', async () => {
    const deployment = await enforced({ policy: { ...AT_ONCE, judge: 'user', exemptions: [] } });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 1 } });
    // Alice used her new key, bob his password; carol, now without exemption, nothing.
    expect(deployment.writes()).toEqual([expect.stringMatching(/^carol UpdateAccessKey/)]);
  });

  it('spares them also when the use is younger than the report', async () => {
    const users = theStaff();
    const deployment = await enforced({
      users,
      account: { report: { ageMs: 3_600_000 } },
      policy: { ...AT_ONCE, judge: 'user', exemptions: [] },
    });
    const carol = users.find(({ name }) => name === 'carol');
    if (carol) carol.passwordLastUsedAt = daysAgo(0);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { refused: 1 } });
    expect(deployment.writes()).toEqual([]);
  });
});

describe('a call that AWS denies', () => {
  const denied = { error: { code: 'AccessDenied', status: 403, message: 'not authorized' } };
  it.each<[reason: string, Fault]>([
    ['permissions', { action: 'GetAccountAuthorizationDetails', ...denied }],
    ['report', { action: 'GenerateCredentialReport', ...denied }],
    ['report', { action: 'GetCredentialReport', ...denied }],
    [
      'policy',
      { action: 'GetParameters', error: { ...denied.error, code: 'AccessDeniedException', status: 400 } },
    ],
    ['ledger', { action: 'GetObject', key: 'ledger.json', ...denied }],
    ['ledger', { action: 'PutObject', key: 'plan.json', ...denied }],
    ['ledger', { action: 'PutObject', key: 'result.json', ...denied }],
    ['ledger', { action: 'PutObject', key: 'ledger.json', ...denied }],
    ['ledger', { action: 'ListObjectsV2', ...denied }],
  ])(
    'halts (%s) with advice about permissions and SCPs, and none about something else: %o',
    async (reason, fault) => {
      const deployment = await enforced();
      deployment.aws.faults.push(fault);
      expect(await deployment.run()).toMatchObject({ ended: `SweepHalted: ${reason}` });
      const message = deployment.digests()[0]?.message.replaceAll(/\s+/g, ' ') ?? '';
      const advice = message.slice(0, message.indexOf('WHAT IS NEVER'));
      expect(advice).toContain("permissions of the function's role");
      expect(advice).toContain('service control policy (SCP)');
      expect(advice).not.toMatch(/Correct the policy|next run usually|restore an older version/);
    },
  );

  it('about the subscribers says so, and does not ask for a subscription', async () => {
    const deployment = await enforced();
    deployment.aws.faults.push({ action: 'ListSubscriptionsByTopic', ...denied });
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: subscribers' });
    const message = deployment.digests()[0]?.message.replaceAll(/\s+/g, ' ');
    expect(message).toContain('sns:ListSubscriptionsByTopic');
    expect(message).not.toContain('Subscribe an address');
  });
});

describe('users whose tags cannot be read', () => {
  const stale = (name: string) => aUser({ name, keys: [aKey()] });
  const denied = { error: { code: 'AccessDenied', status: 403, message: 'not authorized' } };

  it('are unclear where it is one of one, and the others go their way', async () => {
    const deployment = await enforced({
      users: [stale('alice'), aUser({ name: 'zoe' })],
      policy: { ...AT_ONCE, checks: WITHOUT_POLICIES },
    });
    deployment.aws.faults.push({ action: 'GetUser', user: 'alice', ...denied });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { unclear: 1 } });
    expect(deployment.writes()).toEqual([]);
  });

  it('halt the run where the call for all of them failed', async () => {
    const deployment = await enforced({ users: [stale('alice'), stale('bob')] });
    deployment.aws.faults.push({ action: 'GetAccountAuthorizationDetails', html: true });
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: users');
    expect(run.message).toContain('none of the 2 users whose tags matter could be read');
    expect(deployment.writes()).toEqual([]);
  });
});
