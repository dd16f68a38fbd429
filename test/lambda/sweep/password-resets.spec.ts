import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { EVENT_LAG } from '../../../lambda/domain/remediation/password-events';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  scheduledAt,
  TOPIC_ARN,
} from '../../support/deployment';
import { aKey, aUser, type Fault, recordPasswordCall, resetPassword } from '../../support/fake-aws';
import { ALICES_PASSWORD, openLedger } from '../../support/open-ledger';
import { AT_ONCE, STALE_WRITES, theStaff } from '../../support/staff';
import { storedLedger, storeLedger } from '../../support/stored';

// IAM does not show that a password was reset; CloudTrail does. Report at 05:00, reset at 06:00, enforce at 07:00.

afterEach(closeAll);

const AN_HOUR_AGO = { at: NOW - HOUR };
const [, ...KEY_WRITES] = STALE_WRITES;
const DENIED: Fault = {
  service: 'cloudtrail',
  error: { code: 'AccessDeniedException', status: 400, message: 'no identity-based policy allows it' },
};

async function aDay(options: DeploymentOptions = {}, ageMs = 2 * HOUR): Promise<Deployment> {
  return aDeployment({
    users: theStaff(),
    mode: 'enforce',
    policy: AT_ONCE,
    account: { report: { ageMs } },
    ...options,
  });
}

const told = (deployment: Deployment) => deployment.digests().at(-1)?.message.replaceAll(/\s+/g, ' ') ?? '';
const lookUps = ({ aws }: Deployment) => aws.calls.filter(({ action }) => action === 'LookupEvents').length;

it('without a reset, CloudTrail is asked three times and takes nothing away', async () => {
  const deployment = await aDay();
  expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
  expect(deployment.writes()).toEqual(STALE_WRITES);
  expect(lookUps(deployment)).toBe(3);
});

describe('a password that was set after the report stays, and the keys go their way', () => {
  it.each([
    ['by an administrator', 'UpdateLoginProfile', 'alice'],
    ['by its user', 'ChangePassword', 'alice'],
    ['by an administrator who writes the name otherwise', 'UpdateLoginProfile', 'ALICE'],
    ['anew', 'CreateLoginProfile', 'alice'],
  ])('%s', async (_, call, name) => {
    const deployment = await aDay();
    resetPassword(deployment.account, name, { call, ...AN_HOUR_AGO });
    const run = await deployment.run();
    expect(run).toMatchObject({ ended: 'completed', counts: { disabled: 2, refused: 1 } });
    expect(deployment.writes()).toEqual(KEY_WRITES);
    expect(told(deployment)).toContain(
      `SPARED BY THE LAST LOOK (1) The report calls these stale; the last look did not confirm it. alice, password CloudTrail shows ${call} at 2026-11-20T06:00:00Z for this user's password`,
    );
    // A new report shows the new date.
    deployment.clock.advance(5 * HOUR);
    expect(await deployment.run(scheduledAt(NOW + 5 * HOUR))).toMatchObject({ counts: { inUse: 5 } });
    expect(deployment.writes()).toEqual(KEY_WRITES);
  });

  it('and so does one whose user tried to change it', async () => {
    const deployment = await aDay();
    const record = { errorCode: 'PasswordPolicyViolationException' };
    recordPasswordCall(deployment.account, 'ChangePassword', { user: 'alice', ...AN_HOUR_AGO, record });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 2, refused: 1 } });
    expect(told(deployment)).toContain('CloudTrail shows that the user tried ChangePassword at');
  });

  it('with judge: user, and then the key of that user stays too', async () => {
    const reset = await aDay({
      policy: { ...AT_ONCE, judge: 'user' },
      users: [lonely('amy'), lonely('ben')],
    });
    resetPassword(reset.account, 'amy', AN_HOUR_AGO);
    expect(await reset.run()).toMatchObject({ counts: { disabled: 2, refused: 2 } });
    expect(reset.writes().map((write) => write.split(' ')[0])).toEqual(['ben', 'ben']);
  });
});

/** A password and a key that nobody uses. */
const lonely = (name: string) =>
  aUser({ name, password: { createdAt: daysAgo(400) }, passwordLastUsedAt: daysAgo(60), keys: [aKey()] });

