import { DAY, MINUTE } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  RECORD,
  scheduledAt,
} from '../../support/deployment';
import { aKey, aUser, type Fault } from '../../support/fake-aws';
import { storedLedger } from '../../support/stored';
import { ALICE_OLD_KEY, AT_ONCE, STALE_WRITES, theStaff } from '../../support/staff';

afterEach(closeAll);

const SECOND = 1_000;

async function enforced(options: DeploymentOptions = {}, ...faults: Fault[]): Promise<Deployment> {
  const deployment = await aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE, ...options });
  deployment.aws.faults.push(...faults);
  return deployment;
}

const digestOf = (deployment: Deployment) =>
  deployment.digests()[0]?.message.replaceAll(/\s*\\?\s+/g, ' ') ?? '';

describe('one failure is an outcome, and the others go on', () => {
  it.each<[string, Fault, failed: number]>([
    ['all writes to one user are denied', { user: 'bob', error: { code: 'AccessDenied', status: 403 } }, 1],
    ['IAM fails for one user', { user: 'bob', error: { code: 'ServiceFailure', status: 500 } }, 1],
    ['the connection breaks before anything is done', { user: 'bob', reset: true }, 1],
    ['every write is denied', { error: { code: 'AccessDenied', status: 403 } }, 3],
  ])('when %s', async (_when, fault, failed) => {
    const deployment = await enforced(
      {},
      { ...fault, action: 'UpdateAccessKey' },
      { ...fault, action: 'DeleteLoginProfile' },
    );
    const run = await deployment.run();
    expect(run).toMatchObject({
      ended: 'ActionsFailed',
      message: `${failed} of the planned actions failed, the digest names them; ${RECORD}`,
    });
    expect(run.counts).toEqual({
      inUse: 4,
      stale: 3,
      exempt: 1,
      failed,
      ...(failed < 3 && { disabled: 3 - failed }),
    });
    expect(deployment.writes()).toEqual(STALE_WRITES);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining(`${failed} FAILED`) }]);
    expect(deployment.log).toContainEqual(
      expect.objectContaining({ level: 'ERROR', fields: expect.objectContaining({ status: 'failed' }) }),
    );
  });
});

describe('the read-back is the judge', () => {
  it.each<[string, DeploymentOptions, Fault]>([
    [
      'a connection that broke after the write, and a retry that found nothing left to do',
      { maxAttempts: 2 },
      { action: 'DeleteLoginProfile', when: 'after', times: 1, reset: true },
    ],
    [
      'a 500 after the write, and a retry that found nothing left to do',
      { maxAttempts: 2 },
      {
        action: 'DeleteLoginProfile',
        when: 'after',
        times: 1,
        error: { code: 'ServiceFailure', status: 500 },
      },
    ],
    [
      'a connection that broke after the write, and no retry',
      {},
      { action: 'UpdateAccessKey', user: 'alice', when: 'after', reset: true },
    ],
  ])('of %s: disabled, by the read-back alone', async (_what, options, fault) => {
    const deployment = await enforced(options, fault);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    const message = digestOf(deployment);
    expect(message.match(/IAM's answer was lost, but a read-back proved that it is disabled/g)).toHaveLength(
      1,
    );
  });

  it('of what somebody else did a moment earlier: already gone', async () => {
    const deployment = await enforced(
      {},
      { action: 'DeleteLoginProfile', run: ({ users }) => delete users[0]?.password },
    );
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      counts: { disabled: 2, alreadyAbsent: 1 },
    });
  });

  it('of what IAM puts off: deferred, which is no failure', async () => {
    const error = { code: 'EntityTemporarilyUnmodifiable', status: 409, message: 'try again later' };
    const deployment = await enforced({}, { action: 'DeleteLoginProfile', error });
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      counts: { disabled: 2, deferred: 1 },
    });
    expect(digestOf(deployment)).toMatch(/PUT OFF \(1\).*EntityTemporarilyUnmodifiable: try again later/);
  });

  it('is repeated while reads lag behind the write', async () => {
    const deployment = await enforced();
    const [alice] = deployment.account.users;
    const stillThere = alice?.password;
    let looks = 0;
    deployment.aws.faults.push({
      action: 'GetLoginProfile',
      skip: 1,
      run: () => {
        looks += 1;
        if (!alice) return;
        if (looks < 3 && stillThere) alice.password = stillThere;
        else delete alice.password;
      },
    });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(deployment.clock.slept).toEqual([1 * SECOND, 1 * SECOND, 2 * SECOND]);
  });

  it('of what still is active after half a minute: failed, and told with the command that would undo it', async () => {
    const deployment = await enforced({}, { action: 'UpdateAccessKey', user: 'alice', html: true });
    expect(await deployment.run()).toMatchObject({
      ended: 'ActionsFailed',
      counts: { failed: 1, disabled: 2 },
    });
    const message = digestOf(deployment);
    expect(message).toContain('IAM accepted the call, and still shows the credential as active');
    expect(message).toContain(`--access-key-id ${ALICE_OLD_KEY}`);
    // One write, however often it is read.
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });

  it('that cannot be had proves nothing: failed, told with the command that undoes it', async () => {
    const deployment = await enforced({}, { action: 'ListAccessKeys', user: 'alice', skip: 2, html: true });
    expect(await deployment.run()).toMatchObject({
      ended: 'ActionsFailed',
      counts: { failed: 1, disabled: 2 },
    });
    expect(digestOf(deployment)).toMatch(
      new RegExp(`FAILED \\(1\\).*could not be read back.*--access-key-id ${ALICE_OLD_KEY} --status Active`),
    );
  });

  describe('of a write to alice of which IAM tells nothing, neither when it is made nor when it is read back', () => {
    const silent = async (when: 'before' | 'after') => {
      const error = { code: 'ServiceFailure', status: 500 };
      const deployment = await enforced(
        {},
        { action: 'UpdateAccessKey', user: 'alice', error, ...(when === 'after' && { when }) },
        { action: 'ListAccessKeys', user: 'alice', skip: 2, error },
      );
      expect(await deployment.run()).toMatchObject({ counts: { failed: 1, disabled: 2 } });
      deployment.aws.faults.length = 0;
      deployment.clock.advance(DAY);
      await deployment.run(scheduledAt(deployment.clock.now()));
      return deployment.digests().at(-1)?.message.replaceAll(/\s+/g, ' ') ?? '';
    };

    it('the next mail does not say that somebody enabled it', async () => {
      const mail = await silent('before');
      expect(mail).toMatch(/ENABLED, AND PERHAPS NEVER DISABLED \(1\).*alice, access key/);
      expect(mail).toMatch(
        /HELD \(1\).*an earlier run tried to disable it, and on 2026-11-21 it was enabled/,
      );
      expect(mail).not.toMatch(/ENABLED AGAIN BY SOMEBODY|somebody enabled it/);
    });

    it('the next mail says that it was disabled after all, with the command that undoes it', async () => {
      const mail = await silent('after');
      expect(mail).toMatch(new RegExp(`DISABLED AFTER ALL \\(1\\).*--access-key-id ${ALICE_OLD_KEY}`));
      expect(mail).not.toMatch(/CONFIRMED DISABLED.*alice, access key/);
    });
  });
});

