import { confirm, type Confirmation } from '../../../../lambda/domain/remediation/confirm';
import type { LiveKey } from '../../../../lambda/domain/evaluation/key-identity';
import {
  aKey,
  aLiveKey,
  aLiveUser,
  anEvaluation,
  aPolicy,
  aReportRow,
  candidatesIn,
  type Cells,
  daysAgo,
  factsOf,
  NOW,
} from '../../../support/builders';

// Two keys of one user, created in the same second: the report has no key ids, and neither slot nor the
// order of ListAccessKeys says which is which.

const A = 'AKIAKEYAAAAAAEXAMPLE';
const B = 'AKIAKEYBBBBBBEXAMPLE';
const policy = aPolicy();

/** What becomes of each stale key of the row: its id, or why not. */
function outcomes(cells: Cells, keys: readonly LiveKey[]): Record<string, string> {
  const row = aReportRow(cells);
  const look = aLiveUser({ keys });
  const entries = candidatesIn([row], { policy }).map((candidate): [string, string] => {
    const { credential } = candidate;
    const slot = credential.kind === 'accessKey' ? `slot ${credential.slot}` : 'password';
    return [slot, told(confirm({ candidate, facts: factsOf(row), look, policy, history: {}, now: NOW }))];
  });
  return Object.fromEntries(entries);
}

function told(confirmation: Confirmation): string {
  if (confirmation.kind !== 'confirmed') return confirmation.kind;
  return confirmation.target.kind === 'accessKey' ? confirmation.target.keyId : 'password';
}

const usedAt100 = { lastUsed: daysAgo(100) };
const usedAt200 = { lastUsed: daysAgo(200) };

describe('twins are told apart by their last use', () => {
  const report = { ...aKey(1, usedAt100), ...aKey(2, usedAt200) };
  const live = [aLiveKey({ id: A, ...usedAt100 }), aLiveKey({ id: B, ...usedAt200 })];

  it('in the order of the slots', () => {
    expect(outcomes(report, live)).toEqual({ 'slot 1': A, 'slot 2': B });
  });

  it('in the other order', () => {
    expect(outcomes(report, live.toReversed())).toEqual({ 'slot 1': A, 'slot 2': B });
  });

  it('one that was never used, too', () => {
    const keys = [aLiveKey({ id: B }), aLiveKey({ id: A, ...usedAt100 })];
    expect(outcomes({ ...aKey(1, usedAt100), ...aKey(2) }, keys)).toEqual({ 'slot 1': A, 'slot 2': B });
  });

  it('the one that was used since is left alone, the other one is not', () => {
    const keys = [aLiveKey({ id: A, lastUsed: daysAgo(1) }), aLiveKey({ id: B, ...usedAt200 })];
    expect(outcomes(report, keys)).toEqual({ 'slot 1': 'refused', 'slot 2': B });
  });

  it('neither is touched when both were used since', () => {
    const keys = [A, B].map((id) => aLiveKey({ id, lastUsed: daysAgo(1) }));
    expect(outcomes(report, keys)).toEqual({ 'slot 1': 'refused', 'slot 2': 'refused' });
  });

  it('neither is touched when IAM shows both with the same use', () => {
    const keys = [A, B].map((id) => aLiveKey({ id, ...usedAt100 }));
    expect(outcomes(report, keys)).toEqual({ 'slot 1': 'refused', 'slot 2': 'refused' });
  });

  it('neither is touched when their last use was not read', () => {
    const keys = [A, B].map((id) => aLiveKey({ id, lastUsed: 'notAsked' }));
    expect(outcomes(report, keys)).toEqual({ 'slot 1': 'refused', 'slot 2': 'refused' });
  });

  it('the one that is left is taken for itself only', () => {
    expect(outcomes(report, [aLiveKey({ id: B, ...usedAt200 })])).toEqual({
      'slot 1': 'refused',
      'slot 2': B,
    });
  });
});

