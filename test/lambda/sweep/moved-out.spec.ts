import { DAY } from '../../../lambda/domain/instant';
import { toldText } from '../../../lambda/domain/organization/told';
import { ACCOUNT, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, scheduledAt } from '../../support/deployment';
import { aUser } from '../../support/fake-aws';
import { storedLedger, storeLedger, storeRecords } from '../../support/stored';

// An account that was swept by an organization's deployment, and has one of its own now. Its folder was copied. At rest,
// its ledger has the organization's last run as untold: what was told of it stands in told.json.

afterEach(closeAll);

const RUN = '20261119T070000Z';
const ID = `arn:aws:iam::${ACCOUNT.id}:user/alice@2024-01-01T00:00:00Z/password`;
const TOLD_KEY = `${ACCOUNT.id}/runs/2026/11/19/${RUN}/told.json`;

const told = (parts: object = {}) =>
  toldText({
    version: 1,
    runId: RUN,
    accountId: ACCOUNT.id,
    runs: [RUN],
    announced: [ID],
    repeated: [],
    at: NOW - 7 * DAY,
    subscribers: 1,
    digest: 's3://of-the-organization/digest.txt',
    ...parts,
  });

/** alice's password is stale; the organization's mail of a week ago may have announced it. */
async function movedOut(texts: Record<string, string>) {
  const createdAt = Date.parse('2024-01-01T00:00:00Z');
  const users = [aUser({ name: 'alice', createdAt, password: { createdAt } })];
  const limits = { maxDisabledPerDay: 20, maxDisabledPercent: 100, onExceed: 'oldest-first' };
  const deployment = await aDeployment({ users, mode: 'enforce', policy: { limits } });
  const announces = { [ID]: createdAt };
  storeLedger(deployment.account, {
    ...storedLedger(deployment.account),
    untold: [{ runId: RUN, announces, exemptions: {} }],
  });
  storeRecords(deployment.account, texts);
  return deployment;
}

it('the notice that the organization’s mail gave holds on', async () => {
  const deployment = await movedOut({ [TOLD_KEY]: told() });
  expect(await deployment.run(scheduledAt(NOW))).toMatchObject({
    ended: 'completed',
    counts: { disabled: 1 },
  });
  expect(storedLedger(deployment.account).untold).toBeUndefined();
});

it('what found no room in that mail was not announced', async () => {
  const deployment = await movedOut({ [TOLD_KEY]: told({ announced: [] }) });
  expect(await deployment.run(scheduledAt(NOW))).toMatchObject({
    ended: 'completed',
    counts: { stale: 1 },
  });
  expect(deployment.writes()).toStrictEqual([]);
});

it.each<[string, Record<string, string>]>([
  ['is not there', {}],
  ['is cut off', { [TOLD_KEY]: told().slice(0, 50) }],
  ['is that of another account', { [TOLD_KEY]: told({ accountId: '999999999999' }) }],
  ['does not settle the run', { [TOLD_KEY]: told({ runs: [] }) }],
])('a told.json that %s halts the run: nobody knows what was told', async (_, texts) => {
  const deployment = await movedOut(texts);
  expect(await deployment.run(scheduledAt(NOW))).toMatchObject({ ended: 'SweepHalted: ledger' });
  expect(deployment.writes()).toStrictEqual([]);
  expect(deployment.digests().at(-1)?.message.replaceAll(/\s+/g, ' ')).toContain(
    "copy the account's whole folder then, told.json of each run included",
  );
});
