import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import {
  aBucket,
  anAccount,
  startFakeAws,
  storeObject,
  type FakeAws,
  type FakeBucket,
  type Fault,
} from './fake-aws';

const Bucket = 'records';
const LEDGER = '123456789012/ledger.json';
const PLAN = '123456789012/runs/2026/11/20/20261120T070000Z/plan.json';
const TEXT = 'zoë, née 日本 🙂\r\n'.repeat(4_500);

let aws: FakeAws;
let bucket: FakeBucket;
let clients: S3Client[];
let s3: S3Client;

/** One attempt, so that a fault shows as it is; the tests of the SDK's own retries ask for more. */
function client(options: S3ClientConfig = {}): S3Client {
  const created = new S3Client({ ...aws.clientConfig, maxAttempts: 1, ...options });
  clients.push(created);
  return created;
}

beforeEach(async () => {
  bucket = aBucket({ [LEDGER]: 'first' });
  aws = await startFakeAws(anAccount({ buckets: { [Bucket]: bucket } }));
  clients = [];
  s3 = client();
});

afterEach(async () => {
  for (const created of clients) created.destroy();
  await aws.close();
});

const put = (input: Partial<PutObjectCommandInput> = {}, sdk = s3) =>
  sdk.send(new PutObjectCommand({ Bucket, Key: LEDGER, Body: 'second', ...input }));
const get = (input: Partial<GetObjectCommandInput> = {}, sdk = s3) =>
  sdk.send(new GetObjectCommand({ Bucket, Key: LEDGER, ...input }));
const read = async (...args: Parameters<typeof get>) => (await get(...args)).Body?.transformToString();
const stored = (key = LEDGER) => bucket.objects.get(key);
const failed = (name: string, httpStatusCode: number) => ({
  name,
  Code: name,
  $metadata: { httpStatusCode, requestId: expect.stringMatching(/./) },
});