describe('twins are told apart by their status', () => {
  const report = { ...aKey(1, { active: 'false', ...usedAt100 }), ...aKey(2, usedAt100) };

  it('the inactive one is never taken for the active one', () => {
    const keys = [aLiveKey({ id: A, status: 'Inactive', ...usedAt100 }), aLiveKey({ id: B, ...usedAt100 })];
    expect([outcomes(report, keys), outcomes(report, keys.toReversed())]).toEqual([
      { 'slot 2': B },
      { 'slot 2': B },
    ]);
  });

  it('not when both are active now', () => {
    const keys = [A, B].map((id) => aLiveKey({ id, ...usedAt100 }));
    expect(outcomes(report, keys)).toEqual({ 'slot 2': 'refused' });
  });
});

describe('one of two that the report shows is gone: the active one, or the inactive one, enabled again', () => {
  const used = (days: number) => ({ lastUsed: daysAgo(days) });
  it.each<[string, { lastUsed?: number }, { lastUsed?: number }, string]>([
    ['used at the same time', used(100), used(100), 'refused'],
    ['never used, neither', {}, {}, 'refused'],
    ['used at different times', used(200), used(100), B],
    ['never used, the one that is gone', {}, used(100), B],
    ['never used, the one that is left', used(100), {}, B],
  ])('%s', (_, inactive, active, expected) => {
    const report = { ...aKey(1, { active: 'false', ...inactive }), ...aKey(2, active) };
    expect(outcomes(report, [aLiveKey({ id: B, ...active })])).toEqual({ 'slot 2': expected });
  });

  it('nor is one of three taken that the report cannot tell apart', () => {
    const report = { ...aKey(1, { active: 'false', ...usedAt100 }), ...aKey(2, usedAt100) };
    const keys = [
      aLiveKey({ id: A, status: 'Inactive', ...usedAt100 }),
      aLiveKey({ id: B, ...usedAt100 }),
      aLiveKey({ id: 'AKIAKEYCCCCCCEXAMPLE', ...usedAt200 }),
    ];
    expect(outcomes(report, keys)).toEqual({ 'slot 2': 'refused' });
  });

  it('a key of another second is no twin', () => {
    const report = { ...aKey(1, usedAt100), ...aKey(2, { lastRotated: daysAgo(400), ...usedAt100 }) };
    const keys = [
      aLiveKey({ id: A, ...usedAt100 }),
      aLiveKey({ id: B, createdAt: daysAgo(400), ...usedAt100 }),
      aLiveKey({ id: 'AKIAKEYCCCCCCEXAMPLE', ...usedAt200 }),
    ];
    expect(outcomes(report, keys)).toEqual({ 'slot 1': A, 'slot 2': B });
  });
});

describe('a twin that the report does not show', () => {
  it('a third key of the same second and the same use: refused', () => {
    const keys = [A, B].map((id) => aLiveKey({ id }));
    expect(outcomes(aKey(1), keys)).toEqual({ 'slot 1': 'refused' });
  });

  it('a third key of the same second, told apart by its use', () => {
    const keys = [aLiveKey({ id: A, lastUsed: daysAgo(1) }), aLiveKey({ id: B })];
    expect(outcomes(aKey(1), keys)).toEqual({ 'slot 1': B });
  });
});

describe('a key whose neighbour in the report is not understood', () => {
  const twins = [aLiveKey({ id: A }), aLiveKey({ id: B, ...usedAt100 })];

  it.each<[string, Cells]>([
    ['in its creation', aKey(2, { lastRotated: 'soon' })],
    ['in its use', aKey(2, { lastUsed: 'soon' })],
    ['in its status', aKey(2, { active: 'perhaps' })],
  ])('%s is refused when IAM shows two of its second: the other may be the one that is meant', (_, other) => {
    expect(outcomes({ ...aKey(1), ...other }, twins)).toMatchObject({ 'slot 1': 'refused' });
  });

  it('is itself when it is the only one of its second', () => {
    const keys = [aLiveKey({ id: A }), aLiveKey({ id: B, createdAt: daysAgo(90) })];
    expect(outcomes({ ...aKey(1), ...aKey(2, { lastRotated: 'soon' }) }, keys)).toEqual({ 'slot 1': A });
  });
});

it('twins of the same use are no candidates at all', () => {
  const row = aReportRow({ ...aKey(1, usedAt100), ...aKey(2, usedAt100) });
  expect(anEvaluation([row]).judged.map(({ verdict }) => verdict.kind)).toEqual(['unclear', 'unclear']);
});
