import { CloudTrailClients, pacedCloudTrailClientIn } from '../../../lambda/aws/cloudtrail-client';
import { CloudTrailUseEvents, type UseEventOptions } from '../../../lambda/aws/cloudtrail-use-events';
import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import type { UseQuestion } from '../../../lambda/domain/remediation/use-events';
import { ACCOUNT, aLiveKey, aUser as anIdentity, NOW } from '../../support/builders';
import { clientsOf, closeAll, onClose, serve } from '../../support/clients';
import {
  anAccount,
  aUser,
  type FakeAws,
  type Fault,
  recordSignIn,
  recordUserCall,
  startFakeAws,
} from '../../support/fake-aws';

afterEach(closeAll);

const SIGN_IN_REGIONS = ['us-east-1', 'eu-west-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'];
const PLACE = { account: ACCOUNT, region: 'eu-west-1' };
const PASSWORD: UseQuestion = {
  target: { kind: 'password', user: anIdentity({ name: 'alice' }) },
  lastUseRegion: undefined,
};
const keyOf = (id: string, lastUseRegion = 'us-east-1'): UseQuestion => ({
  target: { kind: 'accessKey', user: anIdentity({ name: 'alice' }), keyId: aLiveKey({ id }).id },
  lastUseRegion,
});
const KEY_ID = 'AKIAEXAMPLEALICE0001';
const KEY = keyOf(KEY_ID);
const DENIED: Fault = { service: 'cloudtrail', error: { code: 'AccessDeniedException', status: 400 } };

async function anAws(pageSize = 1000): Promise<FakeAws> {
  return serve(anAccount({ now: () => NOW, users: [aUser({ name: 'alice' })], pageSize }));
}

function source(aws: FakeAws, options: UseEventOptions = {}) {
  return new CloudTrailUseEvents(clientsOf(aws).cloudTrails, PLACE, options);
}

const read = (aws: FakeAws, ...questions: UseQuestion[]) => source(aws).read(questions, 10_000);
const lookUps = ({ calls }: FakeAws) =>
  calls.map(({ region, params }) => {
    const { AttributeKey, AttributeValue } = Object(JSON.parse(params['LookupAttributes'] ?? '[]'))[0];
    return `${region} ${AttributeKey} ${AttributeValue}`;
  });
const aCall = (aws: FakeAws, at: number, record: Readonly<Record<string, unknown>> = {}) =>
  recordUserCall(aws.account, 'alice', { at, keyId: KEY_ID, record });

it('looks up a key by its id, a password by the name, each in its regions, without a start', async () => {
  const aws = await anAws();
  const [password, key] = await read(aws, PASSWORD, keyOf(KEY_ID, 'sa-east-1'));
  expect(lookUps(aws).toSorted()).toStrictEqual(
    [
      ...SIGN_IN_REGIONS.map((region) => `${region} Username alice`),
      ...['us-east-1', 'eu-west-1', 'sa-east-1'].map((region) => `${region} AccessKeyId ${KEY_ID}`),
    ].toSorted(),
  );
  expect(aws.calls.filter(({ params }) => params['StartTime'] !== undefined)).toStrictEqual([]);
  expect(password).toMatchObject({ use: undefined, read: SIGN_IN_REGIONS, unread: [] });
  expect(key).toMatchObject({ use: undefined, unread: [] });
});

it('finds the latest use, with one page for a key', async () => {
  const aws = await anAws(1);
  aCall(aws, NOW - 91 * DAY);
  aCall(aws, NOW - 3 * HOUR);
  aCall(aws, NOW - HOUR, { awsRegion: 'eu-west-1', eventName: 'GetUser', errorCode: 'AccessDenied' });
  aCall(aws, NOW - 2 * HOUR, { awsRegion: 'eu-west-1' });
  expect(await read(aws, KEY)).toMatchObject([
    { use: { at: NOW - HOUR, call: 'GetUser', region: 'eu-west-1', error: 'AccessDenied' }, unread: [] },
  ]);
  expect(aws.calls).toHaveLength(2);
});

it('what is older than 90 days is not there', async () => {
  const aws = await anAws();
  aCall(aws, NOW - 90 * DAY - 1_000);
  expect(await read(aws, KEY)).toMatchObject([{ use: undefined }]);
});

describe('a password', () => {
  it('needs as many pages as there are calls after its last sign-in, and others need not wait', async () => {
    const aws = await anAws(1);
    recordSignIn(aws.account, 'alice', { at: NOW - 3 * HOUR });
    aCall(aws, NOW - 2 * HOUR);
    recordSignIn(aws.account, 'alice', {
      at: NOW - HOUR,
      record: { responseElements: { ConsoleLogin: 'Failure' } },
    });
    expect(await read(aws, PASSWORD, KEY)).toMatchObject([
      { use: { at: NOW - 3 * HOUR }, refusedSignIn: { at: NOW - HOUR }, unread: [] },
      { use: { at: NOW - 2 * HOUR } },
    ]);
    const inUsEast1 = lookUps(aws).filter((lookUp) => lookUp.startsWith('us-east-1'));
    expect(inUsEast1.slice(2)).toStrictEqual(['us-east-1 Username alice', 'us-east-1 Username alice']);
  });

  it.each([
    [10, []],
    [11, [{ region: 'us-east-1', cause: 'more events than the 500 that were read' }]],
  ])('is looked for in %i pages', async (pages, unread) => {
    const aws = await anAws(1);
    for (let page = 0; page < pages; page += 1) aCall(aws, NOW - page * MINUTE);
    expect(await read(aws, PASSWORD)).toMatchObject([{ use: undefined, unread }]);
  });
});

