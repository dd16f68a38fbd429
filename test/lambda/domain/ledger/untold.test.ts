import {
  type JudgedRun,
  type Ledger,
  ledgerText,
  parseLedger,
  type UntoldRun,
} from '../../../../lambda/domain/ledger/schema';
import { exemptionsIn, withHandedIn, withTold } from '../../../../lambda/domain/ledger/untold';
import { ACCOUNT, NOW } from '../../../support/builders';
import { aLedger, KEY, PASSWORD } from './a-ledger';

const judgedAt = (at: number): JudgedRun => ({
  at,
  mode: 'enforce',
  policy: { sha256: 'ab', rules: {} },
  counts: { stale: 1 },
  findings: { rootMfa: ['high the account'] },
});
const untold = (parts: Partial<UntoldRun> = {}): UntoldRun => ({
  runId: 'one',
  announces: { [PASSWORD]: NOW - 2 },
  judged: judgedAt(NOW - 1),
  exemptions: {},
  ...parts,
});
const LAST_RUN = { runId: 'one', endedAt: NOW - 1 };
const handedIn = (...runs: UntoldRun[]): Ledger =>
  runs.reduce(withHandedIn, { ...aLedger(), lastRun: LAST_RUN });
const told = (parts: Partial<Parameters<typeof withTold>[1]> = {}) => ({
  at: NOW,
  runId: 'one',
  runs: ['one'],
  announced: [PASSWORD],
  ...parts,
});

it('a ledger with runs that are not told is read as it was written; one without has no key for it', () => {
  const ledger = handedIn(untold());
  expect(parseLedger(ledgerText(ledger), ACCOUNT.id)).toEqual(ledger);
  expect(withTold(ledger, told())).not.toHaveProperty('untold');
});

it('a run that is handed in again replaces itself', () => {
  expect(handedIn(untold(), untold({ runId: 'two' }), untold({ announces: {} })).untold).toEqual([
    untold({ runId: 'two' }),
    untold({ announces: {} }),
  ]);
});

it('what was announced counts from the mail, by the reference time that the run had announced', () => {
  expect(withTold(handedIn(untold()), told()).credentials).toEqual({
    [PASSWORD]: { announcedAt: NOW, announcedReference: NOW - 2 },
  });
});

it('what the mail had no room for is not announced, although its run is settled', () => {
  expect(withTold(handedIn(untold()), told({ announced: [] }))).toMatchObject({ credentials: {} });
});

it('a mail that is read late begins no notice by what a later run has announced', () => {
  const two = untold({ runId: 'two', announces: { [PASSWORD]: NOW + 5, [KEY]: NOW + 6 } });
  const late = withTold(handedIn(untold(), two), told({ announced: [PASSWORD, KEY] }));
  expect(late.credentials).toEqual({ [PASSWORD]: { announcedAt: NOW, announcedReference: NOW - 2 } });
  expect(late.untold).toEqual([two]);
  // The later run's own mail dates the newer reference time.
  const after = withTold(late, told({ at: NOW + 7, runId: 'two', runs: ['two'], announced: [PASSWORD] }));
  expect(after.credentials).toEqual({ [PASSWORD]: { announcedAt: NOW + 7, announcedReference: NOW + 5 } });
});

it('a run that has something left to tell announces by its own mail all the same', () => {
  expect(withTold(handedIn(untold()), told({ runs: [] })).credentials).toHaveProperty(PASSWORD);
});

it('what the mail names and no run had announced is not announced', () => {
  expect(withTold(handedIn(untold()), told({ announced: [KEY] })).credentials).toEqual({});
});

it('the next run is compared with the latest that is settled: verdicts, findings and exemptions', () => {
  const ledger = {
    ...handedIn(
      untold({ exemptions: { [KEY]: 'older' } }),
      untold({ runId: 'two', judged: judgedAt(NOW), exemptions: { [PASSWORD]: 'break-glass' } }),
      untold({ runId: 'three', judged: judgedAt(NOW + 1) }),
    ),
    credentials: { [KEY]: { exemption: 'ended', disabledAt: 1 } },
  };
  const after = withTold(ledger, told({ runId: 'two', runs: ['one', 'two'], announced: [] }));
  expect(after.lastRun).toEqual({ ...LAST_RUN, judged: judgedAt(NOW) });
  expect(after.credentials).toEqual({ [KEY]: { disabledAt: 1 }, [PASSWORD]: { exemption: 'break-glass' } });
  expect(after.untold?.map(({ runId }) => runId)).toEqual(['three']);
  expect(exemptionsIn(after)).toEqual({ [PASSWORD]: 'break-glass' });
});

it('a run that judged nobody changes nothing of what an earlier one has judged', () => {
  const { judged: _judged, ...nobody } = untold();
  const before = { ...handedIn(nobody), lastRun: { ...LAST_RUN, judged: judgedAt(1) } };
  expect(withTold(before, told()).lastRun?.judged).toEqual(judgedAt(1));
});

it('a mail about other runs settles none', () => {
  const before = handedIn(untold());
  expect(withTold(before, told({ runId: 'other', runs: ['other'], announced: [] }))).toEqual(before);
});
