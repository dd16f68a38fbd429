import { ACCOUNT } from '../shell';
import { deployStack } from '../deploy';
import { fetchFunction } from '../invoke';
import { schedulesIn } from '../remains';
import { confirmSubscription, EDITED_POLICY } from './deployment';
import type { Life } from './life';

/** Who gets the mails from now on. */
export const NEW_EMAIL = 'platform@example.com';
/** When sweeps begin from now on, in hours of the day. */
export const NEW_HOUR = 5.5;
const NEW_SCHEDULE = 'cron(30 5 * * ? *)';

/** What people and sweeps have written since outlives a changed stack. */
export function secondDeploy(life: Life): void {
  life.step(
    'day 15, later: another address and schedule are deployed, and nothing is forgotten',
    async () => {
      const { account, outputs, records, sweepFunction } = life;
      const ledger = await records.text(`${ACCOUNT}/ledger.json`);
      const keys = await records.keys();
      expect(await schedulesIn(account)).toEqual(['cron(0 7 * * ? *)']);

      const settings = { email: NEW_EMAIL, schedule: NEW_SCHEDULE };
      expect(await deployStack(account.shell, account.folder, settings)).toEqual(outputs);
      expect(await schedulesIn(account)).toEqual([NEW_SCHEDULE]);
      expect(await account.parameter(outputs.ModeParameterName)).toBe('enforce');
      expect(await account.parameter(outputs.PolicyParameterName)).toBe(EDITED_POLICY);
      expect(await records.keys()).toEqual(keys);
      expect(await records.text(`${ACCOUNT}/ledger.json`)).toBe(ledger);
      expect(await life.credentials()).toEqual(life.expected);
      const fetched = await fetchFunction(account, outputs.SweepFunctionName, life.python);
      expect(fetched.configuration).toEqual(sweepFunction.configuration);
      life.deployed(outputs, fetched);
      await confirmSubscription(life);
    },
  );
}