describe('what says nothing about the password takes nothing away', () => {
  it.each([
    ['a reset that the report shows', 'UpdateLoginProfile', { user: 'alice', at: NOW - 4 * HOUR }],
    ["another user's reset", 'UpdateLoginProfile', { user: 'bob', ...AN_HOUR_AGO }],
    [
      'a reset that failed',
      'UpdateLoginProfile',
      { user: 'alice', ...AN_HOUR_AGO, record: { errorCode: 'AccessDenied' } },
    ],
    [
      'a call of another service',
      'ChangePassword',
      {
        user: 'alice',
        ...AN_HOUR_AGO,
        record: { eventSource: 'cognito-idp.amazonaws.com', userIdentity: {} },
      },
    ],
    [
      'a password of the root user',
      'CreateLoginProfile',
      { user: '', ...AN_HOUR_AGO, record: { requestParameters: null, userIdentity: { type: 'Root' } } },
    ],
  ])('%s', async (_, call, options) => {
    const deployment = await aDay();
    recordPasswordCall(deployment.account, call, options);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });

  // Nothing can know it then (docs/design.md §8.1).
  it('an event that CloudTrail does not show yet', async () => {
    const deployment = await aDay();
    resetPassword(deployment.account, 'alice', { at: NOW - 5 * MINUTE, shownAt: NOW + 5 * MINUTE });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 3 } });
  });
});

describe('what CloudTrail does not tell puts the passwords off, and the keys go their way', () => {
  it('an event that names nobody', async () => {
    const deployment = await aDay();
    recordPasswordCall(deployment.account, 'UpdateLoginProfile', {
      user: '',
      ...AN_HOUR_AGO,
      record: { requestParameters: null },
    });
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      counts: { disabled: 2, deferred: 1 },
    });
    expect(deployment.writes()).toEqual(KEY_WRITES);
    expect(told(deployment)).toContain(
      "CloudTrail shows UpdateLoginProfile at 2026-11-20T06:00:00Z, but not for which user's password",
    );
  });

  it.each([
    ['15 minutes', 15 * MINUTE, KEY_WRITES, { disabled: 2, deferred: 1 }],
    ['a second less', 15 * MINUTE - 1_000, STALE_WRITES, { disabled: 3 }],
  ])('a denied call, if the report is %s old', async (_, ageMs, writes, counts) => {
    const deployment = await aDay({}, ageMs);
    deployment.aws.faults.push(DENIED);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts });
    expect(deployment.writes()).toEqual(writes);
    expect(deployment.log).toContainEqual(
      expect.objectContaining({ level: 'WARN', event: 'password-events-unreadable' }),
    );
  });

  it('and the digest says why', async () => {
    const deployment = await aDay();
    deployment.aws.faults.push(DENIED);
    await deployment.run();
    expect(told(deployment)).toContain(
      'PUT OFF (1) These were not disabled in this run. The next run looks at them again. alice, password CloudTrail did not tell whether somebody has set this password since the report of 120 minutes ago: LookupEvents failed: AccessDenied: no identity-based policy allows it',
    );
  });

  it('until it tells: then they are deleted', async () => {
    const deployment = await aDay();
    deployment.aws.faults.push(DENIED);
    await deployment.run();
    deployment.aws.faults.splice(0);
    deployment.clock.advance(HOUR);
    expect(await deployment.run(scheduledAt(NOW + HOUR))).toMatchObject({ counts: { disabled: 1 } });
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });

  it('and they do not hold up the keys, however long it lasts', async () => {
    const keys = ['kim', 'lea'].map((name) => aUser({ name, keys: [aKey({ createdAt: daysAgo(50) })] }));
    const passwords = ['amy', 'ben'].map((name) => aUser({ name, password: { createdAt: daysAgo(400) } }));
    const limits = { ...AT_ONCE.limits, maxDisabledPerDay: 2 };
    const deployment = await aDay({ users: [...passwords, ...keys], policy: { ...AT_ONCE, limits } });
    deployment.aws.faults.push(DENIED);
    expect(await deployment.run()).toMatchObject({ counts: { deferred: 2 } });
    expect(Object.values(storedLedger(deployment.account).credentials)).toMatchObject([
      { passedOverAt: NOW },
      { passedOverAt: NOW },
    ]);
    // Within four hours, IAM serves the same report again.
    deployment.clock.advance(HOUR);
    expect(await deployment.run(scheduledAt(NOW + HOUR))).toMatchObject({ counts: { disabled: 2 } });
    expect(deployment.writes().map((write) => write.split(' ')[0])).toEqual(['kim', 'lea']);
  });
});

