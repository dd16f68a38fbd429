import { confirm, type Confirmation } from '../../../../lambda/domain/remediation/confirm';
import type { LiveKey } from '../../../../lambda/domain/evaluation/key-identity';
import {
  aKey,
  aLiveKey,
  aLiveUser,
  aPolicy,
  aReportRow,
  candidatesIn,
  type Cells,
  daysAgo,
  NOW,
} from '../../../support/builders';

// Two keys of one user, created in the same second. By the time of the live look, only their ids count.

const A = 'AKIAKEYAAAAAAEXAMPLE';
const B = 'AKIAKEYBBBBBBEXAMPLE';
const policy = aPolicy();
const usedAt100 = { lastUsed: daysAgo(100) };
const usedAt200 = { lastUsed: daysAgo(200) };

/** What becomes of each candidate of the row: the key id that is disabled, or the kind of the outcome. */
function outcomes(
  cells: Cells,
  listed: readonly LiveKey[],
  keys: readonly LiveKey[] = listed,
): Record<string, string> {
  const entries = candidatesIn([aReportRow(cells)], { policy, listed }).map((candidate): [string, string] => {
    const { credential } = candidate;
    const slot = credential.kind === 'accessKey' ? `slot ${credential.slot}` : 'password';
    const input = { candidate, look: aLiveUser({ keys }), policy, history: {}, now: NOW };
    return [slot, described(confirm(input))];
  });
  return Object.fromEntries(entries);
}

function described(confirmation: Confirmation): string {
  if (confirmation.kind !== 'confirmed') return confirmation.kind;
  return confirmation.target.kind === 'accessKey' ? confirmation.target.keyId : 'password';
}

describe('twins with different last uses', () => {
  const report = { ...aKey(1, usedAt100), ...aKey(2, usedAt200) };
  const listed = [aLiveKey({ id: A, ...usedAt100 }), aLiveKey({ id: B, ...usedAt200 })];

  it('are each confirmed by their id, in whatever order IAM lists them', () => {
    expect(outcomes(report, listed)).toEqual({ 'slot 1': A, 'slot 2': B });
    expect(outcomes(report, listed.toReversed())).toEqual({ 'slot 1': A, 'slot 2': B });
    expect(outcomes(report, listed, listed.toReversed())).toEqual({ 'slot 1': A, 'slot 2': B });
  });

  it('one that was used since is left alone, and the other one is not', () => {
    const now = [aLiveKey({ id: A, lastUsed: daysAgo(1) }), aLiveKey({ id: B, ...usedAt200 })];
    expect(outcomes(report, listed, now)).toEqual({ 'slot 1': 'refused', 'slot 2': B });
  });

  it('one that takes over the last use of the other is not taken for it', () => {
    const now = [aLiveKey({ id: B, ...usedAt100 })];
    expect(outcomes(report, listed, now)).toEqual({ 'slot 1': 'alreadyAbsent', 'slot 2': B });
  });
});

describe('one twin active and announced, the other one inactive', () => {
  const report = { ...aKey(1, usedAt100), ...aKey(2, { active: 'false', ...usedAt200 }) };
  const listed = [aLiveKey({ id: A, ...usedAt100 }), aLiveKey({ id: B, status: 'Inactive', ...usedAt200 })];

  it('swapped before the live look: nothing is disabled', () => {
    const now = [aLiveKey({ id: A, status: 'Inactive', ...usedAt100 }), aLiveKey({ id: B, ...usedAt200 })];
    expect(outcomes(report, listed, now)).toEqual({ 'slot 1': 'alreadyAbsent' });
  });

  it('not swapped: the announced one is disabled', () => {
    expect(outcomes(report, listed)).toEqual({ 'slot 1': A });
  });
});

it('two active keys that were never used are both confirmed, each by an id of its own', () => {
  const listed = [aLiveKey({ id: B }), aLiveKey({ id: A })];
  expect(outcomes({ ...aKey(1), ...aKey(2) }, listed)).toEqual({ 'slot 1': A, 'slot 2': B });
});
