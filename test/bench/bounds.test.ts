import { enforcement, evaluation, shortest, splitCalls, sum, total } from '../../bench/bounds';

describe('evaluation, by section 7 of the design', () => {
  it.each([
    ['5,000 users, many stale', 5_000, 500, { GetAccountAuthorizationDetails: 5 }, 8],
    ['5,000 users, as many stale as pages', 5_000, 5, { GetUser: 5 }, 8],
    ['one more', 5_000, 6, { GetAccountAuthorizationDetails: 5 }, 8],
    ['one user more than five pages', 5_001, 500, { GetAccountAuthorizationDetails: 6 }, 9],
    ['a quiet day', 5_000, 2, { GetUser: 2 }, 5],
  ])('%s', (_, users, stale, tags, all) => {
    const calls = evaluation(users, stale, 'new report');
    expect(calls).toEqual({ GenerateCredentialReport: 2, GetCredentialReport: 1, ...tags });
    expect(total(calls)).toBe(all);
  });

  it('does not poll for a report that is there', () => {
    expect(total(evaluation(1_000, 100, 'fresh report'))).toBe(3);
  });
});

describe('enforcement, by section 7 of the design', () => {
  it('is a look at each user and credential, a write, and a read-back for each user and kind', () => {
    expect(enforcement({ users: 7, passwords: 3, keys: 5 })).toEqual({
      GetUser: 7,
      GetLoginProfile: 3 + 3,
      ListAccessKeys: 5 + 5,
      GetAccessKeyLastUsed: 5,
      DeleteLoginProfile: 3,
      UpdateAccessKey: 5,
    });
  });
});

describe('shortest', () => {
  const bucket = { perSecond: 10, burst: 10 };
  it.each([
    ['nothing', {}, 0],
    ['what the full bucket holds', { GetUser: 10 }, 0],
    ['one more', { GetUser: 11 }, 0.1],
    ['the action that is called most often, not the sum', { GetUser: 110, ListAccessKeys: 60 }, 10],
  ])('%s', (_, calls, seconds) => {
    expect(shortest(calls, bucket)).toBe(seconds);
  });
});

describe('calls', () => {
  it('are summed by action', () => {
    expect(sum({ GetUser: 1, ListUsers: 2 }, { GetUser: 3 })).toEqual({ GetUser: 4, ListUsers: 2 });
  });

  it('that judge no credential stand apart', () => {
    expect(splitCalls({ GetUser: 1, GetAccountSummary: 1, ListAccountAliases: 1 })).toEqual({
      summed: { GetUser: 1 },
      apart: { GetAccountSummary: 1, ListAccountAliases: 1 },
    });
  });
});
