import { type Aging, agingOf, type LedgerFacts } from '../../../../lambda/domain/new-credential/aging';
import type { NewCredential } from '../../../../lambda/domain/new-credential/event';
import type { NewCredentialFacts } from '../../../../lambda/domain/new-credential/mail';
import { aPolicy, daysAgo, NOW } from '../../../support/builders';
import { read } from './a-creation';

type Kind = NonNullable<LedgerFacts['disabled']>['kind'];

const subject = {
  name: 'bob',
  path: '/',
  tags: new Map<string, string>(),
  groups: undefined,
  hasKeys: true,
};
const RULES = { policy: aPolicy(), section: 'accessKey', subject, maxUnusedDays: 45 } as const;
const MADE: NewCredential = { kind: 'accessKey', keyId: undefined };
const ENABLED: NewCredential = { kind: 'enabledKey', keyId: undefined };

const clock = (what: NewCredential, ledgerFacts: NewCredentialFacts['ledgerFacts']) =>
  agingOf(what, NOW, ledgerFacts, RULES);
const disabled = (kind: Kind, timesRestored = 0) =>
  read({ disabled: { kind, at: daysAgo(3) }, timesRestored });
const never = (timesRestored: number) => read({ disabled: undefined, timesRestored });

describe('from when it ages', () => {
  const cases: readonly [string, NewCredential, NewCredentialFacts['ledgerFacts'], Aging][] = [
    ['made, and never disabled', MADE, never(0), { kind: 'fresh', afterRestore: false }],
    [
      'made, after the sweep had deleted it',
      MADE,
      disabled('confirmed'),
      { kind: 'fresh', afterRestore: true },
    ],
    ['enabled, and not disabled by the sweep', ENABLED, never(0), { kind: 'old' }],
    [
      'enabled, after the sweep disabled it',
      ENABLED,
      disabled('confirmed'),
      { kind: 'fresh', afterRestore: true },
    ],
    [
      'enabled, after it perhaps did',
      ENABLED,
      disabled('unconfirmed'),
      { kind: 'fresh', afterRestore: true },
    ],
    ['enabled, after it planned to', ENABLED, disabled('planned'), { kind: 'old' }],
    ['enabled, and nobody asked the ledger', ENABLED, { kind: 'notAsked' }, { kind: 'old' }],
    ['enabled, and no ledger', ENABLED, { kind: 'unreadable', cause: 'no' }, { kind: 'old' }],
  ];
  it.each(cases)('%s', (_, what, ledgerFacts, expected) => {
    expect(clock(what, ledgerFacts)).toEqual(expected);
  });
});

describe('what keeps coming back is held, from the second restore on', () => {
  const cases: readonly [string, NewCredentialFacts['ledgerFacts'], Aging['kind']][] = [
    ['this is the first', disabled('confirmed', 0), 'fresh'],
    ['this is the second', disabled('confirmed', 1), 'held'],
    ['this would be the second, had it been disabled', disabled('unconfirmed', 1), 'fresh'],
    ['this would be the second, were it carried out', disabled('planned', 1), 'old'],
    ['one was before', never(1), 'old'],
    ['two were before', never(2), 'held'],
  ];
  it.each(cases)('%s', (_, ledgerFacts, kind) => {
    expect(clock(ENABLED, ledgerFacts).kind).toBe(kind);
  });

  it('and says so in the words of the judge', () => {
    expect(clock(ENABLED, never(2))).toEqual({
      kind: 'held',
      cause: expect.stringMatching(/^enabled again 2 times after it was disabled/),
    });
  });
});
