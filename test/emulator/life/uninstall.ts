import { deployStack, destroy } from '../deploy';
import { NO_MAIL, section } from '../digest-mail';
import { fetchFunction } from '../invoke';
import { remainsIn } from '../remains';
import { ACCOUNT } from '../shell';
import { confirmSubscription, SHIPPED_POLICY } from './deployment';
import type { Life } from './life';
import { NEW_HOUR } from './second-deploy';

/** After an uninstall, the records stay, and no credential changes. */
export function uninstall(life: Life): void {
  life.step('cdk destroy takes the deployment away and leaves the records and their key', async () => {
    const { account, records } = life;
    const before = await remainsIn(account);
    expect(before).toMatchObject({ buckets: [records.bucket], keys: [expect.any(String)] });
    expect(Object.entries(before).filter(([, names]) => names.length === 0)).toEqual([]);
    const kept = await records.keys();
    const ledger = await records.text(`${ACCOUNT}/ledger.json`);
    // Fourteen scheduled runs, with the killed one, and one run by hand.
    expect(kept.filter((key) => key.endsWith('/plan.json'))).toHaveLength(15);

    await destroy(account.shell, account.folder);
    expect(await remainsIn(account)).toEqual({
      functions: [],
      rules: [],
      topics: [],
      parameters: [],
      roles: [],
      logGroups: [],
      buckets: before.buckets,
      keys: before.keys,
    });
    expect(await records.keys()).toEqual(kept);
    expect(await records.text(`${ACCOUNT}/ledger.json`)).toBe(ledger);
  });

  life.step(
    'a later deploy is a new beginning: dry-run, and what was in a tug of war is announced',
    async () => {
      const { account, records: old } = life;
      const kept = await old.keys();
      const outputs = await deployStack(account.shell, account.folder);
      life.deployed(outputs, await fetchFunction(account, outputs.SweepFunctionName, life.python));
      expect(await account.parameter(outputs.ModeParameterName)).toBe('dry-run');
      expect(await account.parameter(outputs.PolicyParameterName)).toBe(SHIPPED_POLICY);
      expect(life.records.bucket).not.toBe(old.bucket);
      expect(await life.records.keys()).toEqual([]);
      await confirmSubscription(life);

      const { outcome, writes, mails } = await life.run(104, NEW_HOUR);
      expect(outcome).toMatchObject({ answer: { mode: 'dry-run', counts: { held: 0, wouldDisable: 0 } } });
      expect(writes).toEqual([]);
      expect(section(mails[0] ?? NO_MAIL, 'ON NOTICE (3)')).toContain('two-keys, access key');
      expect(await life.records.remembered('two-keys', 'key')).toMatchObject({
        announcedAt: expect.stringContaining(account.clock.date(104)),
      });
      expect(await old.keys()).toEqual(kept);
    },
  );
}