describe('a write that was not done, and reads that say so', () => {
  const days = async (deployment: Deployment, day: number) => {
    deployment.clock.advance(DAY);
    return deployment.run(scheduledAt(NOW + day * DAY));
  };

  it.each<[string, Fault]>([
    ['throttled to the last attempt', { error: { code: 'Throttling', status: 400 } }],
    ['answered with 500 to the last attempt', { error: { code: 'ServiceFailure', status: 500 } }],
    ['cut off', { reset: true }],
    ['answered with a page of HTML', { html: true }],
  ])('%s: failed, nobody has enabled it again, and the next run tries again', async (_what, fault) => {
    const deployment = await enforced(
      { maxAttempts: 2 },
      { action: 'UpdateAccessKey', user: 'alice', ...fault },
    );
    expect(await deployment.run()).toMatchObject({ counts: { failed: 1, disabled: 2 } });
    const id = Object.keys(storedLedger(deployment.account).credentials).find((each) =>
      each.endsWith(ALICE_OLD_KEY),
    );
    const tried = storedLedger(deployment.account).credentials[id ?? ''];
    expect(tried).toMatchObject({ passedOverAt: expect.any(Number), keyId: ALICE_OLD_KEY });
    expect(tried).not.toHaveProperty('disabledAt');
    deployment.aws.faults.length = 0;
    // Two others reach their limit on this day.
    expect(await days(deployment, 1)).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(deployment.digests().at(-1)?.message).not.toMatch(/ENABLED AGAIN|HELD|DISABLED AFTER ALL/);
    const { triedAt, restoredAt } = storedLedger(deployment.account).credentials[id ?? ''] ?? {};
    expect({ triedAt, restoredAt }).toEqual({ triedAt: undefined, restoredAt: undefined });
  });

  it('but for a write that took effect late: told once as disabled, with the command that undoes it', async () => {
    const deployment = await enforced({}, { action: 'UpdateAccessKey', user: 'alice', html: true });
    await deployment.run();
    // As if all reads had lagged behind the write.
    const key = deployment.account.users[0]?.keys.find(({ id }) => id === ALICE_OLD_KEY);
    if (key) key.status = 'Inactive';
    deployment.aws.faults.length = 0;
    expect(await days(deployment, 1)).toMatchObject({ ended: 'completed' });
    const told = deployment
      .digests()
      .at(-1)
      ?.message.replaceAll(/\s*\\?\s+/g, ' ');
    expect(told).toMatch(
      new RegExp(`DISABLED AFTER ALL \\(1\\).*--access-key-id ${ALICE_OLD_KEY} --status Active`),
    );
    expect(await days(deployment, 2)).toMatchObject({ ended: 'completed' });
    expect(deployment.digests().at(-1)?.message).not.toContain('DISABLED AFTER ALL');
    // From here on it is like any other: enabled again, it is a restore.
    if (key) key.status = 'Active';
    expect(await days(deployment, 3)).toMatchObject({ counts: { held: 1 } });
    expect(deployment.digests().at(-1)?.message).toContain('ENABLED AGAIN BY SOMEBODY (1)');
  });
});

