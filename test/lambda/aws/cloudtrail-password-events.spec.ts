import { CloudTrailClients, pacedCloudTrailClientIn } from '../../../lambda/aws/cloudtrail-client';
import { CloudTrailPasswordEvents } from '../../../lambda/aws/cloudtrail-password-events';
import { HOUR, MINUTE } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { clientsOf, closeAll, onClose, serve } from '../../support/clients';
import { anAccount, aUser, type FakeAws, recordPasswordCall, startFakeAws } from '../../support/fake-aws';

afterEach(closeAll);

const SINCE = NOW - 4 * HOUR;
const CALLS = ['UpdateLoginProfile', 'ChangePassword', 'CreateLoginProfile'];

async function anAws(pageSize = 1000): Promise<FakeAws> {
  return serve(anAccount({ now: () => NOW, users: [aUser({ name: 'alice' })], pageSize }));
}

function source(
  aws: FakeAws,
  options: { maxAttempts?: number; timeoutMs?: number; deadline?: AbortSignal } = {},
) {
  const { cloudTrail } = clientsOf(aws, { maxAttempts: options.maxAttempts ?? 1 });
  return new CloudTrailPasswordEvents(cloudTrail, options.deadline, options.timeoutMs);
}

const read = (aws: FakeAws) => source(aws).since(SINCE);
const lookUps = ({ calls }: FakeAws) =>
  calls.map(({ params }) => Object(JSON.parse(params['LookupAttributes'] ?? '[]'))[0]);

it('looks up each kind of call by its name, since then and without an end', async () => {
  const aws = await anAws();
  expect(await read(aws)).toEqual({ kind: 'read', events: [] });
  expect(lookUps(aws)).toEqual(CALLS.map((call) => ({ AttributeKey: 'EventName', AttributeValue: call })));
  for (const { service, params } of aws.calls) {
    expect({ service, start: params['StartTime'], end: params['EndTime'] }).toEqual({
      service: 'cloudtrail',
      start: String(SINCE / 1000),
      end: undefined,
    });
  }
});

it('reads what was called, when, and for whom, from the account itself', async () => {
  const aws = await anAws();
  recordPasswordCall(aws.account, 'UpdateLoginProfile', { user: 'ALICE', at: NOW - HOUR });
  recordPasswordCall(aws.account, 'ChangePassword', { user: 'alice', at: NOW - MINUTE });
  recordPasswordCall(aws.account, 'UpdateLoginProfile', { user: 'early', at: SINCE - 1000 });
  recordPasswordCall(aws.account, 'UpdateLoginProfile', { user: 'late', shownAt: NOW + MINUTE });
  expect(await read(aws)).toEqual({
    kind: 'read',
    events: [
      { call: 'UpdateLoginProfile', at: NOW - HOUR, users: ['ALICE'], failed: false },
      { call: 'ChangePassword', at: NOW - MINUTE, users: ['alice'], failed: false },
    ],
  });
});

it('reads no further than until an instant, where one is given', async () => {
  const aws = await anAws();
  for (const at of [NOW - HOUR, NOW - HOUR + 1_000])
    recordPasswordCall(aws.account, 'ChangePassword', { at });
  expect(await source(aws).since(SINCE, NOW - HOUR)).toMatchObject({ events: [{ at: NOW - HOUR }] });
  expect(new Set(aws.calls.map(({ params }) => params['EndTime']))).toEqual(
    new Set([String((NOW - HOUR) / 1000)]),
  );
});

it('reads all pages', async () => {
  const aws = await anAws(2);
  for (const user of ['a', 'b', 'c', 'd', 'e']) recordPasswordCall(aws.account, 'ChangePassword', { user });
  const events = await read(aws);
  expect(events.kind === 'read' && events.events.map(({ users }) => users[0])).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
  ]);
  expect(aws.calls).toHaveLength(5);
});

