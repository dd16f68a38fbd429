import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { emptyLedger } from '../../../lambda/domain/ledger/schema';
import { ACCOUNT, LONG_AGO, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  type Run,
  scheduledAt,
} from '../../support/deployment';
import { aKey, aUser, type Fault, type FakeUser } from '../../support/fake-aws';
import { aLock, type LockOptions, LOCKER } from '../../support/locks';
import { openLedger } from '../../support/open-ledger';
import { AT_ONCE } from '../../support/staff';
import { recordOf, storedLedger, storeLedger, storeRecords } from '../../support/stored';

// What a person locked with `npm run lock`, and what the daily run says of it (docs/design.md §5.14).

afterEach(closeAll);

const KEY_ID = 'AKIAMALLORY000000001';
const CREATED = '2026-11-01T00:00:00Z';
const KEY = { kind: 'accessKey', keyId: KEY_ID, created: CREATED } as const;
const LOCKED_AT = NOW - MINUTE;
const DENIED = { error: { code: 'AccessDenied', status: 403, message: 'not authorized' } };

interface Days extends Deployment {
  readonly mallory: FakeUser;
  /** The scheduled run so many days after NOW. */
  day(count: number): Promise<Run>;
  /** The last digest's subject and, on one line, its text. */
  mail(): { readonly subject: string; readonly text: string };
}

/** Mallory, whose password and young key were locked a minute before the first run. */
async function locked(lock: LockOptions = {}, options: DeploymentOptions = {}): Promise<Days> {
  const mallory = aUser({
    name: 'mallory',
    keys: [aKey({ id: KEY_ID, createdAt: Date.parse(CREATED), status: 'Inactive' })],
  });
  const deployment = await aDeployment({ users: [mallory], mode: 'enforce', policy: AT_ONCE, ...options });
  storeRecords(
    deployment.account,
    aLock({ at: LOCKED_AT, targets: [KEY, { kind: 'password' }], ...lock }).records,
  );
  return {
    ...deployment,
    mallory,
    day: (count) => {
      deployment.clock.advance(NOW + count * DAY - deployment.clock.now());
      return deployment.run(scheduledAt(deployment.clock.now()));
    },
    mail: () => {
      const { subject = '', message = '' } = deployment.digests().at(-1) ?? {};
      return { subject, text: message.replaceAll(/\s+/g, ' ') };
    },
  };
}
const key = ({ mallory }: Days) => mallory.keys[0] ?? aKey();
const HEADINGS = /\b(LOCK[A-Z ,]*|NOT LOCKED, AND ENABLED|ENABLED AGAIN BY SOMEBODY) \(\d+\)/g;
const headings = (days: Days) => days.mail().text.match(HEADINGS) ?? [];

