import { GetUserCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { countCalls } from '../../../lambda/aws/iam-client';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { callsOf } from '../../support/deployment';
import { aUser, anAccount } from '../../support/fake-aws';

afterEach(closeAll);

it('counts what is sent, by action, retries too', async () => {
  const aws = await serve(anAccount({ users: [aUser()] }));
  const { iam } = clientsOf(aws, { maxAttempts: 2 });
  const calls = countCalls(iam);
  expect(calls()).toStrictEqual({});
  aws.faults.push({ action: 'GetUser', times: 1, error: { code: 'ServiceFailure', status: 500 } });
  await iam.send(new GetUserCommand({ UserName: 'alice' }));
  await iam.send(new ListAccessKeysCommand({ UserName: 'alice' }));
  expect(calls()).toStrictEqual({ GetUser: 2, ListAccessKeys: 1 });
  expect(calls()).toStrictEqual(callsOf(aws));
});
