import { type Suspect, whoseCall } from '../../../../bin/investigate/summary/attribution';
import { ACCOUNT } from '../../../support/builders';
import { bob, KEY, recorded, USER_ID } from './records';

const SUSPECT: Suspect = { account: ACCOUNT, name: 'bob', userId: USER_ID, keyIds: new Set([KEY]) };
const GONE: Suspect = { ...SUSPECT, userId: undefined, keyIds: new Set() };
const OTHER_ID = 'AIDAEXAMPLEOTHER00001';

const whose = (userIdentity: unknown, suspect = SUSPECT) =>
  whoseCall(recorded({ userIdentity }).record, suspect);

it.each<[string, unknown, string, string]>([
  ['a call by the user', bob(), 'user', 'user'],
  ['a name in other case', bob({ userName: 'Bob', arn: undefined }), 'user', 'user'],
  ['a failed sign-in, which has no ARN', bob({ arn: undefined, accessKeyId: '' }), 'user', 'user'],
  ['temporary credentials of the user', bob({ accessKeyId: 'ASIAEXAMPLE000000001' }), 'user', 'user'],
  ['the user under an earlier name', bob({ userName: 'robert', arn: undefined }), 'user', 'other'],
  ['an earlier user of the name', bob({ principalId: OTHER_ID }), 'namesake', 'user'],
  [
    'another user with one of the keys on record',
    bob({ principalId: OTHER_ID, userName: 'eve', arn: undefined }),
    'other',
    'other',
  ],
  ['a record without unique id', bob({ principalId: undefined }), 'user', 'user'],
  [
    'a record without unique id and with another name, by a key of the user',
    bob({ principalId: undefined, userName: undefined, arn: undefined }),
    'user',
    'other',
  ],
  [
    'a name whose end is the same',
    bob({ principalId: undefined, arn: `arn:aws:iam::${ACCOUNT.id}:user/notbob`, accessKeyId: '' }),
    'other',
    'other',
  ],
  ['a user of another account', bob({ accountId: '999999999999' }), 'other', 'other'],
  [
    'a user of another account, by its ARN alone',
    bob({ accountId: undefined, arn: 'arn:aws:iam::999999999999:user/bob' }),
    'other',
    'other',
  ],
  ['a record without account', bob({ accountId: undefined, arn: undefined }), 'other', 'other'],
  [
    'a name that no user has, which CloudTrail hides',
    { type: 'IAMUser', accountId: ACCOUNT.id, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    'other',
    'other',
  ],
  [
    'a role session of the name',
    { ...bob(), type: 'AssumedRole', principalId: 'AROAEXAMPLE:bob' },
    'other',
    'other',
  ],
  ['the root user', { type: 'Root', accountId: ACCOUNT.id, userName: 'bob' }, 'other', 'other'],
  [
    'a federated user whom the user named',
    {
      type: 'FederatedUser',
      accountId: ACCOUNT.id,
      sessionContext: { sessionIssuer: bob() },
    },
    'user',
    'user',
  ],
  [
    'a federated user of somebody else',
    {
      type: 'FederatedUser',
      userName: 'bob',
      sessionContext: { sessionIssuer: bob({ principalId: OTHER_ID, userName: 'eve', arn: undefined }) },
    },
    'other',
    'other',
  ],
  ['no caller at all', undefined, 'other', 'other'],
])('%s', (_, identity, now, afterDeletion) => {
  expect([whose(identity), whose(identity, GONE)]).toStrictEqual([now, afterDeletion]);
});
