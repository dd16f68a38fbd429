import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { parseResponse, UnexpectedResponse } from './responses';

/** An HTML page with status 200 has no KeyCount. Without it, an empty list would mean that there is nothing. */
const ListedPage = z.object({
  KeyCount: z.int().min(0),
  Contents: z.array(z.object({ Key: z.string().min(1) })).optional(),
  IsTruncated: z.boolean().optional(),
  NextContinuationToken: z.string().optional(),
});
export const LIST = 'ListObjectsV2';

/** All keys of a prefix, in the order of their bytes. @throws if a page cannot be read or is incomplete */
export async function* listedKeys(
  s3: S3Client,
  where: { readonly Bucket: string; readonly Prefix: string; readonly StartAfter?: string },
): AsyncGenerator<string> {
  for await (const page of paginateListObjectsV2({ client: s3 }, where)) {
    const { Contents: objects = [], KeyCount: count, ...more } = parseResponse(ListedPage, LIST, page);
    // The paginator would end silently with an incomplete list.
    if (count !== objects.length || (more.IsTruncated && !more.NextContinuationToken)) {
      throw new UnexpectedResponse(LIST, 'an incomplete list');
    }
    for (const { Key: key } of objects) yield key;
  }
}

/** @throws also if there is no such object: see `isMissing` */
export async function readObject(
  s3: S3Client,
  where: { readonly Bucket: string; readonly Key: string },
): Promise<{ readonly text: string; readonly etag: string }> {
  const response = await s3.send(new GetObjectCommand(where));
  const text = await response.Body?.transformToString('utf-8');
  if (!text || !response.ETag) throw new UnexpectedResponse('GetObject', 'no body or no ETag');
  return { text, etag: response.ETag };
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoSuchKey';
}
