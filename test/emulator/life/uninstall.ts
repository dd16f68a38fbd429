import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { destroy } from '../deploy';
import { ACCOUNT } from '../shell';
import type { Life } from './life';

/** The audit trail stays, and so does every credential. */
export function uninstall(life: Life): void {
  life.step(
    'cdk destroy takes the deployment away, touches no credential and leaves the records',
    async () => {
      const { account, outputs, records } = life;
      const kept = await records.keys();
      expect(kept).toContain(`${ACCOUNT}/ledger.json`);
      // Fourteen scheduled runs, the killed one among them, and the one by hand.
      expect(kept.filter((key) => key.endsWith('/plan.json'))).toHaveLength(15);
      await destroy(account.shell, account.folder);
      expect(await account.parameter(outputs.ModeParameterName)).toBeUndefined();
      expect(await account.parameter(outputs.PolicyParameterName)).toBeUndefined();
      expect((await account.clients.sns.send(new ListTopicsCommand({}))).Topics ?? []).toEqual([]);
      expect(await life.credentials()).toEqual(life.expected);
      expect(await records.keys()).toEqual(kept);
    },
  );
}