describe('an object', () => {
  it('comes back as it went in', async () => {
    expect(Buffer.byteLength(TEXT)).toBeGreaterThan(100_000);
    const { ETag } = await put({ Key: PLAN, Body: TEXT, ContentType: 'application/json' });
    const { Body, ...output } = await get({ Key: PLAN });
    expect(await Body?.transformToString()).toBe(TEXT);
    expect(output).toMatchObject({
      ETag,
      ContentType: 'application/json',
      ContentLength: Buffer.byteLength(TEXT),
    });
    expect(stored(PLAN)).toEqual({
      body: Buffer.from(TEXT),
      etag: ETag,
      contentType: 'application/json',
      versions: [],
    });
  });

  it('may be a stream, which the SDK sends aws-chunked', async () => {
    const bytes = Buffer.from(TEXT);
    const pieces = [bytes.subarray(0, 70_001), bytes.subarray(70_001)];
    await put({ Body: Readable.from(pieces), ContentLength: bytes.length });
    expect(stored()?.body).toEqual(bytes);
  });

  it('may be empty', async () => {
    storeObject(bucket, LEDGER, '');
    expect(await read()).toBe('');
  });

  it('keeps what it replaced, and its ETag is new even when its content is not', async () => {
    const first = stored()?.etag;
    const { ETag: second } = await put({ Body: 'same' });
    const { ETag: third } = await put({ Body: 'same' });
    expect(new Set([first, second, third]).size).toBe(3);
    expect(stored()).toMatchObject({ body: Buffer.from('same'), etag: third });
    expect(stored()?.versions).toEqual([
      { body: Buffer.from('first'), etag: first },
      { body: Buffer.from('same'), etag: second },
    ]);
  });

  it.each(['a b+é%2F&?=#.json', 'a/./b/../c//d', '/a', 'a/'])('may have the key %s', async (Key) => {
    await put({ Key, Body: 'odd' });
    expect(stored(Key)?.body.toString()).toBe('odd');
    expect(await read({ Key })).toBe('odd');
  });

  it('can be addressed by virtual host', async () => {
    // Not every resolver knows the names below localhost.
    const httpAgent = new Agent({
      lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    const endpoint = aws.url.replace('127.0.0.1', 'localhost');
    const sdk = client({ endpoint, requestHandler: { httpAgent } });
    await put({ Key: PLAN, Body: 'planned' }, sdk);
    expect(await read({ Key: PLAN }, sdk)).toBe('planned');
    expect(stored(PLAN)?.body.toString()).toBe('planned');
  });

  it('that is not there is NoSuchKey, in no bucket NoSuchBucket', async () => {
    await expect(get({ Key: PLAN })).rejects.toMatchObject(failed('NoSuchKey', 404));
    await expect(get({ Bucket: 'other' })).rejects.toMatchObject(failed('NoSuchBucket', 404));
    await expect(put({ Bucket: 'other' })).rejects.toMatchObject(failed('NoSuchBucket', 404));
  });

  it('is not stored when its checksum is wrong', async () => {
    await expect(put({ ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject(failed('BadDigest', 400));
    expect(stored()?.body.toString()).toBe('first');
  });
});

describe('a conditional put', () => {
  it('replaces what it has read', async () => {
    const { ETag: IfMatch } = await get();
    const { ETag } = await put({ IfMatch });
    expect(stored()).toMatchObject({ body: Buffer.from('second'), etag: ETag });
  });

  it('refuses to replace what another has written since', async () => {
    const { ETag: IfMatch } = await get();
    storeObject(bucket, LEDGER, 'theirs');
    await expect(put({ IfMatch })).rejects.toMatchObject(failed('PreconditionFailed', 412));
    expect(stored()?.body.toString()).toBe('theirs');
  });

  it('creates what is not there, once', async () => {
    await put({ Key: PLAN, IfNoneMatch: '*' });
    const again = put({ Key: PLAN, Body: 'third', IfNoneMatch: '*' });
    await expect(again).rejects.toMatchObject(failed('PreconditionFailed', 412));
    expect(stored(PLAN)).toMatchObject({ body: Buffer.from('second'), versions: [] });
  });

  it('cannot match what is not there: 404, not 412', async () => {
    await expect(put({ Key: PLAN, IfMatch: '"etag"' })).rejects.toMatchObject(failed('NoSuchKey', 404));
  });

  it.each([{ IfNoneMatch: '"etag"' }, { IfNoneMatch: '*', IfMatch: '"etag"' }])(
    'does not know %o',
    async (conditions) => {
      await expect(put(conditions)).rejects.toMatchObject(failed('NotImplemented', 501));
    },
  );

  it.each([
    ['If-Match', { Key: LEDGER }],
    ['If-None-Match', { Key: PLAN, IfNoneMatch: '*' }],
  ])('fails on the own retry of one that was done: %s', async (_, input) => {
    aws.faults.push({ action: 'PutObject', when: 'after', times: 1, reset: true });
    const IfMatch = stored(input.Key)?.etag;
    const retried = put({ ...input, IfMatch }, client({ maxAttempts: 3 }));
    await expect(retried).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { attempts: 2 },
    });
    expect(await read({ Key: input.Key })).toBe('second');
    expect(aws.calls.slice(0, 2)).toMatchObject([
      { status: 0, applied: true },
      { status: 412, errorCode: 'PreconditionFailed', applied: false },
    ]);
  });
});

describe('the record of calls', () => {
  it('names the object and the condition, and counts as no IAM write', async () => {
    await put({ Key: PLAN, IfNoneMatch: '*' });
    await put({ IfMatch: stored()?.etag });
    await get();
    expect(aws.calls).toMatchObject([
      { service: 's3', action: 'PutObject', params: { Bucket, Key: PLAN, IfNoneMatch: '*' }, status: 200 },
      { service: 's3', action: 'PutObject', params: { Bucket, Key: LEDGER, IfMatch: expect.any(String) } },
      { service: 's3', action: 'GetObject', params: { Bucket, Key: LEDGER }, applied: true },
    ]);
    for (const call of aws.calls) expect(call).not.toHaveProperty('body');
    expect(aws.writes()).toEqual([]);
  });

  it('knows nothing else', async () => {
    const deletion = s3.send(new DeleteObjectCommand({ Bucket, Key: LEDGER }));
    await expect(deletion).rejects.toMatchObject(failed('InvalidAction', 400));
    expect(aws.calls).toMatchObject([{ action: 'DeleteObject', errorCode: 'InvalidAction' }]);
  });
});

describe('faults', () => {
  it('answer in the XML of S3, and the SDK retries', async () => {
    const error = { code: 'SlowDown', status: 503 };
    aws.faults.push({ service: 's3', action: 'PutObject', times: 2, error });
    await expect(put()).rejects.toMatchObject({ ...failed('SlowDown', 503), message: 'Injected SlowDown' });
    expect(await put({}, client({ maxAttempts: 3 }))).toMatchObject({ $metadata: { attempts: 2 } });
  });

  it.each<[string, string | RegExp]>([
    ['the end of the key', 'plan.json'],
    ['the whole key', PLAN],
    ['a pattern', /\/runs\/.*plan/g],
  ])('hit only the object that is named by %s', async (_, key) => {
    aws.faults.push({ key, error: { code: 'AccessDenied', status: 403 } });
    await put();
    await expect(put({ Key: PLAN })).rejects.toMatchObject(failed('AccessDenied', 403));
    await expect(get({ Key: PLAN })).rejects.toMatchObject(failed('AccessDenied', 403));
  });

  it('reset the connection', async () => {
    aws.faults.push({ service: 's3', reset: true });
    await expect(put()).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(stored()?.body.toString()).toBe('first');
  });

  it.each<[string, Fault, string]>([
    ['HTML', { html: true }, 'Please sign in'],
    ['nothing', { emptyBody: true }, ''],
  ])(
    'answer 200 with %s, which the SDK takes for success: only the ETag is missing',
    async (_, fault, page) => {
      aws.faults.push(fault);
      expect(await put()).toEqual({ $metadata: expect.objectContaining({ httpStatusCode: 200 }) });
      expect(stored()?.body.toString()).toBe('first');
      const { Body, ETag } = await get();
      expect(await Body?.transformToString()).toContain(page);
      expect(ETag).toBeUndefined();
    },
  );

  it('delay, and let another writer in between', async () => {
    aws.faults.push({ latencyMs: 20, key: LEDGER, run: () => storeObject(bucket, LEDGER, 'theirs') });
    await expect(put({ IfMatch: stored()?.etag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(stored()?.body.toString()).toBe('theirs');
  });
});
