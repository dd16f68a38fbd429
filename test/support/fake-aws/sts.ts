import type { QueryService } from './services';

export const sts: QueryService = {
  protocol: 'query',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  version: '2011-06-15',
  operations: {
    GetCallerIdentity: (account) => ({
      Arn: `arn:${account.partition}:sts::${account.id}:assumed-role/sweep/session`,
      UserId: 'AROA00000000000000000:session',
      Account: account.id,
    }),
  },
};
