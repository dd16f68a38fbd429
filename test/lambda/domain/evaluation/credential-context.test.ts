import { withContext } from '../../../../lambda/domain/evaluation/credential-context';
import { aKey, aLookUp, anEvaluation, aPassword, aReportRow, daysAgo } from '../../../support/builders';

const NEW = { slot: 2 as const, cells: aKey(2, { lastRotated: daysAgo(20), lastUsed: daysAgo(1) }) };
const OLD = aKey(1, { lastUsed: daysAgo(60) });
const contextOf = (cells: Parameters<typeof aReportRow>[0], tags: Readonly<Record<string, string>> = {}) => {
  const { judged } = anEvaluation([aReportRow(cells)], { lookedUp: (user) => aLookUp(user, { tags }) });
  const { otherKey, keyDescriptions, owner } = judged[0] ?? {};
  return { otherKey, keyDescriptions, owner };
};

describe("the user's other key", () => {
  it.each([
    ['in use', { ...OLD, ...NEW.cells }, { verdict: 'inUse', lastUsed: daysAgo(1) }],
    [
      'new, and not yet used',
      { ...OLD, ...aKey(2, { lastRotated: daysAgo(1) }) },
      { verdict: 'inUse', lastUsed: 'never' },
    ],
    [
      'unused, too',
      { ...OLD, ...aKey(2, { lastRotated: daysAgo(90) }) },
      { verdict: 'stale', lastUsed: 'never' },
    ],
    [
      'older than the record of its uses',
      {
        ...OLD,
        ...aKey(2, { lastRotated: '2015-04-21T23:59:59Z' }),
        user_creation_time: '2012-01-01T00:00:00Z',
      },
      { verdict: 'stale', lastUsed: 'notRecorded' },
    ],
    ['not there', OLD, undefined],
    ['inactive', { ...OLD, ...NEW.cells, access_key_2_active: 'false' }, undefined],
  ])('%s', (_, cells, expected) => {
    expect(contextOf(cells).otherKey).toEqual(expected);
  });

  it('of three keys, is the one that was used last', () => {
    const key = (slot: number, cells: Parameters<typeof aKey>[1]) => {
      const [judged] = anEvaluation([aReportRow(aKey(1, cells))]).judged;
      if (judged?.credential.kind !== 'accessKey') throw new Error('no key');
      return { ...judged, credential: { ...judged.credential, slot } };
    };
    const keys = [
      key(1, { lastUsed: daysAgo(60) }),
      key(2, { lastUsed: 'unavailable' }),
      key(3, { lastRotated: daysAgo(90) }),
      key(4, { lastUsed: daysAgo(2) }),
    ];
    const [first, , , last] = withContext(keys, undefined);
    expect(first?.otherKey).toEqual({ verdict: 'inUse', lastUsed: daysAgo(2), isOneOfSeveral: true });
    expect(last?.otherKey).toEqual({ verdict: 'stale', lastUsed: daysAgo(60), isOneOfSeveral: true });
  });

  it('is no concern of a password', () => {
    const { judged } = anEvaluation([aReportRow({ password_enabled: 'true', ...OLD })]);
    expect(judged[0]?.credential.kind).toBe('password');
    expect(judged[0]).not.toHaveProperty('otherKey');
  });
});

describe('the owner', () => {
  it.each<[string, Record<string, string>, unknown]>([
    ['no tag', {}, undefined],
    ['another tag', { team: 'blue', ownership: 'x', 'owner-email': 'x' }, undefined],
    ['by the tag owner', { owner: 'ops' }, { tag: 'owner', value: 'ops' }],
    ['in any case', { Email: 'ops@example.com' }, { tag: 'email', value: 'ops@example.com' }],
    ['the best of several', { contact: 'c', email: 'b', OWNER: 'a' }, { tag: 'owner', value: 'a' }],
    ['but not an empty one', { owner: ' ', contact: 'c' }, { tag: 'contact', value: 'c' }],
  ])('%s', (_, tags, expected) => {
    expect(contextOf(OLD, tags).owner).toEqual(expected);
    expect(contextOf(aPassword({ lastUsed: daysAgo(60) }), tags).owner).toEqual(expected);
  });
});

describe('descriptions that the console keeps as tags', () => {
  it.each([
    ['none', {}, undefined],
    ['other tags', { team: 'blue', akia: 'x', DATACLASSIFICATION: 'internal' }, undefined],
    [
      'what only has a key id in it',
      { xAKIAIOSFODNN7EXAMPLE: 'x', 'AKIAIOSFODNN7EXAMPLE-note': 'x' },
      undefined,
    ],
    ['an empty one', { AKIAIOSFODNN7EXAMPLE: '' }, undefined],
    [
      'one',
      { AKIAIOSFODNN7EXAMPLE: 'ci deploy', team: 'blue' },
      [{ keyId: 'AKIAIOSFODNN7EXAMPLE', text: 'ci deploy' }],
    ],
    [
      'four of many',
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`AKIA${100_000_000_000 + index}`, 'x'])),
      Array.from({ length: 4 }, (_, index) => ({ keyId: `AKIA${100_000_000_000 + index}`, text: 'x' })),
    ],
  ])('%s', (_, tags, expected) => {
    expect(contextOf(OLD, tags).keyDescriptions).toEqual(expected);
  });
});
