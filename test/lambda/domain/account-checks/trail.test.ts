import { unreadableFactsOf } from '../../../../lambda/domain/account-checks/check';
import { trail } from '../../../../lambda/domain/account-checks/checks/trail';
import type { AccountFacts, ManagementEvents, Trail } from '../../../../lambda/domain/account-checks/facts';
import { DENIED, factsOf, trailsOf } from './facts-of';

function linesOf(trails: AccountFacts['trails']): string[] {
  const answer = trail.run(factsOf({ account: { trails } }), true);
  const findings = answer.kind === 'failing' ? answer.findings : [];
  return [
    ...findings.map(({ severity, fact }) => `${severity}: ${fact}`),
    ...unreadableFactsOf(answer).map(({ cause }) => `? ${cause}`),
  ];
}

const events = (value: ManagementEvents): Partial<Trail> => ({ managementEvents: { kind: 'read', value } });
const OFF: Partial<Trail> = { isLogging: { kind: 'read', value: false } };
const LOCAL: Partial<Trail> = { isMultiRegion: false, name: 'local' };
const DEAF = 'so EventBridge does not hear of new credentials';

it.each<[string, AccountFacts['trails'], string[]]>([
  ['a good one', trailsOf({}), []],
  ['a good one among others', trailsOf(OFF, LOCAL, {}), []],
  ['a good one beside one that could not be read', trailsOf({ isLogging: DENIED }, {}), []],
  ['none', trailsOf(), [`high: there is no trail, ${DEAF}`]],
  ['one that is off', trailsOf(OFF), [`high: the trail audit is off, ${DEAF}`]],
  ['one without management events', trailsOf(events('none')), [`high: no trail does, ${DEAF}`]],
  ['one for reads alone', trailsOf(events('reads')), [`high: no trail does, ${DEAF}`]],
  ['one without events of IAM', trailsOf({ hasGlobalEvents: false }), [`high: no trail does, ${DEAF}`]],
  [
    'one for writes alone: a notice hears these',
    trailsOf(events('writes')),
    ['medium: the trail audit logs writes alone; EventBridge hears of new credentials'],
  ],
  [
    'one of the home region alone: a notice hears it',
    trailsOf(LOCAL),
    ['medium: the trail local is of one region alone; EventBridge hears of new credentials'],
  ],
  ['one of the home region that is off', trailsOf({ ...LOCAL, ...OFF }), [`high: no trail does, ${DEAF}`]],
  [
    'one of the home region that may be off',
    trailsOf({ ...LOCAL, isLogging: DENIED }),
    ['high: no trail does, so EventBridge may not hear of new credentials'],
  ],
  ['a list that could not be read', DENIED, [`? ${DENIED.cause}`]],
  ['a status that could not be read', trailsOf({ isLogging: DENIED }), [`? trail audit: ${DENIED.cause}`]],
  [
    'selectors that could not be read',
    trailsOf(OFF, { managementEvents: DENIED }),
    [`? trail audit: ${DENIED.cause}`],
  ],
  [
    'a trail that is off, whatever its selectors are',
    trailsOf({ ...OFF, managementEvents: DENIED }),
    [`high: the trail audit is off, ${DEAF}`],
  ],
])('%s', (_, trails, lines) => {
  expect(linesOf(trails)).toEqual(lines);
});

it('cites the benchmark and Security Hub', () => {
  const answer = trail.run(factsOf({ benchmark: 'cis-6.0', account: { trails: trailsOf() } }), true);
  expect(answer).toMatchObject({ findings: [{ controls: ['CIS 4.1', 'Security Hub CloudTrail.1'] }] });
});
