import {
  type LedgerName,
  type LedgerFacts,
  ledgerFactsOf,
} from '../../../../lambda/domain/new-credential/aging';
import { MINUTE } from '../../../../lambda/domain/instant';
import type { Entry, Ledger } from '../../../../lambda/domain/ledger/schema';
import { daysAgo, NOW } from '../../../support/builders';
import { ALICES_PASSWORD, BOBS_KEY, openLedger } from '../../../support/open-ledger';

const BY_KEY: LedgerName = { keyId: BOBS_KEY.keyId };
const BY_ID: LedgerName = { id: ALICES_PASSWORD.id };

const ledger = (entry: Entry, planned: NonNullable<Ledger['open']>['planned'] = []): Ledger => ({
  ...openLedger({ planned }),
  credentials: { [BOBS_KEY.id]: { keyId: BOBS_KEY.keyId, ...entry }, [ALICES_PASSWORD.id]: entry },
});
const at = daysAgo(3);

describe.each<[string, LedgerName, LedgerName]>([
  ['a key', BY_KEY, { keyId: 'AKIAANOTHERKEY000001' }],
  ['a password', BY_ID, { id: `${ALICES_PASSWORD.id}2` }],
])('of %s', (_, name, another) => {
  it.each<[string, Entry, LedgerFacts]>([
    ['nothing', {}, { disabled: undefined, timesRestored: 0 }],
    ['disabled', { disabledAt: at }, { disabled: { kind: 'confirmed', at }, timesRestored: 0 }],
    [
      'perhaps disabled',
      { disabledAt: at, unproven: true },
      { disabled: { kind: 'unconfirmed', at }, timesRestored: 0 },
    ],
    [
      'enabled again at the same instant: that was the last of it',
      { disabledAt: at, restoredAt: at, timesRestored: 1 },
      { disabled: undefined, timesRestored: 1 },
    ],
    [
      'enabled again, and disabled again',
      { disabledAt: at, restoredAt: at - 1, timesRestored: 1 },
      { disabled: { kind: 'confirmed', at }, timesRestored: 1 },
    ],
    ['enabled again, not told how often', { restoredAt: at }, { disabled: undefined, timesRestored: 1 }],
  ])('%s', (__, entry, expected) => {
    expect(ledgerFactsOf(ledger(entry), name)).toEqual(expected);
    expect(ledgerFactsOf(ledger(entry), another)).toEqual({ disabled: undefined, timesRestored: 0 });
  });

  it('planned by a run that has not ended', () => {
    const planned = ledger({ restoredAt: at, timesRestored: 2 }, [ALICES_PASSWORD, BOBS_KEY]);
    expect(ledgerFactsOf(planned, name)).toEqual({
      disabled: { kind: 'planned', at: NOW - 15 * MINUTE },
      timesRestored: 2,
    });
    expect(ledgerFactsOf(planned, another).disabled).toBeUndefined();
    expect(ledgerFactsOf({ ...planned, open: null }, name).disabled).toBeUndefined();
  });
});

it('a twin that was disabled goes before one that was enabled again', () => {
  const { credentials, ...rest } = ledger({ disabledAt: at, restoredAt: NOW });
  const twin = { [`${BOBS_KEY.id}#never`]: { keyId: BOBS_KEY.keyId, disabledAt: at } };
  expect(ledgerFactsOf({ ...rest, credentials: { ...credentials, ...twin } }, BY_KEY).disabled).toEqual({
    kind: 'confirmed',
    at,
  });
});
