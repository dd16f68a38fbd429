import { type Ledger, ledgerText } from '../../../../lambda/domain/ledger/schema';
import { ACCOUNT, LONG_AGO, NOW } from '../../../support/builders';
import { ANNOUNCED, KEY, KEY_ID, PASSWORD } from './a-ledger';

/** Everything that a ledger can hold, once. */
export const FULL: Ledger = {
  version: 1,
  accountId: ACCOUNT.id,
  open: {
    runId: '20261120T070000Z',
    requestId: '0b7a1f1e-0000-4000-8000-000000000000',
    openedAt: NOW,
    planned: [
      {
        userName: 'alice',
        userArn: 'arn:aws:iam::123456789012:user/alice',
        userCreated: LONG_AGO,
        kind: 'accessKey',
        keyId: KEY_ID,
        id: KEY,
      },
    ],
    earlier: ['20261119T070000Z'],
  },
  pendingDigest: {
    runId: '20261119T070000Z',
    subject: 's',
    body: 'Zoë,\n"quoted"',
    announces: { [KEY]: LONG_AGO },
  },
  lastRun: { runId: '20261119T070000Z', endedAt: NOW - 1, users: 4 },
  credentials: {
    [PASSWORD]: { ...ANNOUNCED, passedOverAt: NOW, vanishedAt: NOW, lookAgain: true },
    [KEY]: {
      disabledAt: NOW - 3,
      confirmedAt: NOW - 2,
      restoredAt: NOW - 1,
      timesRestored: 1,
      unproven: true,
      keyId: KEY_ID,
    },
  },
  locks: {
    readUntil: NOW,
    known: [
      {
        id: '20261120T065000Z-1f6c0a',
        at: NOW - 2,
        endedAt: NOW - 1,
        by: 'arn:aws:sts::123456789012:assumed-role/Responder/olga',
        reason: 'INC-42',
        user: { name: 'alice', arn: 'arn:aws:iam::123456789012:user/alice', created: LONG_AGO },
        credentials: [
          { kind: 'accessKey', keyId: KEY_ID, created: LONG_AGO, state: 'off' },
          { kind: 'password', state: 'off' },
        ],
        confirmedAt: NOW,
      },
    ],
    passedOver: { '20261119T065000Z-1f6c0a': NOW - 1 },
  },
};
export const TEXT = ledgerText(FULL);

/** FULL as JSON, with some of its keys replaced by anything or, by undefined, left out. */
export function changed(keys: Readonly<Record<string, unknown>>): string {
  const ledger: unknown = JSON.parse(TEXT);
  return JSON.stringify(Object.assign({}, ledger, keys));
}
