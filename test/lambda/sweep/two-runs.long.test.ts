import { MINUTE } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, type Deployment, type DeploymentOptions, RECORD } from '../../support/deployment';
import { openLedger } from '../../support/open-ledger';
import { AT_ONCE, STALE_WRITES, theStaff } from '../../support/staff';
import { LEDGER_KEY, recordOf, storedLedger, storedObject, storeLedger } from '../../support/stored';

// The ledger is the mutex: a run is carried out once, and two runs never act at the same time.

afterEach(closeAll);

const enforced = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE, ...options });
const told = (deployment: Deployment) =>
  deployment
    .digests()
    .at(-1)
    ?.message.replaceAll(/\s*\\?\s+/g, ' ') ?? '';

describe('the same scheduled event a second time', () => {
  it('is answered already-ran: nobody is asked, nothing is sent, nothing is written', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    const calls = deployment.aws.calls.length;
    const records = recordOf(deployment.account, '20261120T070000Z');
    const ledger = storedObject(deployment.account, LEDGER_KEY);
    deployment.clock.advance(10 * MINUTE);
    const run = await deployment.run();
    expect(run).toMatchObject({
      ended: 'completed',
      answer: { runId: '20261120T070000Z', status: 'already-ran', mode: 'dry-run', record: RECORD },
      counts: {},
    });
    expect(deployment.aws.calls.slice(calls).map(({ action }) => action)).toEqual(['GetObject']);
    expect(deployment.digests()).toHaveLength(1);
    expect(recordOf(deployment.account, '20261120T070000Z')).toEqual(records);
    expect(storedObject(deployment.account, LEDGER_KEY)).toEqual(ledger);
  });

  it('is answered so also when the first one was halted or is still going on', async () => {
    const halted = await enforced({ mode: 'maybe' });
    await halted.run();
    expect(await halted.run()).toMatchObject({ answer: { status: 'already-ran' } });
    const open = await enforced();
    storeLedger(open.account, openLedger({ runId: '20261120T070000Z', openedAt: NOW }));
    expect(await open.run()).toMatchObject({ answer: { status: 'already-ran' } });
    expect(open.digests()).toEqual([]);
  });

  it.each([1, 2, 3])('at the same moment (%i) is carried out once', async () => {
    const deployment = await enforced({ account: { report: { ageMs: 0 } } });
    const runs = await Promise.all([deployment.run(), deployment.run()]);
    expect(runs.map(({ answer }) => String(answer?.status)).toSorted()).toEqual(['already-ran', 'completed']);
    expect(deployment.writes()).toEqual(STALE_WRITES);
    expect(deployment.digests()).toHaveLength(1);
  });

  it('at the same moment, one of them slowly, leaves the records of the run that was carried out', async () => {
    const deployment = await enforced({ account: { report: { ageMs: 0 } } });
    // It has read the ledger and found no run; when it goes on, the other has ended.
    deployment.aws.faults.push({ action: 'GetParameters', skip: 1, times: 1, latencyMs: 1_000 });
    const runs = [deployment.run(), deployment.run()];
    const { answer } = await Promise.race(runs);
    const records = recordOf(deployment.account, '20261120T070000Z');
    await Promise.all(runs);
    expect(answer).toMatchObject({ status: 'completed', counts: { disabled: 3 } });
    expect(deployment.writes()).toEqual(STALE_WRITES);
    expect(recordOf(deployment.account, '20261120T070000Z')).toEqual(records);
  });

  it('at the same moment, one of them halted, leaves the result of the one that acted', async () => {
    const deployment = await enforced({ account: { report: { ageMs: 0 } } });
    const error = { code: 'AccessDeniedException', status: 400 };
    deployment.aws.faults.push(
      { action: 'GetParameters', skip: 1, times: 1, latencyMs: 1_000, error },
      // The other has opened its plan by then, and is still acting.
      { action: 'DeleteLoginProfile', latencyMs: 3_000 },
    );
    await Promise.all([deployment.run(), deployment.run()]);
    expect(deployment.writes()).toEqual(STALE_WRITES);
    const { 'result.json': result = '' } = recordOf(deployment.account, '20261120T070000Z');
    expect(JSON.parse(result)).toMatchObject({ counts: { disabled: 3 } });
  });
});

describe('two runs at once', () => {
  it('are kept apart by the ledger: one is halted busy, and each write is made once', async () => {
    const deployment = await enforced({ account: { report: { ageMs: 0 } } });
    const runs = await Promise.all([deployment.run(), deployment.run({})]);
    expect(runs.map(({ ended }) => ended).toSorted()).toEqual(['SweepHalted: busy', 'completed']);
    expect(deployment.writes()).toEqual(STALE_WRITES);
    expect(storedLedger(deployment.account)).toMatchObject({
      open: null,
      lastRun: { runId: expect.stringMatching(/^20261120T070000Z/) },
    });
  });

  it.each<[string, ageMs: number, ended: string]>([
    ['is busy while the other is not yet 15 minutes old', 15 * MINUTE - 1, 'SweepHalted: busy'],
    ['goes on when it is, for then it was killed', 15 * MINUTE, 'completed'],
  ])('the second %s', async (_rule, ageMs, ended) => {
    const deployment = await enforced();
    storeLedger(deployment.account, openLedger({ openedAt: NOW - ageMs }));
    expect(await deployment.run()).toMatchObject({ ended });
  });

  it.each([
    ['0 minutes', MINUTE - 1],
    ['1 minute', MINUTE],
    ['2 minutes', 2 * MINUTE],
  ])('the one that is busy says that the other began %s ago', async (ago, ageMs) => {
    const deployment = await enforced();
    storeLedger(deployment.account, openLedger({ openedAt: NOW - ageMs }));
    expect((await deployment.run()).message).toContain(`began ${ago} ago and has not ended`);
  });

  it('the one that is busy leaves the ledger to the other, and says so', async () => {
    const deployment = await enforced();
    storeLedger(deployment.account, openLedger({ openedAt: NOW - 3 * MINUTE }));
    expect(await deployment.run()).toMatchObject({
      message: `busy: run 20261120T064500Z began 3 minutes ago and has not ended; ${RECORD}`,
    });
    expect(deployment.writes()).toEqual([]);
    expect(told(deployment)).toContain('HALTED (busy)');
    expect(storedObject(deployment.account, LEDGER_KEY)).toMatchObject({ versions: [] });
  });
});
