import { commandIn, NO_MAIL, section } from '../digest-mail';
import type { Life } from './life';
import { everybodyWorks } from './people';
import { NEW_HOUR } from './second-deploy';

/** A restore starts a fresh clock. A second restore makes the credential held. */
export function tugOfWar(life: Life): void {
  life.step('day 48: what was restored on day 8 and not used since is announced again', async () => {
    await life.account.clock.goTo(48, NEW_HOUR);
    await everybodyWorks(life);
    const { outcome, writes, mails } = await life.run(48, NEW_HOUR);
    expect(outcome).toMatchObject({ answer: { counts: { due: 2, held: 0, stale: 0 } } });
    expect(writes).toEqual([]);
    expect(section(mails[0] ?? NO_MAIL, 'NEWLY ON NOTICE (2)')).toContain('two-keys, access key');
  });

  life.step('day 55: disabled a second time, and the key is enabled a second time', async () => {
    const { account } = life;
    const [staleKey = '', newerKey = ''] = life.keysOf('two-keys');
    const { writes, mails } = await life.run(55, NEW_HOUR);
    expect(writes).toHaveLength(2);
    life.writeDown({
      'stale.console': { password: false, keys: {} },
      'two-keys': { password: false, keys: { [staleKey]: 'Inactive', [newerKey]: 'Active' } },
    });
    expect(await life.credentials()).toEqual(life.expected);

    await account.shell.aws(commandIn(mails[0] ?? NO_MAIL, 'aws iam update-access-key'));
    life.writeDown({ 'two-keys': { password: false, keys: { [staleKey]: 'Active', [newerKey]: 'Active' } } });
    expect(await life.credentials()).toEqual(life.expected);
  });

  life.step('day 56: the digest asks who keeps enabling it', async () => {
    const { outcome, writes, mails } = await life.run(56, NEW_HOUR);
    expect(outcome).toMatchObject({ answer: { counts: { held: 1, disabled: 0 } } });
    expect(writes).toEqual([]);
    const [mail = NO_MAIL] = mails;
    expect(section(mail, 'ENABLED AGAIN BY SOMEBODY (1)')).toContain('two-keys, access key');
    expect(section(mail, 'HELD (1)').replaceAll(/\s+/g, ' ')).toContain('is it managed elsewhere?');
    expect(await life.records.remembered('two-keys', 'key')).toMatchObject({ timesRestored: 2 });
  });

  life.step(
    'days 95 and 103: unused for long enough to be announced and disabled, it is neither',
    async () => {
      await life.account.clock.goTo(95, NEW_HOUR);
      await everybodyWorks(life);
      for (const day of [95, 103]) {
        const { outcome, writes } = await life.run(day, NEW_HOUR);
        expect(outcome).toMatchObject({ answer: { mode: 'enforce', counts: { held: 1, due: 0, stale: 0 } } });
        expect(writes).toEqual([]);
      }
      expect(await life.records.remembered('two-keys', 'key')).not.toHaveProperty('announcedAt');
      expect(await life.credentials()).toEqual(life.expected);
    },
  );
}
