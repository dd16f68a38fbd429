import { CredentialReportNotReadyException, NoSuchEntityException } from '@aws-sdk/client-iam';
import { UnexpectedResponse, codeOf, describeFailure, isNoSuchEntity } from '../../../lambda/aws/responses';

const aFailure = (message: string) => new NoSuchEntityException({ message, $metadata: {} });

describe('the code of a failure', () => {
  it.each([
    ['the name of the SDK’s class, without Exception', aFailure(''), 'NoSuchEntity'],
    [
      'the wire’s where the two differ',
      Object.assign(new CredentialReportNotReadyException({ message: '', $metadata: {} }), {
        Code: 'ReportInProgress',
      }),
      'ReportInProgress',
    ],
    ['the name of any other error', new TypeError('oops'), 'TypeError'],
    ['what was thrown when that was no error', 'oops', 'oops'],
  ])('is %s', (_rule, error, code) => {
    expect(codeOf(error)).toBe(code);
  });

  it('says whether IAM does not know the thing', () => {
    expect([aFailure(''), new Error('NoSuchEntity')].map(isNoSuchEntity)).toEqual([true, false]);
  });
});

describe('a failure in one line', () => {
  it.each([
    [
      'has call, code and message',
      aFailure('no\n  such\tuser '),
      'GetUser failed: NoSuchEntity: no such user',
    ],
    ['has no empty message', aFailure(''), 'GetUser failed: NoSuchEntity'],
    [
      'does not say twice that an answer is none',
      new UnexpectedResponse('GetUser', 'no user'),
      'GetUser returned an unexpected response: no user',
    ],
  ])('%s', (_rule, error, line) => {
    expect(describeFailure('GetUser', error)).toBe(line);
  });
});
