import { aDeployedAccount, TOPIC_ARN } from '../../support/deployment';
import { aKey, aUser, type FakeAccount, type Fault } from '../../support/fake-aws';
import { answerInProcess, fakeAwsInProcess } from '../../support/fake-aws/in-process';
import { OUTPUTS } from './meanwhile/lived';
import { planIn } from './meanwhile/observe';
import { runLock } from './run-lock';

// An attacker may have stopped CloudTrail, and responders may lack a permission: a lock needs no evidence.

jest.mock('p-throttle', () => () => (call: unknown) => call);
beforeAll(answerInProcess);

function anAccount(): FakeAccount {
  const account = aDeployedAccount({
    users: [aUser({ name: 'bob', password: { createdAt: 0 }, keys: [aKey(), aKey(), aKey()] })],
  });
  account.stacks['IamLapse'] = OUTPUTS;
  return account;
}

async function lockWith(faults: readonly Fault[]) {
  const account = anAccount();
  const aws = fakeAwsInProcess(account);
  aws.faults.push(...faults);
  const { code, stdout, stderr } = await runLock(['bob', '--reason', 'INC-42', '--yes'], aws);
  const writes = aws.calls.filter(({ action }) => /^(?:UpdateAccessKey|DeleteLoginProfile)$/.test(action));
  const [mail] = account.topics[TOPIC_ARN]?.published ?? [];
  const flat = (text = '') => text.replaceAll(/\s+/g, ' ');
  return { code, stderr, said: flat(stdout), mail: flat(mail?.message), writes, account };
}

const DENIED = { code: 'AccessDeniedException', status: 400, message: 'not authorized' };
const EVERYWHERE = 'CloudTrail in us-east-1, us-east-2, eu-north-1, ap-southeast-2';

it.each<[string, Fault, string, string]>([
  ['denied everywhere', { error: DENIED }, EVERYWHERE, 'AccessDenied'],
  ['denied in one region', { region: 'us-east-2', error: DENIED }, 'CloudTrail in us-east-2', 'AccessDenied'],
  [
    'of a region that is not enabled',
    { region: 'eu-north-1', error: { code: 'UnrecognizedClientException', status: 400 } },
    'CloudTrail in eu-north-1',
    'may not have enabled this region',
  ],
  ['a page of HTML', { html: true }, EVERYWHERE, 'unexpected response'],
])('CloudTrail %s: the lock is done, and plan and mail say what is missing', async (_, fault, what, why) => {
  const { code, stderr, said, mail, writes, account } = await lockWith([{ service: 'cloudtrail', ...fault }]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(writes).toHaveLength(4);
  expect(said).toContain(`- ${what}: `);
  expect(said).toContain(why);
  // Beside the plan, and again with the result.
  expect(said.split(`The evidence is not complete. Not read: ${what}`)).toHaveLength(3);
  expect(mail).toContain(`The evidence is not complete. Not read: ${what}`);
  expect(planIn(account)).toContain(why);
});

it('CloudTrail throttles each region once: nothing is missing', async () => {
  const once = (region: string): Fault => ({
    service: 'cloudtrail',
    region,
    times: 1,
    error: { code: 'ThrottlingException', status: 400 },
  });
  const { code, said, writes } = await lockWith(['us-east-1', 'us-east-2'].map(once));
  expect(code).toBe(0);
  expect(writes).toHaveLength(4);
  expect(said).not.toContain('not complete');
});

it.each(['ListMFADevices', 'ListSSHPublicKeys', 'GetAccessKeyLastUsed', 'ListUserPolicies'])(
  '%s denied: the lock is done all the same',
  async (action) => {
    const { code, said, writes } = await lockWith([{ service: 'iam', action, error: DENIED }]);
    expect(code).toBe(0);
    expect(writes).toHaveLength(4);
    expect(said).toContain('The evidence is not complete.');
  },
);

it.each(['GetUser', 'ListAccessKeys', 'GetLoginProfile'])(
  '%s denied: nobody knows what to lock, and nothing is locked',
  async (action) => {
    const { code, stderr, writes } = await lockWith([{ service: 'iam', action, error: DENIED }]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${action} failed: AccessDenied`);
    expect(writes).toEqual([]);
  },
);
