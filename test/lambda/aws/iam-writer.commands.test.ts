import {
  DeleteLoginProfileCommand,
  IAMClient,
  type IAMServiceException,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { IamWriter } from '../../../lambda/aws/iam-writer';
import { aLiveKey, aUser } from '../../support/builders';

// IAM takes a write without a user name for one about the caller: what is sent is looked at, not only what it does.

const iam = mockClient(IAMClient);
const client = new IAMClient({ region: 'us-east-1' });
const user = aUser({ name: 'alice' });
const keyId = aLiveKey().id;

beforeEach(() => iam.reset());
afterAll(() => iam.restore());

it('a password is deleted with one command, which names its user', async () => {
  iam.on(DeleteLoginProfileCommand).resolves({});
  await expect(new IamWriter(client).disable({ kind: 'password', user })).resolves.toMatchObject({
    kind: 'accepted',
  });
  expect(iam.calls().map(({ args: [{ input }] }) => input)).toStrictEqual([{ UserName: 'alice' }]);
});

it('a key is set Inactive with one command, which names its user and its id', async () => {
  iam.on(UpdateAccessKeyCommand).resolves({});
  await expect(new IamWriter(client).disable({ kind: 'accessKey', user, keyId })).resolves.toMatchObject({
    kind: 'accepted',
  });
  expect(iam.calls().map(({ args: [{ input }] }) => input)).toStrictEqual([
    { UserName: 'alice', AccessKeyId: keyId, Status: 'Inactive' },
  ]);
});

it('whatever the SDK throws is a response, never an exception', async () => {
  const broken: Partial<IAMServiceException> = { name: 'SomethingNew', message: 'unheard of' };
  iam.on(UpdateAccessKeyCommand).rejects(Object.assign(new Error('unheard of'), broken));
  await expect(new IamWriter(client).disable({ kind: 'accessKey', user, keyId })).resolves.toMatchObject({
    kind: 'unknown',
  });
});
