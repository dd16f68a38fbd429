import { randomBytes } from 'node:crypto';

/** Versioned, as the record bucket is. */
export interface FakeBucket {
  /** By key. */
  objects: Map<string, FakeObject>;
}

export interface FakeObjectVersion {
  body: Buffer;
  /** Quoted, as on the wire. */
  etag: string;
}

export interface FakeObject extends FakeObjectVersion {
  contentType?: string;
  /** What this one replaced, the oldest first. */
  versions: FakeObjectVersion[];
}

/** A bucket with these texts by key, each written once. */
export function aBucket(texts: Record<string, string> = {}): FakeBucket {
  const bucket: FakeBucket = { objects: new Map() };
  for (const [key, text] of Object.entries(texts)) storeObject(bucket, key, text);
  return bucket;
}

/**
 * Writes without any condition: a fixture, or what another writer does in a race. As under SSE-KMS, the ETag is
 * no MD5 of the content, and the same content written twice has two.
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