describe('with a young report, a history that cannot be read', () => {
  it('spares nothing, and the digest says so and what it means', async () => {
    const deployment = await aDay({}, 14 * MINUTE);
    deployment.aws.faults.push(DENIED);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(told(deployment)).toContain(
      "CloudTrail's event history could not be read: LookupEvents failed: AccessDenied: no identity-based policy allows it. So a password that somebody set in the 14 minutes since the report was not spared. The next run asks CloudTrail again.",
    );
  });

  it('is no news when no password is due, or when it is read', async () => {
    const [keys, read] = [await aDay({ users: [aUser({ keys: [aKey()] })] }, MINUTE), await aDay({}, MINUTE)];
    keys.aws.faults.push(DENIED);
    for (const deployment of [keys, read]) {
      await deployment.run();
      expect(told(deployment)).not.toContain('event history');
    }
  });
});

describe('a reset that CloudTrail showed too late', () => {
  /** Reset five minutes before the run, and shown after it. */
  async function deleted(options: DeploymentOptions = {}, event: Parameters<typeof resetPassword>[2] = {}) {
    const deployment = await aDay(options);
    resetPassword(deployment.account, 'alice', {
      at: NOW - 5 * MINUTE,
      shownAt: NOW + 10 * MINUTE,
      ...event,
    });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 3 } });
    return deployment;
  }
  const later = (deployment: Deployment, ms: number) => {
    deployment.clock.advance(NOW + ms - deployment.clock.now());
    return deployment.run(scheduledAt(NOW + ms));
  };
  const FOUND =
    /SET BEFORE IT WAS DELETED \(1\) .* alice, password CloudTrail shows UpdateLoginProfile at 2026-11-20T06:55:00Z for this user's password, about 5 minutes before it was deleted aws iam create-login-profile --user-name alice/;

  it('is told by the next run, once, with the command that gives a password again', async () => {
    const deployment = await deleted();
    expect(told(deployment)).not.toContain('SET BEFORE IT WAS DELETED');
    expect(await later(deployment, DAY)).toMatchObject({ ended: 'completed' });
    expect(told(deployment)).toMatch(FOUND);
    const asked = lookUps(deployment);
    await later(deployment, 2 * DAY);
    expect(told(deployment)).not.toContain('SET BEFORE IT WAS DELETED');
    // Nobody is asked about any more.
    expect(lookUps(deployment)).toBe(asked);
    expect(Object.values(storedLedger(deployment.account).credentials).some((entry) => entry.lookAgain)).toBe(
      false,
    );
  });

  it('is not asked about before the event can have come, and a preview does not ask', async () => {
    const deployment = await deleted();
    const asked = lookUps(deployment);
    await later(deployment, EVENT_LAG - 1_000);
    expect(lookUps(deployment)).toBe(asked);
    deployment.clock.advance(HOUR);
    await deployment.run({ mode: 'dry-run' });
    expect(lookUps(deployment)).toBe(asked);
    await later(deployment, DAY);
    expect(told(deployment)).toMatch(FOUND);
  });

  it('is told in dry-run, and by a run that is halted', async () => {
    const deployment = await deleted();
    deployment.account.parameters['/iam-lapse/mode'] = { value: 'maybe', version: 2 };
    expect(await later(deployment, DAY)).toMatchObject({ ended: 'SweepHalted: mode' });
    expect(told(deployment)).toMatch(FOUND);
  });

  it('is told when SNS is there again, and the run after that does not repeat it', async () => {
    const deployment = await deleted();
    deployment.aws.faults.push({ service: 'sns', action: 'Publish', html: true });
    await later(deployment, DAY);
    deployment.aws.faults.splice(0);
    await later(deployment, 2 * DAY);
    const mails = deployment.digests().map(({ message }) => message.replaceAll(/\s+/g, ' '));
    expect(mails.filter((mail) => FOUND.test(mail))).toHaveLength(1);
  });

  it('is told when somebody hears again', async () => {
    const deployment = await deleted();
    const topic = deployment.account.topics[TOPIC_ARN];
    if (!topic) throw new Error('no topic');
    topic.subscriptionsConfirmed = 0;
    await later(deployment, DAY);
    topic.subscriptionsConfirmed = 1;
    const before = deployment.digests().length;
    await later(deployment, 2 * DAY);
    const [late] = deployment.digests().slice(before);
    expect(late?.message.replaceAll(/\s+/g, ' ')).toMatch(FOUND);
  });

  it('is asked about again while CloudTrail cannot be read, for seven days, and the digest says so', async () => {
    const deployment = await deleted();
    deployment.aws.faults.push(DENIED);
    for (const day of [1, 7]) {
      await later(deployment, day * DAY);
      expect(told(deployment)).toContain(
        'So it is not known whether somebody had set 1 password right before an earlier run deleted it.',
      );
    }
    await later(deployment, 7 * DAY + HOUR);
    expect(told(deployment)).not.toContain('event history could not be read');
    deployment.aws.faults.splice(0);
    const asked = lookUps(deployment);
    await later(deployment, 8 * DAY);
    expect(lookUps(deployment)).toBe(asked);
  });

  it.each<[string, Parameters<typeof recordPasswordCall>[1], number, told: string | undefined]>([
    ['a try of the user', 'ChangePassword', -MINUTE, 'CloudTrail shows that the user tried ChangePassword'],
    ['a second before', 'UpdateLoginProfile', -1_000, 'right before it was deleted'],
    ['after the deletion, where somebody made a new password', 'CreateLoginProfile', 0, undefined],
    ['hours after it', 'UpdateLoginProfile', HOUR, undefined],
  ])('%s', async (what, call, offset, expected) => {
    const deployment = await aDay();
    const record = what === 'a try of the user' ? { errorCode: 'PasswordPolicyViolationException' } : {};
    const at = NOW + offset;
    recordPasswordCall(deployment.account, call, { user: 'alice', at, shownAt: NOW + 2 * HOUR, record });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 3 } });
    await later(deployment, DAY);
    expect(told(deployment).includes('SET BEFORE IT WAS DELETED')).toBe(expected !== undefined);
    expect(told(deployment)).toContain(expected ?? '');
  });

  it('of one who was disabled by a killed run', async () => {
    const deployment = await aDay();
    storeLedger(deployment.account, openLedger({ planned: [ALICES_PASSWORD] }));
    resetPassword(deployment.account, 'alice', { at: NOW - 25 * MINUTE, shownAt: NOW + MINUTE });
    for (const user of deployment.account.users) delete user.password;
    await deployment.run();
    await later(deployment, DAY);
    expect(told(deployment)).toMatch(/SET BEFORE IT WAS DELETED \(1\) .* alice, password CloudTrail shows/);
  });
});

