import type { Target } from '../../../../lambda/domain/remediation/confirm';
import { plannedTarget, targetOf } from '../../../../lambda/domain/ledger/credential-id';
import type { PlannedTarget } from '../../../../lambda/domain/ledger/schema';
import {
  aCandidate,
  aKey,
  aLiveKey,
  aPassword,
  aReportRow,
  aUser,
  LONG_AGO,
} from '../../../support/builders';

const user = aUser({ path: '/team/' });
const arn = 'arn:aws:iam::123456789012:user/team/alice';
const { credential: password } = aCandidate(aReportRow({ path: '/team/', ...aPassword() }));
const { credential: key } = aCandidate(aReportRow({ path: '/team/', ...aKey(1) }));
const keyId = aLiveKey().id;

const planned = {
  id: `${arn}@2024-01-01T00:00:00Z/password`,
  userName: 'alice',
  userArn: arn,
  userCreated: LONG_AGO,
};
const plannedPassword: PlannedTarget = { kind: 'password', ...planned };
const plannedKey: PlannedTarget = {
  kind: 'accessKey',
  ...planned,
  id: `${arn}@2024-01-01T00:00:00Z/key@2024-01-01T00:00:00Z`,
  keyId,
};

it.each<[string, typeof password, Target, PlannedTarget]>([
  ['a password', password, { kind: 'password', user }, plannedPassword],
  ['an access key', key, { kind: 'accessKey', user, keyId }, plannedKey],
])('an action under way is kept so that it can be found again: %s', (_, credential, target, kept) => {
  expect(plannedTarget(credential, target)).toEqual(kept);
  expect(targetOf(kept)).toEqual(target);
});

it('a credential that has no id of its own goes by its user', () => {
  const unknown = { ...password, user: { ...password.user, createdAt: undefined } };
  expect(plannedTarget(unknown, { kind: 'password', user }).id).toBe(arn);
});

// Without a user name, IAM would take the caller to be meant.
it.each<[string, PlannedTarget]>([
  ['no user name', { ...plannedPassword, userName: ' ' }],
  ['another user’s ARN', { ...plannedPassword, userName: 'bob' }],
  ['no ARN of IAM', { ...plannedPassword, userArn: 'alice' }],
  ['a role', { ...plannedPassword, userArn: 'arn:aws:iam::123456789012:role/alice' }],
  ['no key id', { ...plannedKey, keyId: 'a key' }],
])('what names nobody is nobody: %s', (_, kept) => {
  expect(targetOf(kept)).toBeUndefined();
});
