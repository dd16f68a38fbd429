import { randomBytes } from 'node:crypto';

/** A versioned bucket, like the record bucket. */
export interface FakeBucket {
  /** By key. */
  objects: Map<string, FakeObject>;
}

export interface FakeObjectVersion {
  body: Buffer;
  /** With quotes, as on the wire. */
  etag: string;
}

export interface FakeObject extends FakeObjectVersion {
  contentType?: string;
  /** The replaced versions, oldest first. */
  versions: FakeObjectVersion[];
}

/** A bucket with these texts by key. Each object has one version. */
export function aBucket(texts: Record<string, string> = {}): FakeBucket {
  const bucket: FakeBucket = { objects: new Map() };
  for (const [key, text] of Object.entries(texts)) storeObject(bucket, key, text);
  return bucket;
}

/**
 * Writes without a condition, for a fixture or for another writer in a race. As with SSE-KMS, the ETag is not an MD5
 * of the content: the same content gets another ETag when it is written again.
 */
export function storeObject(
  bucket: FakeBucket,
  key: string,
  body: string | Buffer,
  contentType?: string,
): FakeObject {
  const replaced = bucket.objects.get(key);
  const object: FakeObject = {
    body: Buffer.from(body),
    etag: `"${randomBytes(16).toString('hex')}"`,
    ...(contentType !== undefined && { contentType }),
    versions: replaced ? [...replaced.versions, { body: replaced.body, etag: replaced.etag }] : [],
  };
  bucket.objects.set(key, object);
  return object;
}

/** Each write has an ETag of its own here, so that it tells the versions apart. */
export function versionIdOf({ etag }: FakeObjectVersion): string {
  return `v.${etag.slice(1, -1)}`;
}

/** The current version of the object, or the one with this id. */
export function findVersion(
  object: FakeObject,
  versionId: string | undefined,
): FakeObjectVersion | undefined {
  if (versionId === undefined) return object;
  return [object, ...object.versions].find((version) => versionIdOf(version) === versionId);
}
