import { GetObjectCommand, paginateListObjectsV2, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { type IfExists, LedgerConflict, type StoredLedger } from '../record-store';
import { CallFailed, parseResponse, UnexpectedResponse, withAction } from './responses';

/** An HTML page with status 200 has no KeyCount. Without it, an empty list would mean "no run on record". */
const ListedPage = z.object({
  KeyCount: z.int().min(0),
  Contents: z.array(z.object({ Key: z.string().min(1) })).optional(),
  IsTruncated: z.boolean().optional(),
  NextContinuationToken: z.string().optional(),
});
const LIST = 'ListObjectsV2';

/** An object as it was read. */
export interface StoredObject extends StoredLedger {
  /** Absent where the bucket keeps no versions. */
  readonly versionId?: string;
}

/** What stands in the bucket after a write. */
export interface StandingObject extends StoredObject {
  /** Whether this call has written it, or one before whose response was lost. */
  readonly isOurs: boolean;
}

/** The texts in a bucket. */
export class S3Objects {
  constructor(
    private readonly s3: S3Client,
    readonly bucket: string,
  ) {}

  /** @throws what S3 answers: `isMissing` tells whether there is no such object */
  async get(key: string, versionId?: string): Promise<StoredObject> {
    const response = await this.s3.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: key, ...(versionId && { VersionId: versionId }) }),
    );
    const text = await response.Body?.transformToString('utf-8');
    if (!text || !response.ETag) throw new UnexpectedResponse('GetObject', 'no body or no ETag');
    return { text, etag: response.ETag, ...(response.VersionId && { versionId: response.VersionId }) };
  }

  /** undefined: there is none. @throws CallFailed */
  async find(key: string, action = 'GetObject'): Promise<StoredObject | undefined> {
    try {
      return await this.get(key);
    } catch (error) {
      // The role may list the bucket, so S3 answers NoSuchKey for a missing object, not AccessDenied.
      if (isMissing(error)) return undefined;
      throw new CallFailed(action, error);
    }
  }

  /**
   * Writes `text` if the object still is `previous`; undefined: if there is none. That makes the object a mutex.
   *
   * @throws LedgerConflict, or CallFailed
   */
  async replace(
    key: string,
    { name, text, previous }: { name: string; text: string; previous: StoredLedger | undefined },
  ): Promise<StoredLedger> {
    try {
      const condition = previous ? { IfMatch: previous.etag } : { IfNoneMatch: '*' };
      const { etag } = await this.send(key, text, { ContentType: 'application/json', ...condition });
      return { text, etag };
    } catch (error) {
      // An object that was deleted after it was read is a conflict too.
      if (!isConflict(error) && !isMissing(error)) throw new CallFailed(`PutObject of the ${name}`, error);
      // The SDK may have retried a write whose response was lost. Then the object has this very text.
      const current = await this.find(key, `GetObject of the ${name}`);
      if (current?.text === text) return { text, etag: current.etag };
      throw new LedgerConflict(`another run has written the ${name} meanwhile`, { cause: error });
    }
  }

  /** With `fail`, an object that is there stays as it is. @throws CallFailed */
  async put(key: string, text: string, ifExists: IfExists): Promise<StandingObject> {
    try {
      const written = await this.send(key, text, {
        ContentType: `${contentType(key)}; charset=utf-8`,
        ...(ifExists === 'fail' && { IfNoneMatch: '*' }),
      });
      return { ...written, isOurs: true };
    } catch (error) {
      if (!isConflict(error)) throw new CallFailed('PutObject', error);
      const standing = await withAction('GetObject', () => this.get(key));
      // The SDK may have retried a write whose response was lost. Then the object has this very text.
      return { ...standing, isOurs: standing.text === text };
    }
  }

  /**
   * The keys that begin with `prefix` and come after `startAfter`, in the order of their bytes.
   * @throws for a list that is not whole
   */
  async *keys(prefix: string, startAfter?: string): AsyncGenerator<string> {
    const tokens = new Set<string>();
    for await (const page of paginateListObjectsV2(
      { client: this.s3 },
      { Bucket: this.bucket, Prefix: prefix, ...(startAfter !== undefined && { StartAfter: startAfter }) },
    )) {
      const { Contents: objects = [], KeyCount: count, ...more } = parseResponse(ListedPage, LIST, page);
      // The paginator would end silently with an incomplete list.
      if (count !== objects.length || (more.IsTruncated && !more.NextContinuationToken)) {
        throw new UnexpectedResponse(LIST, 'an incomplete list');
      }
      const token = more.NextContinuationToken;
      // With the same token again, the list would never end.
      if (token !== undefined && tokens.has(token)) throw new UnexpectedResponse(LIST, 'a token is repeated');
      if (token !== undefined) tokens.add(token);
      yield* objects.map(({ Key: key }) => key);
    }
  }

  private async send(
    key: string,
    text: string,
    more: { ContentType: string; IfMatch?: string; IfNoneMatch?: string },
  ): Promise<StoredObject> {
    const response = await this.s3.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: text, ...more }),
    );
    if (!response.ETag) throw new UnexpectedResponse('PutObject', 'no ETag');
    return { text, etag: response.ETag, ...(response.VersionId && { versionId: response.VersionId }) };
  }
}

/** `runs/YYYY/MM/DD/<runId>/`. A run id begins with its date (docs/design.md §3.4). */
export function runFolder(runId: string): string {
  return `runs/${runId.slice(0, 4)}/${runId.slice(4, 6)}/${runId.slice(6, 8)}/${runId}/`;
}

/** The page of the AWS console for a folder of a bucket. */
export function consoleUrlOf(
  folder: string,
  { bucket, partition, region }: { bucket: string; partition: string; region: string },
): string {
  const prefix = encodeURIComponent(folder);
  return `https://${consoleHost(partition, region)}/s3/buckets/${bucket}?region=${region}&prefix=${prefix}`;
}

/** The console's host depends on the partition. */
function consoleHost(partition: string, region: string): string {
  switch (partition) {
    case 'aws-cn':
      return 'console.amazonaws.cn';
    case 'aws-us-gov':
      return 'console.amazonaws-us-gov.com';
    case 'aws-eusc':
      return `${region}.console.amazonaws-eusc.eu`;
    default:
      return `${region}.console.aws.amazon.com`;
  }
}

function contentType(key: string): string {
  if (key.endsWith('.json')) return 'application/json';
  return key.endsWith('.csv') ? 'text/csv' : 'text/plain';
}

export function isMissing(error: unknown): boolean {
  // NoSuchVersion: S3 has no version of this id, or not of this key.
  return error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NoSuchVersion');
}

/** The SDK has no classes for these errors. */
function isConflict(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict')
  );
}
