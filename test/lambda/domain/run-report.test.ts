import { emptyRunReport } from '../../../lambda/domain/run-report';
import { HALT_REASONS } from '../../../lambda/domain/halt';
import { ACCOUNT, NOW } from '../../support/builders';

it('of a sweep that begins nothing is known, and nothing was done', () => {
  const start = { runId: 'a-run', account: ACCOUNT, trigger: 'scheduled', now: NOW } as const;
  const { runId, account, trigger, now, preview, halts, results, ...others } = emptyRunReport(start);
  expect({ runId, account, trigger, now }).toEqual(start);
  expect(preview).toBe(false);
  expect([halts, results]).toEqual([[], []]);
  expect(Object.values(others).filter((value) => value !== undefined)).toEqual([]);
});

// Alarms and the README know them by these words.
it('why a sweep does less than it was asked to', () => {
  expect(HALT_REASONS).toEqual([
    'policy',
    'mode',
    'report',
    'ledger',
    'limits',
    'subscribers',
    'report-only',
    'user-drop',
    'delivery',
    'busy',
    'permissions',
    'users',
    'organization',
    'internal',
  ]);
});
