import { EMAIL } from '../deploy';
import { NO_MAIL, section } from '../digest-mail';
import { ACCOUNT } from '../shell';
import type { Life } from './life';
import { hirePeople } from './people';

/** Stale credentials are announced. */
export function firstDay(life: Life): void {
  life.step('day 0, dry-run: two are announced, and IAM is asked to change nothing', async () => {
    const { account } = life;
    await account.clock.goTo(0);
    await hirePeople(life);
    life.writeDown(await life.credentials());
    expect(Object.keys(life.expected)).toHaveLength(5);

    const { outcome, writes, mails } = await life.run(0);
    expect(outcome).toMatchObject({
      kind: 'answered',
      answer: {
        mode: 'dry-run',
        status: 'completed',
        counts: { inUse: 5, stale: 2, exempt: 2, due: 0, unclear: 0, wouldDisable: 0, disabled: 0 },
      },
    });
    expect(writes).toEqual([]);
    expect(await life.credentials()).toEqual(life.expected);
    expect(mails).toMatchObject([
      { to: EMAIL, subject: expect.stringContaining(`iam-lapse ${ACCOUNT} dry-run: 2 on notice`) },
    ]);
    const announced = section(mails[0] ?? NO_MAIL, 'ON NOTICE (2)');
    expect(announced).toContain('stale.console, password');
    expect(announced).toContain('two-keys, access key');
    expect(announced).toContain(`From ${account.clock.date(7)} on`);
    await expectAnnounced(life);
  });
}

/** Credentials that were announced on day 0 are disabled on day 7. */
export function notice(life: Life): void {
  life.step('day 6, dry-run: nothing yet', async () => {
    const { outcome, writes } = await life.run(6);
    expect(outcome).toMatchObject({ answer: { counts: { stale: 2, wouldDisable: 0 } } });
    expect(writes).toEqual([]);
    await expectAnnounced(life);
  });

  life.step('day 6, noon: the mode is flipped to enforce, and a run by hand still waits', async () => {
    const { account, outputs, sweepFunction } = life;
    await account.clock.goTo(6, 12);
    await account.shell.aws('aws ssm put-parameter --name /iam-lapse/mode --value enforce --overwrite');
    expect(await account.parameter(outputs.ModeParameterName)).toBe('enforce');
    const { outcome, writes } = await account.runByHand(sweepFunction, {});
    expect(outcome).toMatchObject({
      answer: { trigger: 'manual', mode: 'enforce', counts: { stale: 2, disabled: 0 } },
    });
    expect(writes).toEqual([]);
    expect(await life.credentials()).toEqual(life.expected);
  });

  life.step('day 7, enforce: exactly the two are disabled, and the mail says so', async () => {
    const { account, records } = life;
    const [staleKey = '', newerKey = ''] = life.keysOf('two-keys');
    const { outcome, writes, mails } = await life.run(7);
    expect(outcome).toMatchObject({ answer: { mode: 'enforce', counts: { disabled: 2, failed: 0 } } });
    life.writeDown({
      'stale.console': { password: false, keys: {} },
      'two-keys': { password: false, keys: { [staleKey]: 'Inactive', [newerKey]: 'Active' } },
    });
    expect(await life.credentials()).toEqual(life.expected);
    expect(writes).toHaveLength(2);
    expect(writes).toContainEqual({ Action: 'DeleteLoginProfile', UserName: 'stale.console' });
    expect(writes).toContainEqual({
      Action: 'UpdateAccessKey',
      UserName: 'two-keys',
      AccessKeyId: staleKey,
      Status: 'Inactive',
    });
    expect(mails).toMatchObject([
      { to: EMAIL, subject: expect.stringContaining(`iam-lapse ${ACCOUNT} enforce: 2 disabled`) },
    ]);
    const done = section(mails[0] ?? NO_MAIL, 'DISABLED (2)');
    expect(done).toContain('stale.console, password');
    expect(done).toContain('two-keys, access key');
    const disabledAt = expect.stringContaining(account.clock.date(7));
    expect(await records.remembered('stale.console', 'password')).toMatchObject({ disabledAt });
    expect(await records.remembered('two-keys', 'key')).toMatchObject({ disabledAt, keyId: staleKey });
  });

  life.step(
    'day 7, two hours later: IAM serves the report from before, and nothing is left to do',
    async () => {
      const { clock } = life.account;
      const { runId, outcome, writes } = await life.run(7, 9);
      expect(await life.records.record(runId, 'result.json')).toMatchObject({
        report: { generatedAt: expect.stringContaining(`${clock.date(7)}T07:00:`) },
        outcomes: [],
        confirmedDisabled: [],
      });
      expect(outcome).toMatchObject({ kind: 'answered', answer: { counts: { stale: 2, disabled: 0 } } });
      expect(writes).toEqual([]);
      expect(await life.credentials()).toEqual(life.expected);
    },
  );
}

async function expectAnnounced({ account, records }: Life): Promise<void> {
  const announcedAt = expect.stringContaining(account.clock.date(0));
  expect(await records.remembered('stale.console', 'password')).toMatchObject({ announcedAt });
  expect(await records.remembered('two-keys', 'key')).toMatchObject({ announcedAt });
}