describe('the plan stays what it was', () => {
  it('with the password in plan.json, and what it leaves of the allowance goes to nobody', async () => {
    const limits = { ...AT_ONCE.limits, maxDisabledPerDay: 2 };
    const deployment = await aDay({ policy: { ...AT_ONCE, limits } });
    resetPassword(deployment.account, 'alice', AN_HOUR_AGO);
    // Bob's key and alice's password are the oldest.
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 1, refused: 1 } });
    expect(deployment.writes()).toEqual([STALE_WRITES[2]]);
  });

  it('when nothing of the time is left after CloudTrail has answered', async () => {
    const deployment = await aDay({ lifetime: 7 * MINUTE });
    deployment.aws.faults.push({
      action: 'LookupEvents',
      times: 1,
      run: () => deployment.clock.advance(6.6 * MINUTE),
    });
    // Bob has no password in the plan, and does not wait for CloudTrail.
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      counts: { disabled: 1, deferred: 2 },
    });
    expect(deployment.writes()).toEqual([STALE_WRITES[2]]);
  });
});

describe('CloudTrail is asked', () => {
  it('once for all users', async () => {
    const deployment = await aDay({ users: ['amy', 'ben', 'cay', 'dan', 'eve', 'fay'].map(lonely) });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 12 } });
    expect(lookUps(deployment)).toBe(3);
  });

  it.each<[string, DeploymentOptions, unknown]>([
    ['in a dry-run', { mode: 'dry-run' }, undefined],
    ['in a preview', {}, { mode: 'dry-run' }],
    ['by a function that may not write', { reportOnly: true }, undefined],
    ['when no password is planned', { users: [aUser({ keys: [aKey()] })] }, undefined],
    [
      'when no password is planned, with judge: user',
      { users: [aUser({ keys: [aKey()] })], policy: { ...AT_ONCE, judge: 'user' } },
      undefined,
    ],
  ])('never %s', async (_, options, event) => {
    const deployment = await aDay(options);
    await deployment.run(event);
    expect(lookUps(deployment)).toBe(0);
  });
});
