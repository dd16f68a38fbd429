import { emptyLedger, type Ledger } from '../../lambda/domain/ledger/schema';
import { MINUTE } from '../../lambda/domain/instant';
import { ACCOUNT, LONG_AGO, NOW } from './builders';
import { BOB_OLD_KEY } from './staff';

// The ledger of a run that was killed or is still going on. It knows theStaff.

export type Planned = NonNullable<Ledger['open']>['planned'][number];
export const ALICES_PASSWORD = {
  id: 'arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z/password',
  userName: 'alice',
  userArn: 'arn:aws:iam::123456789012:user/alice',
  userCreated: LONG_AGO,
  kind: 'password' as const,
};
export const BOBS_KEY = {
  id: 'arn:aws:iam::123456789012:user/team/bob@2024-01-01T00:00:00Z/key@2024-01-01T00:00:00Z',
  userName: 'bob',
  userArn: 'arn:aws:iam::123456789012:user/team/bob',
  userCreated: LONG_AGO,
  kind: 'accessKey' as const,
  keyId: BOB_OLD_KEY,
};

/** The ledger of a run that started 15 minutes ago and has not ended. */
export function openLedger(change: Partial<NonNullable<Ledger['open']>> = {}): Ledger {
  const open = { runId: '20261120T064500Z', requestId: 'theirs', openedAt: NOW - 15 * MINUTE, planned: [] };
  return { ...emptyLedger(ACCOUNT.id), open: { ...open, ...change } };
}
