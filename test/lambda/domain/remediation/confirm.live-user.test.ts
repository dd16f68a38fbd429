import { keysToLookUp } from '../../../../lambda/domain/remediation/confirm';
import { aLiveKey, daysAgo } from '../../../support/builders';

const [first, twin, other] = [
  aLiveKey({ id: 'AKIAKEYAAAAAAEXAMPLE', createdAt: daysAgo(100) }),
  aLiveKey({ id: 'AKIAKEYBBBBBBEXAMPLE', createdAt: daysAgo(100) }),
  aLiveKey({ id: 'AKIAKEYCCCCCCEXAMPLE', createdAt: daysAgo(200) }),
];

describe('the keys whose last use matters', () => {
  it.each([
    ['the one that is meant', [other.id], [other]],
    ['not the twin of the one that is meant', [first.id], [first]],
    ['none when none is meant', [], []],
    ['none when the one that is meant is gone', [aLiveKey().id], []],
    ['all, under judge: user', 'all' as const, [first, twin, other]],
  ])('%s', (_, meant, expected) => {
    expect(keysToLookUp([first, twin, other], meant)).toEqual(expected);
  });
});
