import { emptyLedger } from '../../../lambda/domain/ledger/schema';
import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { ACCOUNT, LONG_AGO, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aKey, aUser, type Fault } from '../../support/fake-aws';
import { aLock } from '../../support/locks';
import { openLedger } from '../../support/open-ledger';
import { AT_ONCE } from '../../support/staff';
import { storedLedger, storeLedger, storeRecords } from '../../support/stored';
import { CREATED, DENIED, headings, key, KEY_ID, locked, LOCKED_AT } from './locked-days';

// What goes wrong with locks, and what they mean for what iam-lapse knows (docs/design.md §5.14).

afterEach(closeAll);

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
