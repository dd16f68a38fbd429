import { commandIn, NO_MAIL, section } from '../digest-mail';
import type { Life } from './life';
import { NEW_EMAIL, NEW_HOUR } from './second-deploy';

/** Every write is reported, even if the function is killed halfway (docs/design.md §1). */
export function killedRun(life: Life): void {
  life.step('day 16: the run is killed after its first write; only the plan is left of it', async () => {
    const { account, records, sweepFunction } = life;
    const [key = ''] = life.keysOf('leaver');
    await account.clock.goTo(16, NEW_HOUR);
    const { runId, outcome, writes, mails } = await account.runKilledAfterFirstWrite(sweepFunction);
    expect(outcome).toEqual({ kind: 'killed' });
    expect(writes).toEqual([{ Action: 'DeleteLoginProfile', UserName: 'leaver' }]);
    life.writeDown({ leaver: { password: false, keys: { [key]: 'Active' } } });
    expect(await life.credentials()).toEqual(life.expected);
    expect(mails).toEqual([]);

    const planned = [
      { kind: 'password', userName: 'leaver' },
      { kind: 'accessKey', userName: 'leaver', keyId: key },
    ];
    expect(await records.ledger()).toMatchObject({ open: { runId, planned } });
    expect(await records.remembered('leaver', 'password')).not.toHaveProperty('disabledAt');
    expect(await records.record(runId, 'plan.json')).toMatchObject({ actions: [{}, {}] });
    expect(await records.record(runId, 'result.json')).toBeUndefined();
  });

  life.step(
    'day 17: the next run tells what was done, with the command that undoes it, and does the rest',
    async () => {
      const { account, records } = life;
      const [key = ''] = life.keysOf('leaver');
      const { outcome, writes, mails } = await life.run(17, NEW_HOUR);
      expect(outcome).toMatchObject({
        kind: 'answered',
        answer: { mode: 'enforce', counts: { disabled: 1 } },
      });
      expect(writes).toEqual([
        { Action: 'UpdateAccessKey', UserName: 'leaver', AccessKeyId: key, Status: 'Inactive' },
      ]);
      life.writeDown({ leaver: { password: false, keys: { [key]: 'Inactive' } } });
      expect(await life.credentials()).toEqual(life.expected);

      expect(mails).toMatchObject([{ to: NEW_EMAIL }]);
      const [mail = NO_MAIL] = mails;
      const found = section(mail, 'DISABLED BY A RUN THAT DID NOT END (1)');
      expect(found).toContain('leaver, password');
      expect(found).toContain(commandIn(mail, 'aws iam create-login-profile'));
      expect(section(mail, 'DISABLED (1)')).toContain('leaver, access key');

      expect(await records.ledger()).toMatchObject({ open: null, pendingDigest: null });
      const { clock } = account;
      expect(await records.remembered('leaver', 'password')).toMatchObject({
        disabledAt: expect.stringContaining(clock.date(16)),
      });
      expect(await records.remembered('leaver', 'key')).toMatchObject({
        disabledAt: expect.stringContaining(clock.date(17)),
      });
    },
  );
}