describe('what is not read in full is unreadable, with the cause on one line', () => {
  it('more than ten pages of one kind of call', async () => {
    const aws = await anAws(1);
    for (let event = 0; event < 11; event += 1) recordPasswordCall(aws.account, 'UpdateLoginProfile');
    expect(await read(aws)).toEqual({
      kind: 'unreadable',
      cause: 'CloudTrail has over 10 pages of UpdateLoginProfile events since then',
    });
    expect(aws.calls).toHaveLength(10);
    aws.account.trail.pop();
    expect(await read(aws)).toMatchObject({ kind: 'read' });
  });

  it.each([
    [
      'a denied call',
      {
        error: {
          code: 'AccessDeniedException',
          status: 400,
          message: 'no\nservice control policy allows it',
        },
      },
      'LookupEvents failed: AccessDenied: no service control policy allows it',
    ],
    [
      'a throttled call',
      { error: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' } },
      'LookupEvents failed: Throttling: Rate exceeded',
    ],
    ['an outage', { error: { code: 'InternalError', status: 500 } }, /^LookupEvents failed: InternalError/],
    ['a reset connection', { reset: true as const }, /^LookupEvents failed: /],
    ['an HTML page', { html: true as const }, /^LookupEvents /],
    ['an empty body', { emptyBody: true as const }, /^LookupEvents returned an unexpected response: Events/],
  ])('%s', async (_, fault, cause) => {
    const aws = await anAws();
    aws.faults.push({ service: 'cloudtrail', action: 'LookupEvents', ...fault });
    const events = await read(aws);
    expect(events).toEqual({ kind: 'unreadable', cause: expect.stringMatching(cause) as unknown });
    expect(events.kind === 'unreadable' && events.cause).not.toMatch(/[\p{Cc}]/u);
  });

  it('the second page', async () => {
    const aws = await anAws(1);
    for (const user of ['a', 'b']) recordPasswordCall(aws.account, 'ChangePassword', { user });
    aws.faults.push({ service: 'cloudtrail', skip: 2, error: { code: 'InternalError', status: 500 } });
    expect(await read(aws)).toMatchObject({ kind: 'unreadable' });
  });

  it('no answer in time', async () => {
    const aws = await anAws();
    aws.faults.push({ service: 'cloudtrail', latencyMs: 5_000 });
    expect(await source(aws, { timeoutMs: 100 }).since(SINCE)).toEqual({
      kind: 'unreadable',
      cause: 'LookupEvents did not answer within 0.1 s',
    });
  });

  it('no time left in the run', async () => {
    const aws = await anAws();
    expect(await source(aws, { deadline: AbortSignal.abort() }).since(SINCE)).toMatchObject({
      kind: 'unreadable',
    });
    expect(aws.calls).toEqual([]);
  });

  it('a partition whose region is not known', async () => {
    expect(new CloudTrailClients().ofIam('aws-iso')).toBeUndefined();
    expect(await new CloudTrailPasswordEvents(undefined).since(SINCE)).toEqual({
      kind: 'unreadable',
      cause: "it is not known which region has this partition's IAM events",
    });
  });
});

describe('the client', () => {
  it.each([
    ['aws', 'us-east-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1'],
  ])('of the partition %s asks in %s, wherever the function runs', async (partition, region) => {
    const clients = new CloudTrailClients();
    onClose(() => clients.destroy());
    expect(await clients.ofIam(partition)?.config.region()).toBe(region);
    expect(clients.ofIam(partition)).toBe(clients.in(region));
  });

  it('keeps to two calls a second, and is not throttled at that rate', async () => {
    const account = anAccount({ now: () => NOW, pageSize: 1 });
    const aws = await startFakeAws(account, { throttle: { perSecond: 100, burst: 100 } });
    onClose(() => aws.close());
    for (const user of ['a', 'b', 'c']) recordPasswordCall(account, 'ChangePassword', { user });
    const client = pacedCloudTrailClientIn('us-east-1', { ...aws.clientConfig, maxAttempts: 1 });
    const begun = performance.now();
    expect(await new CloudTrailPasswordEvents(client).since(SINCE)).toMatchObject({ kind: 'read' });
    expect(aws.calls).toHaveLength(5);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(2_100);
    client.destroy();
  });
});