describe('a lock', () => {
  it('is told, confirmed once, told daily while it is undone, and confirmed again', async () => {
    const days = await locked();
    expect(await days.day(0)).toMatchObject({ ended: 'completed' });
    expect(days.mail().subject).toBe(`iam-lapse ${ACCOUNT.id} enforce: 1 locked`);
    expect(headings(days)).toEqual(['LOCKED (1)']);
    expect(days.mail().text).toContain(
      `mallory, lock of 2026-11-20 06:59 UTC by ${LOCKER} reason: INC-42 locked: access key created 2026-11-01 (AKIA...0001) locked: password record: ${aLock({ at: LOCKED_AT }).folder}`,
    );
    await days.day(1);
    expect(headings(days)).toEqual(['LOCK CONFIRMED (1)']);
    await days.day(2);
    expect(headings(days)).toEqual([]);
    key(days).status = 'Active';
    for (const day of [3, 4]) {
      expect(await days.day(day)).toMatchObject({ ended: 'completed', counts: { inUse: 1 } });
      expect(headings(days)).toEqual(['LOCK UNDONE BY SOMEBODY (1)']);
      expect(days.mail().subject).toContain('enforce: 1 LOCK UNDONE');
      expect(days.mail().text).toContain(
        `aws iam update-access-key --user-name mallory \\ --access-key-id ${KEY_ID} --status Inactive`,
      );
    }
    key(days).status = 'Inactive';
    await days.day(5);
    expect(headings(days)).toEqual(['LOCK CONFIRMED (1)']);
    days.mallory.password = { createdAt: NOW + 5 * DAY };
    await days.day(6);
    expect(headings(days)).toEqual(['LOCK UNDONE BY SOMEBODY (1)']);
    expect(days.mail().text).toContain('aws iam delete-login-profile --user-name mallory');
    expect(days.writes()).toEqual([]);
  });

  it('says what it did not take away, daily while that is enabled', async () => {
    const days = await locked({ targets: [{ ...KEY, outcome: 'failed' }, { kind: 'password' }] });
    key(days).status = 'Active';
    await days.day(0);
    expect(days.mail().text).toMatch(/ NOT LOCKED: access key created \S+ \(AKIA\.\.\.0001\) locked: pass/);
    for (const day of [1, 2]) {
      await days.day(day);
      expect(headings(days)).toEqual(['NOT LOCKED, AND ENABLED (1)']);
      expect(days.mail().subject).toContain('enforce: 1 NOT LOCKED');
    }
    key(days).status = 'Inactive';
    await days.day(3);
    expect(headings(days)).toEqual(['LOCK CONFIRMED (1)']);
  });

  it('that was killed is told when it cannot be at work any more, and followed up by the report', async () => {
    const days = await locked({ files: 'plan' });
    key(days).status = 'Active';
    await days.day(0);
    expect(headings(days)).toEqual([]);
    await days.day(1);
    expect(headings(days)).toEqual(['NOT LOCKED, AND ENABLED (1)', 'LOCKS THAT DID NOT END (1)']);
    expect(days.mail().text).toContain('perhaps locked: password');
    key(days).status = 'Inactive';
    await days.day(2);
    expect(headings(days)).toEqual(['LOCK CONFIRMED (1)']);
  });

  it('is over for the digest once a person has lifted it in the ledger', async () => {
    const days = await locked();
    await days.day(0);
    key(days).status = 'Active';
    const { locks, ...ledger } = storedLedger(days.account);
    expect(locks?.known).toHaveLength(1);
    const passedOver = { [aLock({ at: LOCKED_AT }).id]: NOW };
    storeLedger(days.account, { ...ledger, locks: { readUntil: NOW, known: [], passedOver } });
    for (const day of [1, 2]) {
      await days.day(day);
      expect(headings(days)).toEqual([]);
    }
  });

  it('of a user who is gone is confirmed, also if another user has the name now', async () => {
    const days = await locked();
    days.account.users.splice(0);
    await days.day(0);
    await days.day(1);
    expect(headings(days)).toEqual(['LOCK CONFIRMED (1)']);
    expect(days.mail().text).toContain('the user is gone, or has another name now');
    const others = await locked();
    others.account.users.splice(0, 1, aUser({ name: 'mallory', createdAt: NOW, keys: [aKey()] }));
    await others.day(1);
    expect(headings(others)).toEqual(['LOCKED (1)', 'LOCK CONFIRMED (1)']);
    expect(others.mail().text).toContain('the user who has this name now is another one');
  });

  it('of a user who may have another name now is not confirmed: keys and password stay with the user', async () => {
    const days = await locked();
    days.mallory.name = 'mallory2';
    await days.day(1);
    expect(headings(days)).toEqual(['LOCKED (1)', 'LOCKS THAT COULD NOT BE FOLLOWED UP (2)']);
    expect(days.mail().text).toContain('somebody may have renamed the user to mallory2');
  });

  it('of a user who is gone is confirmed, although another was made in the same second with other keys', async () => {
    const days = await locked();
    const { createdAt } = days.mallory;
    days.account.users.splice(0, 1, aUser({ name: 'ada', createdAt, keys: [aKey()] }));
    await days.day(1);
    expect(headings(days)).toEqual(['LOCKED (1)', 'LOCK CONFIRMED (1)']);
  });

  it('of a user whom the report lacks, and IAM has, is not confirmed', async () => {
    const days = await locked();
    days.aws.faults.push({
      action: 'GetCredentialReport',
      times: 1,
      run: ({ report: { current }, users }) => {
        if (current) current.content = current.content.replace(/\nmallory,[^\n]*/, '');
        expect(users).toHaveLength(1);
      },
    });
    await days.day(1);
    expect(headings(days)).toEqual(['LOCKED (1)', 'LOCKS THAT COULD NOT BE FOLLOWED UP (2)']);
    expect(days.mail().text).toContain('the credential report does not list the user');
  });

  it('of a third key, which the report does not show, is confirmed by IAM', async () => {
    const days = await locked();
    days.mallory.keys.unshift(aKey({ id: 'AKIAAAAAAAAAAAAKEYA0' }), aKey({ id: 'AKIAAAAAAAAAAAAKEYB0' }));
    days.aws.faults.push({ action: 'ListAccessKeys', user: 'mallory', ...DENIED });
    await days.day(1);
    expect(days.mail().text).toMatch(/access key created 2026-11-01 \S+ whether it is off is not known: /);
    days.aws.faults.splice(0);
    await days.day(2);
    expect(headings(days)).toEqual(['LOCK CONFIRMED (1)']);
    const third = days.mallory.keys[2];
    if (third) third.status = 'Active';
    await days.day(3);
    expect(headings(days)).toEqual(['LOCK UNDONE BY SOMEBODY (1)']);
  });

  it('is in result.json, and an account without a lock has nothing of it there', async () => {
    const days = await locked();
    await days.day(0);
    const result: unknown = JSON.parse(recordOf(days.account, '20261120T070000Z')['result.json'] ?? '');
    const { id } = aLock({ at: LOCKED_AT });
    expect(result).toMatchObject({
      locks: [
        {
          lockId: id,
          user: 'mallory',
          isNew: true,
          isConfirmed: false,
          credentials: [
            { keyId: KEY_ID, state: 'locked' },
            { credential: 'password', keyId: null },
          ],
        },
      ],
    });
    expect(result).not.toHaveProperty('lockProblems');
    const without = await aDeployment();
    await without.run();
    const plain: unknown = JSON.parse(recordOf(without.account, '20261120T070000Z')['result.json'] ?? '');
    expect(plain).not.toHaveProperty('locks');
  });

  it('costs one call to S3 on a day without one, and lists two days again', async () => {
    const days = await locked();
    await days.day(0);
    const told = days.aws.calls.length;
    await days.day(40);
    const ofLocks = () =>
      days.aws.calls
        .slice(told)
        .filter(({ action, params }) => action === 'ListObjectsV2' || params['Key']?.includes('/locks/'))
        .map(({ action, params }) => [action, params['StartAfter']]);
    expect(ofLocks()).toEqual([['ListObjectsV2', `${ACCOUNT.id}/locks/2026/11/19/`]]);
    await days.day(41);
    expect(ofLocks().at(-1)).toEqual(['ListObjectsV2', `${ACCOUNT.id}/locks/2026/12/29/`]);
  });
});

