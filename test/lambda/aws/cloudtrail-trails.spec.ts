import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { TrailReader } from '../../../lambda/aws/cloudtrail-trails';
import type { Trail } from '../../../lambda/domain/account-checks/facts';
import { closeAll, onClose, serve } from '../../support/clients';
import { anAccount, aTrail, type Fault } from '../../support/fake-aws';
import type { FakeTrail } from '../../support/fake-aws/account';

afterEach(closeAll);

/** What the reader makes of trails, and what it asked: `us-east-1 DescribeTrails`. */
async function readOf(
  trails: FakeTrail[],
  faults: readonly Fault[] = [],
  homeRegion: string | undefined = 'us-east-1',
) {
  const aws = await serve(anAccount({ trails }));
  aws.faults.push(...faults);
  const reader = new TrailReader(homeRegion, (region) => {
    const client = new CloudTrailClient({ ...aws.clientConfig, maxAttempts: 1, region });
    onClose(() => client.destroy());
    return client;
  });
  const read = await reader.trails();
  return { read, calls: aws.calls.map(({ action }) => action) };
}

const selected = async (selectors: object) => {
  const { read } = await readOf([aTrail({ selectors })]);
  return read[0]?.managementEvents;
};

it('a trail of the home region: one call, and two for the trail', async () => {
  const { read, calls } = await readOf([aTrail({})]);
  expect(read).toEqual<Trail[]>([
    {
      name: 'audit',
      isMultiRegion: true,
      hasGlobalEvents: true,
      isLogging: { kind: 'read', value: true },
      managementEvents: { kind: 'read', value: 'all' },
    },
  ]);
  expect(calls).toEqual(['DescribeTrails', 'GetTrailStatus', 'GetEventSelectors']);
});

it('a multi-region trail of another region is read there; a local one of another region is none of ours', async () => {
  const { read } = await readOf([
    aTrail({ homeRegion: 'eu-west-1', logging: false }),
    aTrail({ name: 'local', homeRegion: 'eu-west-1', multiRegion: false }),
    aTrail({ name: 'home', multiRegion: false }),
  ]);
  expect(read).toMatchObject([
    { name: 'audit', isMultiRegion: true, isLogging: { value: false } },
    { name: 'home', isMultiRegion: false, isLogging: { value: true } },
  ]);
});

it('of the trail of an organization the selectors cannot be read, and DescribeTrails says that there are none', async () => {
  const owner = '999999999999';
  const { read } = await readOf([aTrail({ owner }), aTrail({ name: 'odd', owner, selectors: {} })]);
  expect(read).toMatchObject([
    { isLogging: { value: true }, managementEvents: { kind: 'read', value: 'all' } },
    { managementEvents: { kind: 'unreadable', cause: expect.stringContaining('TrailNotFound') as unknown } },
  ]);
});

it('a trail without selectors logs all, if DescribeTrails says that it has none of its own', async () => {
  const empty = { EventSelectors: [], AdvancedEventSelectors: [] };
  const faults = [{ action: 'GetEventSelectors', body: JSON.stringify(empty) }];
  const { read } = await readOf([aTrail({}), aTrail({ name: 'odd', selectors: empty })], faults);
  expect(read.map(({ managementEvents: events }) => events)).toEqual([
    { kind: 'read', value: 'all' },
    { kind: 'read', value: 'none' },
  ]);
});

describe('which management events the selectors select', () => {
  const basic = (ReadWriteType: string, IncludeManagementEvents = true) => ({
    ReadWriteType,
    IncludeManagementEvents,
  });
  it.each<[string, object[], string]>([
    ['all', [basic('All')], 'all'],
    ['writes', [basic('WriteOnly')], 'writes'],
    ['reads', [basic('ReadOnly')], 'reads'],
    ['reads and writes', [basic('ReadOnly'), basic('WriteOnly')], 'all'],
    ['data events alone', [basic('All', false)], 'none'],
    ['none', [], 'none'],
    ['a kind that AWS adds', [basic('Some')], 'none'],
  ])('basic: %s', async (_, EventSelectors, value) => {
    expect(await selected({ EventSelectors })).toEqual({ kind: 'read', value });
  });

  const equals = (Field: string, ...Equals: string[]) => ({ Field, Equals });
  const MANAGEMENT = equals('eventCategory', 'Management');
  it.each<[string, object[], string]>([
    ['all', [MANAGEMENT], 'all'],
    ['writes', [MANAGEMENT, equals('readOnly', 'false')], 'writes'],
    ['reads', [MANAGEMENT, equals('readOnly', 'true')], 'reads'],
    ['both, as text that is neither', [MANAGEMENT, equals('readOnly', 'true', 'false')], 'none'],
    ['data events', [equals('eventCategory', 'Data')], 'none'],
    ['no category', [equals('readOnly', 'false')], 'none'],
    ['without KMS', [MANAGEMENT, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }], 'all'],
    ['without IAM', [MANAGEMENT, { Field: 'eventSource', NotEquals: ['iam.amazonaws.com'] }], 'none'],
    ['of one service', [MANAGEMENT, equals('eventSource', 'kms.amazonaws.com')], 'none'],
    ['of one name', [MANAGEMENT, equals('eventName', 'CreateUser')], 'none'],
    ['of another operator', [MANAGEMENT, { Field: 'eventSource', StartsWith: ['i'] }], 'none'],
  ])('advanced: %s', async (_, FieldSelectors, value) => {
    expect(await selected({ AdvancedEventSelectors: [{ FieldSelectors }] })).toEqual({ kind: 'read', value });
  });
});

describe('what fails', () => {
  const denied = { error: { code: 'AccessDeniedException', status: 400, message: 'no' } };
  it.each<[string, Fault, object]>([
    ['the status', { action: 'GetTrailStatus', ...denied }, { isLogging: { kind: 'unreadable' } }],
    ['the status is HTML', { action: 'GetTrailStatus', html: true }, { isLogging: { kind: 'unreadable' } }],
    [
      'the status is empty',
      { action: 'GetTrailStatus', emptyBody: true },
      { isLogging: { kind: 'unreadable' } },
    ],
    [
      'the selectors',
      { action: 'GetEventSelectors', ...denied },
      { managementEvents: { kind: 'unreadable' } },
    ],
  ])('%s: of one trail, and the others are read', async (_, fault, expected) => {
    const custom = { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] };
    const { read } = await readOf(
      [aTrail({ name: 'first', selectors: custom }), aTrail({ name: 'second', selectors: custom })],
      [{ ...fault, times: 1 }],
    );
    expect(read).toMatchObject([
      { name: 'first', ...expected },
      { isLogging: { value: true }, managementEvents: { value: 'all' } },
    ]);
  });

  it.each<[string, RegExp, Fault]>([
    ['denied', /no/, { action: 'DescribeTrails', ...denied }],
    ['HTML', /JSON|Deserialization/i, { action: 'DescribeTrails', html: true }],
    [
      'a region that is none',
      /DescribeTrails returned an unexpected response: trailList.0.HomeRegion/,
      {
        action: 'DescribeTrails',
        body: '{"trailList":[{"Name":"a","TrailARN":"a","HomeRegion":"example.com/","IsMultiRegionTrail":true,"IncludeGlobalServiceEvents":true}]}',
      },
    ],
  ])('a list that is %s', async (_, message, fault) => {
    await expect(readOf([aTrail({})], [fault])).rejects.toThrow(message);
  });

  it('a partition whose region of IAM is not known', async () => {
    const reader = new TrailReader(undefined, () => new CloudTrailClient({}));
    await expect(reader.trails()).rejects.toThrow(/not known which region/);
  });
});
