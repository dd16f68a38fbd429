import { checkoutWith } from '../checkout';
import { ACCOUNT } from '../shell';
import { deployStack } from '../deploy';
import { fetchFunction } from '../invoke';
import { schedulesIn } from '../remains';
import { confirmSubscription, EDITED_POLICY } from './deployment';
import type { Life } from './life';

/** The new recipient of the mails. */
export const NEW_EMAIL = 'platform@example.com';
/** The hour at which sweeps start after this deploy. */
export const NEW_HOUR = 5.5;
const NEW_SCHEDULE = 'cron(30 5 * * ? *)';
const NEW_SETTINGS = { email: NEW_EMAIL, schedule: NEW_SCHEDULE };

const LIMITS = { maxDisabledPerDay: 19, maxDisabledPercent: 25, onExceed: 'oldest-first' };
/** policy.json now has the earlier edit, and one more. */
const DEPLOYED_POLICY = JSON.stringify({ ...JSON.parse(EDITED_POLICY), limits: LIMITS }, null, 2);

/** Edits by the owner and data of sweeps survive an update of the stack. */
export function secondDeploy(life: Life): void {
  life.step(
    'day 15, later: another address and schedule are deployed, and nothing is forgotten',
    async () => {
      const { account, outputs, records, sweepFunction } = life;
      const ledger = await records.text(`${ACCOUNT}/ledger.json`);
      const keys = await records.keys();
      expect(await schedulesIn(account)).toEqual(['cron(0 7 * * ? *)']);

      expect(await deployStack(account.shell, account.folder, NEW_SETTINGS)).toEqual(outputs);
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
  life.step('day 15, evening: policy.json has changed, and its deploy writes the policy alone', async () => {
    const { account, outputs, records } = life;
    const ledger = await records.text(`${ACCOUNT}/ledger.json`);
    const checkout = checkoutWith(DEPLOYED_POLICY, account.folder);
    expect(await deployStack(account.shell, account.folder, NEW_SETTINGS, checkout)).toEqual(outputs);
    expect(await account.parameter(outputs.PolicyParameterName)).toBe(DEPLOYED_POLICY);
    expect(await account.parameter(outputs.ModeParameterName)).toBe('enforce');
    expect(await records.text(`${ACCOUNT}/ledger.json`)).toBe(ledger);
    expect(await schedulesIn(account)).toEqual([NEW_SCHEDULE]);
    expect(await account.subscribers(outputs.DigestTopicArn)).toEqual({ pending: '0', confirmed: '1' });
    life.deployed(outputs, await fetchFunction(account, outputs.SweepFunctionName, life.python));
  });
}
