import {
  accountOfArn,
  deploymentOf,
  isAccessKeyId,
  isUserName,
  pathOfUserArn,
} from '../../../lambda/domain/identity';

it.each([
  ['alice', true],
  ['a', true],
  // In UpdateAccessKey and DeleteLoginProfile, a missing name means the caller.
  ['', false],
  [' ', false],
  ['\t\n', false],
])('a name that is not empty is a user name: %j', (name, expected) => {
  expect(isUserName(name)).toBe(expected);
});

it.each([
  ['AKIAIOSFODNN7EXAMPLE', true],
  ['ASIAIOSFODNN7EXAMPLE', true],
  ['', false],
  ['AKIA', false],
  ['akiaiosfodnn7example', false],
  ['AKIAIOSFODNN7EXAMPL ', false],
  ['AKIAIOSFODNN7EXAMPLE\n', false],
  [' AKIAIOSFODNN7EXAMPLE', false],
  ['A'.repeat(15), false],
  ['A'.repeat(16), true],
  ['A'.repeat(128), true],
  ['A'.repeat(129), false],
])('an access key id looks like one: %j', (id, expected) => {
  expect(isAccessKeyId(id)).toBe(expected);
});

describe('the path of a user, from the ARN', () => {
  const account = { id: '123456789012', partition: 'aws' };
  it.each([
    ['arn:aws:iam::123456789012:user/bob', '/'],
    ['arn:aws:iam::123456789012:user/team/bob', '/team/'],
    ['arn:aws:iam::123456789012:user/team/a,b/bob', '/team/a,b/'],
    ['arn:aws:iam::123456789012:user/bob/bob', '/bob/'],
    ['arn:aws:iam::123456789012:user/jim-bob', undefined],
    ['arn:aws:iam::123456789012:user/bob/', undefined],
    ['arn:aws:iam::123456789012:user/Bob', undefined],
    ['arn:aws:iam::123456789012:role/bob', undefined],
    ['arn:aws:iam::123456789012:bob', undefined],
    ['arn:aws:iam::210987654321:user/bob', undefined],
    ['arn:aws-cn:iam::123456789012:user/bob', undefined],
    [' arn:aws:iam::123456789012:user/bob', undefined],
    ['', undefined],
  ])('%s', (arn, path) => {
    expect(pathOfUserArn(arn, 'bob', account)).toBe(path);
  });

  it('in another partition', () => {
    const china = { id: '123456789012', partition: 'aws-cn' };
    expect(pathOfUserArn('arn:aws-cn:iam::123456789012:user/a/bob', 'bob', china)).toBe('/a/');
  });
});

it.each([
  ['arn:aws:iam::123456789012:user/bob', { id: '123456789012', partition: 'aws' }],
  ['arn:aws-us-gov:iam::123456789012:root', { id: '123456789012', partition: 'aws-us-gov' }],
  ['arn:aws:iam::12345678901:root', undefined],
  ['arn:aws:sts::123456789012:assumed-role/a/b', undefined],
  ['arn:elsewhere:iam::123456789012:root', undefined],
  ['an arn:aws:iam::123456789012:root', undefined],
  ['arn:aws:iam::123456789012', undefined],
  ['arn:aws:iam::1234567890123:root', undefined],
  ['', undefined],
])('the account that an IAM ARN names: %s', (arn, account) => {
  expect(accountOfArn(arn)).toEqual(account);
});

it('the account and the region of a function, in any partition', () => {
  expect(deploymentOf('arn:aws-cn:lambda:cn-north-1:123456789012:function:sweep:3')).toEqual({
    account: { id: '123456789012', partition: 'aws-cn' },
    region: 'cn-north-1',
  });
});

it.each([
  '',
  'sweep',
  'arn:aws:lambda:eu-west-1:1234:function:sweep',
  'arn::lambda:eu-west-1:123456789012:function:a',
  'arn:aws:lambda::123456789012:function:a',
  'arn:aws:lambda:eu-west-1',
  'arn:aws:lambda:eu-west-1:1234567890123:function:a',
  'arn:aws:lambda:eu-west-1:a123456789012:function:a',
])('what is no ARN of a function names none: "%s"', (arn) => {
  expect(() => deploymentOf(arn)).toThrow(
    new Error(`"${arn}" is not the ARN of a function, so the account is not known`),
  );
});
