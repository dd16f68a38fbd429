import { DAY } from '../../../lambda/domain/instant';
import { ACCOUNT, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment } from '../../support/deployment';
import { aKey, aUser } from '../../support/fake-aws';
import { aLock, LOCKER } from '../../support/locks';
import { recordOf, storedLedger, storeLedger } from '../../support/stored';
import { DENIED, headings, key, KEY, KEY_ID, locked, LOCKED_AT } from './locked-days';

// What a person locked with `npm run lock`, and what the daily run says of it (docs/design.md §5.14).

afterEach(closeAll);

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

  it('of a user who may have another name now is not confirmed by the deletion of one key of two', async () => {
    const days = await locked({
      targets: [KEY, { kind: 'accessKey', keyId: 'AKIAAAAAAAAAAAAADEL0', created: '2026-01-24T00:00:00Z' }],
    });
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
