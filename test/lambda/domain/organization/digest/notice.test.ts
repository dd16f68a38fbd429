import { organizationDigestOf } from '../../../../../lambda/domain/organization/digest/digest';
import type { Allotment } from '../../../../../lambda/domain/organization/act';
import type { OrganizationReport } from '../../../../../lambda/domain/organization/run-report';
import { accountId, anAnswer, anItem, aRoster, RUN, toSweep } from '../an-organization';
import { aReport } from './reports';

const bodyOf = (report: OrganizationReport) => organizationDigestOf(report).body;

describe('older credentials of an account in dry-run', () => {
  const [dry, waits] = [accountId(), accountId(1)];
  const planned = (account: string, id: string, reference: number) => ({ accountId: account, id, reference });
  const allotment: Allotment = {
    version: 1,
    runId: RUN,
    items: [{ version: 1, runId: RUN, id: waits, ids: [] }],
    room: 1,
    planned: 2,
    plannedUntold: 2,
    wouldBeDisabled: [],
    next: [planned(waits, 'young', 8), planned(waits, 'younger', 9), planned(dry, 'old', 1)],
  };
  const report = aReport({
    roster: aRoster([toSweep(dry, { mode: 'dry-run' }), toSweep(waits)]),
    answers: [
      anAnswer({
        accountId: dry,
        items: [anItem('onNotice', 'soon', { id: 'soon', reference: 0 })],
      }),
      anAnswer({ accountId: waits }),
    ],
    allotment,
  });

  it('do not take the place of those whose turn can come', () => {
    const { body, told } = organizationDigestOf(report);
    expect(body).toContain('GOES WITHIN 3 DAYS (3)');
    expect(told.accounts.map(({ repeated }) => repeated)).toEqual([['soon'], ['young', 'younger']]);
    expect(body.indexOf('younger')).toBeLessThan(body.indexOf('soon, password'));
  });

  it('the mail says that some planned ones wait for a mail; without any it does not', () => {
    const words = 'Planned by accounts that enforce: 2. Planned, not yet told: 2. They wait';
    expect(bodyOf(report).replaceAll(/\s+/g, ' ')).toContain(words);
    expect(bodyOf({ ...report, allotment: { ...allotment, plannedUntold: undefined } })).not.toContain(
      'not yet told',
    );
  });
});