describe('what cannot be read of a lock stops nothing, is told, and is not lost', () => {
  it.each<[string, Fault, RegExp]>([
    ['the list is denied', { action: 'ListObjectsV2', ...DENIED }, /The records of locks; .* AccessDenied/],
    ['the list is HTML', { action: 'ListObjectsV2', html: true }, /The records of locks; .* unexpected/],
    [
      'the result is denied',
      { action: 'GetObject', key: /\/locks\//, ...DENIED },
      /1f6c0a\/result\.json the next run tries again: GetObject failed: AccessDenied/,
    ],
  ])('%s', async (_what, fault, told) => {
    const days = await locked();
    storeLedger(days.account, emptyLedger(ACCOUNT.id));
    days.aws.faults.push(fault);
    for (const day of [0, 1]) {
      expect(await days.day(day)).toMatchObject({ ended: 'completed' });
      expect(headings(days)).toEqual(['LOCKS THAT COULD NOT BE FOLLOWED UP (1)']);
      expect(days.mail().text).toMatch(told);
    }
    days.aws.faults.splice(0);
    await days.day(60);
    expect(headings(days)).toEqual(['LOCKED (1)', 'LOCK CONFIRMED (1)']);
  });

  it('a result that is not valid is told once, and the plan followed up', async () => {
    const days = await locked();
    const { folder } = aLock({ at: LOCKED_AT });
    storeRecords(days.account, { [`${folder}result.json`]: '{"version":1}' });
    await days.day(0);
    expect(headings(days)).toEqual(['LOCKS THAT DID NOT END (1)', 'LOCKS THAT COULD NOT BE FOLLOWED UP (1)']);
    expect(days.mail().text).toContain('result.json not a valid record: result.json: lockId: ');
    await days.day(1);
    expect(headings(days)).toEqual(['LOCK CONFIRMED (1)']);
  });

  it('a lock without a valid record is told once', async () => {
    const days = await locked();
    const { folder } = aLock({ at: LOCKED_AT });
    for (const name of ['plan.json', 'result.json']) {
      storeRecords(days.account, { [`${folder}${name}`]: '\u202E<html>' });
    }
    await days.day(0);
    expect(headings(days)).toEqual(['LOCKS THAT COULD NOT BE FOLLOWED UP (1)']);
    await days.day(1);
    expect(headings(days)).toEqual([]);
  });

  it('more locks than a run reads are read by the next ones', async () => {
    const days = await locked();
    for (let minute = 0; minute < 55; minute += 1) {
      storeRecords(days.account, aLock({ at: NOW - DAY + minute * MINUTE, user: { name: 'zoe' } }).records);
    }
    await days.day(0);
    expect(headings(days)).toContain('LOCKED (50)');
    expect(days.mail().text).toContain('6 more locks: this run had no room for them.');
    await days.day(1);
    expect(headings(days)).toContain('LOCKED (6)');
  });
});

describe('the news of a lock is told, whatever happens', () => {
  it('waits with the digest that nobody heard', async () => {
    const days = await locked({}, { subscribers: 0, mode: 'dry-run' });
    await days.day(0);
    expect(storedLedger(days.account).pendingDigest?.body).toContain('LOCKED (1)');
  });

  it('is told again where the run was killed before the ledger was closed', async () => {
    const days = await locked();
    const killed = { action: 'PutObject', key: 'ledger.json', skip: 1, ...DENIED };
    days.aws.faults.push(killed);
    expect(await days.day(0)).toMatchObject({ ended: 'SweepHalted: ledger' });
    expect(storedLedger(days.account).locks).toBeUndefined();
    days.aws.faults.splice(0);
    await days.day(1);
    expect(headings(days)).toEqual(['LOCKED (1)', 'LOCK CONFIRMED (1)']);
  });

  it('is in the late mail where the run was killed between publishing and the ledger', async () => {
    const days = await locked();
    days.aws.faults.push({ action: 'PutObject', key: 'ledger.json', skip: 2, ...DENIED });
    await days.day(0);
    days.aws.faults.splice(0);
    await days.day(1);
    expect(days.digests().map(({ message }) => message.includes('LOCKED (1)'))).toEqual([true, true, false]);
  });

  it('is in the digest of a run that halts', async () => {
    const days = await locked({}, { mode: 'maybe' });
    expect(await days.day(0)).toMatchObject({ ended: 'SweepHalted: mode' });
    expect(headings(days)).toEqual(['LOCKED (1)']);
  });

  it('is still news after a preview', async () => {
    const days = await locked();
    await days.run({ mode: 'dry-run' });
    expect(headings(days)).toEqual(['LOCKED (1)']);
    days.clock.advance(HOUR);
    await days.run({});
    expect(headings(days)).toContain('LOCKED (1)');
  });
});

describe('what a lock takes, and iam-lapse knows', () => {
  const ID = `arn:aws:iam::${ACCOUNT.id}:user/mallory@2024-01-01T00:00:00Z/key@${CREATED}/${KEY_ID}`;
  const withEntry = async (entry: Readonly<Record<string, number>>) => {
    const days = await locked({ at: NOW - HOUR });
    storeLedger(days.account, {
      ...emptyLedger(ACCOUNT.id),
      credentials: { [ID]: { keyId: KEY_ID, ...entry } },
    });
    return days;
  };

  it('leaves its notice quietly', async () => {
    const days = await withEntry({ announcedAt: NOW - DAY, announcedReference: Date.parse(CREATED) });
    await days.day(0);
    expect(headings(days)).toEqual(['LOCKED (1)', 'LOCK CONFIRMED (1)']);
    expect(days.mail().text).not.toMatch(/ON NOTICE \(|ALREADY GONE|CONFIRMED DISABLED/);
    expect(storedLedger(days.account).credentials[ID] ?? {}).not.toHaveProperty('announcedAt');
  });

  it('is no restore of ours when somebody enables it again: no fresh clock, and no tug of war', async () => {
    const days = await withEntry({ disabledAt: NOW - 9 * DAY, restoredAt: NOW - 8 * DAY, timesRestored: 1 });
    key(days).status = 'Active';
    expect(await days.day(0)).toMatchObject({ counts: { inUse: 1 } });
    expect(headings(days)).toEqual(['LOCK UNDONE BY SOMEBODY (1)', 'LOCKED (1)']);
    expect(storedLedger(days.account).credentials[ID]).toEqual({
      keyId: KEY_ID,
      disabledAt: NOW - 9 * DAY,
      restoredAt: NOW - 8 * DAY,
      timesRestored: 1,
    });
  });

  it('is a restore as well where iam-lapse had disabled it: somebody undid that before the lock', async () => {
    const days = await withEntry({ disabledAt: NOW - 3 * DAY, confirmedAt: NOW - 2 * DAY });
    key(days).status = 'Active';
    await days.day(0);
    expect(headings(days)).toEqual([
      'LOCK UNDONE BY SOMEBODY (1)',
      'ENABLED AGAIN BY SOMEBODY (1)',
      'LOCKED (1)',
    ]);
  });

  it('does not count for the limits', async () => {
    const days = await locked(
      { at: NOW - HOUR },
      { policy: { ...AT_ONCE, limits: { ...AT_ONCE.limits, maxDisabledPerDay: 1 } } },
    );
    days.account.users.push(aUser({ name: 'zoe', keys: [aKey()] }));
    expect(await days.day(0)).toMatchObject({ counts: { disabled: 1 } });
  });

  it('is not offered with its undo command where an earlier write of ours is found done', async () => {
    const days = await withEntry({ triedAt: NOW - 2 * HOUR });
    await days.day(0);
    expect(days.mail().text).toMatch(
      / DISABLED AFTER ALL \(1\).* \(AKIA\.\.\.0001\) a person locked its user: perhaps the lock did it /,
    );
    expect(days.mail().text).not.toContain('--status Active');
  });

  it('was perhaps not disabled by the killed run that had planned it, so its undo command is not offered', async () => {
    const days = await locked();
    const planned = {
      kind: 'accessKey' as const,
      id: ID,
      userName: 'mallory',
      userArn: `arn:aws:iam::${ACCOUNT.id}:user/mallory`,
      userCreated: LONG_AGO,
      keyId: KEY_ID,
    };
    storeLedger(days.account, openLedger({ openedAt: NOW - 20 * MINUTE, planned: [planned] }));
    await days.day(0);
    expect(days.mail().text).toContain('is disabled, by that run or by the lock of its user since');
    expect(days.mail().text).not.toContain('--status Active');
  });
});
