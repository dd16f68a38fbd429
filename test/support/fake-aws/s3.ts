import { crc32 } from 'node:zlib';
import type { FakeAccount } from './account';
import { findVersion, storeObject, versionIdOf, type FakeBucket, type FakeObject } from './bucket';
import type { RestResult } from './rest';
import type { RestService } from './services';
import { AwsError, element, type Params } from './wire';

// It embodies docs/assumptions.md A46, A47, A48, A63 and A82.

export const s3: RestService = {
  protocol: 'rest',
  operations: { GetObject: getObject, ListObjectsV2: listObjects, PutObject: putObject },
};

function getObject(account: FakeAccount, params: Params): RestResult {
  const { Key: key = '', ChecksumMode: checksumMode, VersionId: asked } = params;
  const object = namedBucket(account, params).objects.get(key);
  const version = object && findVersion(object, asked);
  if (asked !== undefined && !version) {
    throw new AwsError('NoSuchVersion', 404, 'The specified version does not exist.');
  }
  if (!object || !version) throw noSuchKey();
  const { contentType = 'binary/octet-stream' } = object;
  const { body, etag } = version;
  const checksum = checksumMode === 'ENABLED' && { 'x-amz-checksum-crc32': checksumOf(body) };
  return { contentType, headers: { etag, 'x-amz-version-id': versionIdOf(version), ...checksum }, body };
}

/** In the order of their keys, up to 1,000 a page. The continuation token is the last key, as for other lists. */
function listObjects(account: FakeAccount, params: Params): RestResult {
  const { Bucket: bucket = '', Prefix: prefix = '', StartAfter: startAfter = '' } = params;
  const { ContinuationToken: after = startAfter } = params;
  const keys = [...namedBucket(account, params).objects.keys()]
    .filter((key) => key.startsWith(prefix) && key > after)
    .toSorted();
  const page = keys.slice(0, Math.min(account.pageSize, Number(params['MaxKeys'] ?? 1_000)));
  const isTruncated = page.length < keys.length;
  const content = {
    Name: bucket,
    Prefix: prefix,
    KeyCount: page.length,
    MaxKeys: 1_000,
    IsTruncated: isTruncated,
    NextContinuationToken: isTruncated ? page.at(-1) : undefined,
  };
  // In S3's XML, a list is its element repeated.
  const contents = page.map((Key) => element('Contents', { Key })).join('');
  const body = element('ListBucketResult', content).replace(
    '</ListBucketResult>',
    `${contents}</ListBucketResult>`,
  );
  return { body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

function putObject(account: FakeAccount, params: Params, body: Buffer): RestResult {
  const { Key: key = '', ContentType: contentType, ChecksumCRC32: checksum } = params;
  const bucket = namedBucket(account, params);
  if (checksum !== undefined && checksum !== checksumOf(body)) {
    throw new AwsError('BadDigest', 400, 'The CRC32 you specified did not match the calculated checksum.');
  }
  checkConditions(bucket.objects.get(key), params);
  const stored = storeObject(bucket, key, body, contentType);
  return { headers: { etag: stored.etag, 'x-amz-version-id': versionIdOf(stored) } };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function checkConditions(object: FakeObject | undefined, params: Params): void {
  const { IfMatch: ifMatch, IfNoneMatch: ifNoneMatch } = params;
  if (ifNoneMatch !== undefined && (ifNoneMatch !== '*' || ifMatch !== undefined)) {
    const message = 'A header you provided implies functionality that is not implemented';
    throw new AwsError('NotImplemented', 501, message);
  }
  // For S3, a missing object is not a failed condition.
  if (ifMatch !== undefined && !object) throw noSuchKey();
  const held = ifNoneMatch === '*' ? !object : ifMatch === undefined || ifMatch === object?.etag;
  if (!held) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw new AwsError('PreconditionFailed', 412, message);
  }
}

function namedBucket(account: FakeAccount, params: Params): FakeBucket {
  const bucket = account.buckets[params['Bucket'] ?? ''];
  if (!bucket) throw new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist');
  return bucket;
}

/** The response to a caller that may list the bucket. Others get AccessDenied, 403. */
function noSuchKey(): AwsError {
  return new AwsError('NoSuchKey', 404, 'The specified key does not exist.');
}

function checksumOf(body: Buffer): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return checksum.toString('base64');
}