describe('what cannot be read says why, and the rest is read', () => {
  it('a denied call, which is not made again', async () => {
    const aws = await anAws();
    aws.faults.push({ ...DENIED, region: 'us-east-1' });
    aCall(aws, NOW - HOUR, { awsRegion: 'eu-west-1' });
    const keys = ['1', '2', '3', '4', '5'].map((digit) => keyOf(`AKIAEXAMPLEALICE000${digit}`));
    const [first, ...others] = await read(aws, ...keys);
    const unread = [{ region: 'us-east-1', cause: expect.stringContaining('AccessDenied') }];
    expect(first).toMatchObject({ use: { region: 'eu-west-1' }, unread });
    for (const other of others) expect(other).toMatchObject({ use: undefined, read: ['eu-west-1'], unread });
    // Two were on their way.
    expect(lookUps(aws).filter((lookUp) => lookUp.startsWith('us-east-1'))).toHaveLength(2);
  });

  it.each<[string, Omit<Fault, 'service'>, string]>([
    ['a throttled call', { error: { code: 'ThrottlingException', status: 400 } }, 'Throttling'],
    ['an HTML page', { html: true }, 'unexpected response'],
    ['an empty answer', { emptyBody: true }, 'unexpected response'],
    ['a connection that breaks', { reset: true }, 'LookupEvents failed'],
  ])('%s, of this credential alone', async (_, fault, cause) => {
    const aws = await anAws();
    aws.faults.push({ service: 'cloudtrail', region: 'us-east-1', times: 1, ...fault });
    expect(await read(aws, KEY, keyOf('AKIAEXAMPLEALICE0002'))).toMatchObject([
      { unread: [{ region: 'us-east-1', cause: expect.stringContaining(cause) }] },
      { unread: [] },
    ]);
  });

  it('an event without a time', async () => {
    const aws = await anAws();
    aws.faults.push({
      service: 'cloudtrail',
      region: 'us-east-1',
      body: JSON.stringify({ Events: [{ EventName: 'ListUsers' }] }),
    });
    expect(await read(aws, KEY)).toMatchObject([
      { unread: [{ region: 'us-east-1', cause: 'an event has no time that is understood' }] },
    ]);
  });
});

describe('the time', () => {
  const NOT_ASKED = 'not asked, because no time was left';

  it('is over: nothing is asked', async () => {
    const aws = await anAws();
    expect(await source(aws).read([KEY], 0)).toMatchObject([
      { read: [], unread: [{ cause: NOT_ASKED }, {}] },
    ]);
    expect(await source(aws, { deadline: AbortSignal.abort() }).read([KEY], 1_000)).toMatchObject([
      { read: [], unread: [{ cause: NOT_ASKED }, {}] },
    ]);
    expect(aws.calls).toStrictEqual([]);
  });

  it.each([
    ['of the run', { timeoutMs: 30_000 }, 200],
    ['of all lookups', { timeoutMs: 200 }, 30_000],
  ])(
    '%s ends while a region is slow: the others are read, and the rest is told',
    async (_, options, within) => {
      const aws = await anAws();
      aws.faults.push({ service: 'cloudtrail', region: 'us-east-1', latencyMs: 2_000 });
      aCall(aws, NOW - HOUR, { awsRegion: 'eu-west-1' });
      const begun = performance.now();
      const keys = [KEY, keyOf('AKIAEXAMPLEALICE0002'), keyOf('AKIAEXAMPLEALICE0003')];
      const histories = await source(aws, options).read(keys, within);
      expect(performance.now() - begun).toBeLessThan(1_500);
      expect(histories[0]).toMatchObject({
        use: { region: 'eu-west-1' },
        unread: [{ region: 'us-east-1', cause: 'LookupEvents did not answer in time' }],
      });
      expect(histories[2]).toMatchObject({ unread: [{ region: 'us-east-1', cause: NOT_ASKED }] });
    },
  );
});

it('keeps to two calls a second in each region, and none is throttled', async () => {
  const account = anAccount({ now: () => NOW });
  const aws = await startFakeAws(account, { throttle: { perSecond: 100, burst: 100 } });
  const clients = new CloudTrailClients((region) =>
    pacedCloudTrailClientIn(region, { ...aws.clientConfig, maxAttempts: 1 }),
  );
  onClose(() => aws.close());
  onClose(() => clients.destroy());
  const keys = ['1', '2', '3', '4'].map((digit) => keyOf(`AKIAEXAMPLEALICE000${digit}`));
  const begun = performance.now();
  await new CloudTrailUseEvents(clients, PLACE).read([PASSWORD, ...keys], 30_000);
  const took = performance.now() - begun;
  // Five lookups in two regions, at the same time.
  expect(aws.calls).toHaveLength(5 * 2 + 3);
  expect(aws.calls.filter(({ errorCode }) => errorCode !== undefined)).toStrictEqual([]);
  expect(took).toBeGreaterThanOrEqual(2_100);
  expect(took).toBeLessThan(6_000);
});
