import { commandIn, mailAbout, NO_MAIL, section } from '../digest-mail';
import { iamRequestsDuring } from '../request-log';
import type { Life } from './life';

/** The undo commands in the mail of day 7 work. */
export function restore(life: Life): void {
  life.step('day 8: the next report confirms both; somebody else is announced', async () => {
    const { account, records } = life;
    const { runId, outcome, writes, mails } = await life.run(8);
    expect(outcome).toMatchObject({ answer: { counts: { stale: 0, due: 2, disabled: 0 } } });
    expect(writes).toEqual([]);
    expect(await records.record(runId, 'result.json')).toMatchObject({
      report: { generatedAt: expect.stringContaining(`${account.clock.date(8)}T07:00:`) },
    });
    const confirmedAt = expect.stringContaining(account.clock.date(8));
    expect(await records.remembered('stale.console', 'password')).toMatchObject({ confirmedAt });
    expect(await records.remembered('two-keys', 'key')).toMatchObject({ confirmedAt });
    const [mail = NO_MAIL] = mails;
    expect(section(mail, 'CONFIRMED DISABLED (2)')).toContain('stale.console, password');
    expect(section(mail, 'NEWLY ON NOTICE (2)')).toContain('leaver, password');
  });

  life.step('day 8, later: the printed commands, run as they are, bring both back', async () => {
    const { account } = life;
    const mail = await mailAbout(account.moto, 'enforce: 2 disabled');
    const NEW_PASSWORD = `Correct Horse's $9 "battery"`;
    const { requests } = await iamRequestsDuring(account.moto, async () => {
      await account.shell.aws(commandIn(mail, 'aws iam update-access-key'));
      await account.shell.aws(commandIn(mail, 'aws iam create-login-profile'), { NEW_PASSWORD });
    });
    const [staleKey = '', newerKey = ''] = life.keysOf('two-keys');
    expect(requests).toEqual([
      { Action: 'UpdateAccessKey', UserName: 'two-keys', AccessKeyId: staleKey, Status: 'Active' },
      {
        Action: 'CreateLoginProfile',
        UserName: 'stale.console',
        Password: NEW_PASSWORD,
        PasswordResetRequired: 'true',
      },
    ]);
    life.writeDown({
      'stale.console': { password: true, keys: {} },
      'two-keys': { password: false, keys: { [staleKey]: 'Active', [newerKey]: 'Active' } },
    });
    expect(await life.credentials()).toEqual(life.expected);
  });

  life.step('day 9: both are reported as enabled again and left alone', async () => {
    const { account, records } = life;
    const { outcome, writes, mails } = await life.run(9);
    // The password is in use, because it was set yesterday. The key is held.
    expect(outcome).toMatchObject({
      answer: { mode: 'enforce', counts: { inUse: 4, due: 2, held: 1, stale: 0, disabled: 0 } },
    });
    expect(writes).toEqual([]);
    expect(await life.credentials()).toEqual(life.expected);
    const [mail = NO_MAIL] = mails;
    const again = section(mail, 'ENABLED AGAIN BY SOMEBODY (2)');
    expect(again).toContain('stale.console, password');
    expect(again).toContain('two-keys, access key');
    const restored = { restoredAt: expect.stringContaining(account.clock.date(9)), timesRestored: 1 };
    expect(await records.remembered('stale.console', 'password')).toMatchObject(restored);
    expect(await records.remembered('two-keys', 'key')).toMatchObject(restored);
  });
}
