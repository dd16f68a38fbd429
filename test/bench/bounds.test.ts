import { enforcement, evaluation, shortest, splitCalls, sum, total } from '../../bench/bounds';

describe('evaluation, by section 7 of the design', () => {
  it.each([
    ['5,000 users, and nothing else', 5_000, 0, { GetAccountAuthorizationDetails: 5 }, 8],
    ['5,000 users, and one group', 5_000, 1, { GetAccountAuthorizationDetails: 6 }, 9],
    ['5,000 users, and 2,000 groups and policies', 5_000, 2_000, { GetAccountAuthorizationDetails: 7 }, 10],
    ['a small account', 10, 20, { GetAccountAuthorizationDetails: 1 }, 4],
  ])('%s', (_, users, others, tags, all) => {
    const calls = evaluation(users, others, 'new report');
    expect(calls).toEqual({ GenerateCredentialReport: 2, GetCredentialReport: 1, ...tags });
    expect(total(calls)).toBe(all);
  });

  it('does not poll for a report that is there', () => {
    expect(total(evaluation(1_000, 0, 'fresh report'))).toBe(3);
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