describe('the function’s time', () => {
  /** So much time is left after the live looks. */
  async function withTimeLeft(ms: number) {
    const deployment = await enforced({ account: { report: { ageMs: 0 } } });
    const run = () => deployment.clock.advance(15 * MINUTE - ms);
    deployment.aws.faults.push({ action: 'GetUser', times: 1, run });
    return deployment;
  }

  it('that is nearly over lets nothing begin', async () => {
    const deployment = await withTimeLeft(29 * SECOND);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { deferred: 3 } });
    expect(deployment.writes()).toEqual([]);
    expect(digestOf(deployment)).toMatch(/PUT OFF \(3\).*no time was left in this run/);
  });

  it('of which half a minute is left is enough to begin', async () => {
    const deployment = await withTimeLeft(30 * SECOND);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
  });

  it('that runs out half way defers the rest', async () => {
    const users = ['a', 'b', 'c', 'd', 'e'].map((name) => aUser({ name, keys: [aKey()] }));
    const deployment = await enforced({ users });
    deployment.aws.faults.push({
      action: 'UpdateAccessKey',
      times: 1,
      run: () => deployment.clock.advance(14.6 * MINUTE),
    });
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      counts: { disabled: 4, deferred: 1 },
    });
    expect(deployment.writes().map((write) => write[0])).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('evidence', () => {
  const users = () => [aUser({ keys: [aKey({ id: ALICE_OLD_KEY })] })];
  /** So much time passes between the last look and the write. */
  const delayed = async (ms: number, ...faults: Fault[]) => {
    const deployment = await enforced({ users: users() }, ...faults);
    deployment.aws.faults.push({
      action: 'GetAccessKeyLastUsed',
      times: 1,
      run: () => deployment.clock.advance(ms),
    });
    return deployment;
  };

  it.each([
    ['of 5 minutes is good', 5 * MINUTE, 1],
    ['older than 5 minutes is read again', 5 * MINUTE + 1, 2],
  ])('%s', async (_rule, ms, looks) => {
    const deployment = await delayed(ms);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 1 } });
    expect(deployment.calls()).toMatchObject({ GetAccessKeyLastUsed: looks });
    expect(deployment.writes()).toEqual([`alice UpdateAccessKey ${ALICE_OLD_KEY} Inactive`]);
  });

  const second: Fault = { action: 'GetAccessKeyLastUsed', skip: 1 };
  it.each<[string, Fault, ended: string, outcome: string]>([
    [
      'says that the key was used',
      {
        ...second,
        run: ({ users: [alice] }) => {
          const [key] = alice?.keys ?? [];
          if (key) key.lastUsed = { at: NOW, region: 'eu-west-1', service: 's3' };
        },
      },
      'completed',
      'refused',
    ],
    [
      'finds another key of the same second in its place',
      {
        action: 'GetUser',
        skip: 1,
        run: ({ users: [alice] }) => alice?.keys.splice(0, 1, aKey()),
      },
      'completed',
      'alreadyAbsent',
    ],
    ['cannot be had', { ...second, html: true }, 'ActionsFailed', 'failed'],
  ])('that is read again and %s spares the credential', async (_what, fault, ended, outcome) => {
    const deployment = await delayed(6 * MINUTE, fault);
    expect(await deployment.run()).toMatchObject({ ended, counts: { stale: 1, [outcome]: 1 } });
    expect(deployment.writes()).toEqual([]);
  });

  it('is not read again when no time is left', async () => {
    const deployment = await delayed(14.6 * MINUTE);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { deferred: 1 } });
    expect(deployment.calls()).toMatchObject({ GetAccessKeyLastUsed: 1 });
    expect(deployment.writes()).toEqual([]);
  });

  it('that is read again until no time is left is not acted on', async () => {
    const deployment = await delayed(6 * MINUTE);
    deployment.aws.faults.push({ ...second, run: () => deployment.clock.advance(8.6 * MINUTE) });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { deferred: 1 } });
    expect(deployment.calls()).toMatchObject({ GetAccessKeyLastUsed: 2 });
    expect(deployment.writes()).toEqual([]);
  });

  it('is read again in a dry-run as well', async () => {
    const deployment = await delayed(6 * MINUTE, { ...second, html: true });
    expect(await deployment.run({ mode: 'dry-run' })).toMatchObject({
      ended: 'ActionsFailed',
      counts: { failed: 1 },
    });
  });
});
