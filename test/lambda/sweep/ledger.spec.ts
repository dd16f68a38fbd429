import { emptyLedger } from '../../../lambda/domain/ledger/schema';
import { ledgerText } from '../../../lambda/domain/ledger/text';
import { DAY, HOUR } from '../../../lambda/domain/instant';
import { ACCOUNT, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type DeploymentOptions,
  RECORD,
  SCHEDULED_EVENT,
  scheduledAt,
} from '../../support/deployment';
import { BOBS_KEY, openLedger, type Planned, ALICES_PASSWORD } from '../../support/open-ledger';
import { AT_ONCE, theStaff } from '../../support/staff';
import {
  LEDGER_KEY,
  recordOf,
  storedKeys,
  storedLedger,
  storedObject,
  storeLedger,
} from '../../support/stored';

// What one sweep leaves for the next: it is understood as a whole or not at all, and no preview touches it.

afterEach(closeAll);

const enforced = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE, ...options });

describe('a ledger that cannot be understood', () => {
  const aLedger = (change: object) => JSON.stringify({ ...emptyLedger(ACCOUNT.id), ...change });
  it.each<[string, text: string, message: string]>([
    ['that is no JSON', '{"version": 1, "acc', 'is not valid JSON'],
    ['that is a page of HTML', '<!DOCTYPE html>\n<html></html>', 'is not valid JSON'],
    ['that is empty', '', 'GetObject'],
    ['that is a blank', ' ', 'is not valid JSON'],
    ['with a key given twice', '{"version": 1, "version": 1}', 'version: the key is given twice'],
    ['of another account', ledgerText(emptyLedger('210987654321')), 'is that of account 210987654321'],
    ['of a version to come', aLedger({ version: 2 }), 'version: '],
    ['with a key nobody knows', aLedger({ colour: 'red' }), 'colour'],
    ['with a part left out', '{"version": 1}', 'accountId: '],
    ['with a date that is none', aLedger({ credentials: { x: { disabledAt: 'today' } } }), 'disabledAt: '],
    ['with an open run that nobody planned', aLedger({ open: { runId: 'x' } }), 'open.requestId: '],
  ])('%s halts the sweep, and stays as it is', async (_what, text, message) => {
    const deployment = await enforced();
    storeLedger(deployment.account, text);
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: ledger');
    expect(run.message).toContain(message);
    expect(run.message).not.toContain('\n');
    expect(run.message.endsWith(RECORD)).toBe(true);
    expect(deployment.writes()).toEqual([]);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining('HALTED (ledger)') }]);
    expect(storedObject(deployment.account, LEDGER_KEY)).toMatchObject({ versions: [] });
  });

  it('halts a preview too, which would say what is not so', async () => {
    const deployment = await enforced();
    storeLedger(deployment.account, '{');
    expect(await deployment.run({ mode: 'dry-run' })).toMatchObject({ ended: 'SweepHalted: ledger' });
  });

  it.each<[string, Planned]>([
    ['a name that is empty', { ...ALICES_PASSWORD, userName: ' ' }],
    ['a name that is not the ARN’s', { ...ALICES_PASSWORD, userName: 'mallory' }],
    ['an ARN that is no user’s', { ...ALICES_PASSWORD, userArn: 'arn:aws:iam::123456789012:role/alice' }],
    ['a key id that is none', { ...BOBS_KEY, keyId: 'no id' }],
  ])(
    'with %s in the plan of a killed run halts, and keeps the plan until it is told',
    async (_what, planned) => {
      const deployment = await enforced();
      const ledger = openLedger({ planned: [planned] });
      storeLedger(deployment.account, ledger);
      for (const day of [0, 1]) {
        expect(await deployment.run(scheduledAt(NOW + day * DAY))).toMatchObject({
          ended: 'SweepHalted: ledger',
        });
        deployment.clock.advance(DAY);
      }
      expect(deployment.writes()).toEqual([]);
      expect(storedLedger(deployment.account).open).toEqual(ledger.open);
    },
  );
});

describe('a preview', () => {
  it('leaves the ledger as it is, byte by byte, and has records and a digest of its own', async () => {
    const deployment = await enforced({ policy: { ...AT_ONCE, noticeDays: 7 } });
    await deployment.invoke();
    const before = storedObject(deployment.account, LEDGER_KEY);
    deployment.clock.advance(7 * DAY);
    const run = await deployment.run({ mode: 'dry-run' });
    expect(run).toMatchObject({ ended: 'completed', counts: { wouldDisable: 5 } });
    expect(storedObject(deployment.account, LEDGER_KEY)).toEqual(before);
    expect(Object.keys(recordOf(deployment.account, run.answer?.runId ?? '')).toSorted()).toEqual([
      'digest.txt',
      'findings.csv',
      'plan.json',
      'result.json',
    ]);
    expect(deployment.digests()).toHaveLength(2);
  });

  it('of an account without a ledger makes none', async () => {
    const deployment = await enforced();
    await deployment.run({ mode: 'dry-run' });
    expect(storedKeys(deployment.account)).not.toContain(LEDGER_KEY);
  });

  it('does not wait for a run that is going on, nor take a killed one over, nor deliver what is pending', async () => {
    const pendingDigest = { runId: 'yesterday', subject: 'yesterday', body: 'told late', announces: {} };
    for (const openedAt of [NOW, NOW - HOUR]) {
      const deployment = await enforced();
      const ledger = { ...openLedger({ openedAt, planned: [BOBS_KEY] }), pendingDigest };
      storeLedger(deployment.account, ledger);
      expect(await deployment.run({ mode: 'dry-run' })).toMatchObject({ ended: 'completed' });
      expect(deployment.digests()).toHaveLength(1);
      expect(storedLedger(deployment.account)).toEqual(ledger);
    }
  });
});

it('every run is in the ledger as the last one, whatever became of it', async () => {
  for (const options of [{}, { mode: 'dry-run' }, { mode: 'maybe' }, { policy: '{' }]) {
    const deployment = await enforced(options);
    await deployment.run(SCHEDULED_EVENT);
    expect(storedLedger(deployment.account)).toMatchObject({
      open: null,
      lastRun: { runId: '20261120T070000Z' },
    });
  }
});
