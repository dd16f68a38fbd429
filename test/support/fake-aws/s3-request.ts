import { decodeAwsChunked } from './aws-chunked';
import type { HttpRequest, ServiceRequest } from './request';
import type { Params } from './wire';

/** The headers, trailers and query parameters that the fake reads, with the names of the SDK's inputs. */
const INPUTS = {
  'if-match': 'IfMatch',
  'if-none-match': 'IfNoneMatch',
  'content-type': 'ContentType',
  'x-amz-checksum-crc32': 'ChecksumCRC32',
  'x-amz-checksum-mode': 'ChecksumMode',
  'continuation-token': 'ContinuationToken',
  'max-keys': 'MaxKeys',
  prefix: 'Prefix',
  'start-after': 'StartAfter',
};

/** In REST, method, address and headers make up the operation. The SDK also names it, in `x-id`. */
export function parseS3Request(request: HttpRequest): Omit<ServiceRequest, 'service' | 'region'> {
  const { method, url, headers } = request;
  const [path = '', query = ''] = url.split('?', 2);
  const streamed = String(headers['x-amz-content-sha256']).startsWith('STREAMING-');
  const { body, trailers } = streamed ? decodeAwsChunked(request.body) : { body: request.body, trailers: {} };
  const search = new URLSearchParams(query);
  return {
    action: search.get('x-id') ?? (search.get('list-type') === '2' ? 'ListObjectsV2' : method),
    params: {
      ...addressed(headers.host ?? '', path),
      ...inputs({ ...headers, ...trailers }),
      ...inputs(Object.fromEntries(search)),
    },
    body,
  };
}

/**
 * The SDK puts the bucket into the path if the endpoint is an IP address, else before the host. This does not use URL,
 * which would resolve the dots in a key.
 */
function addressed(host: string, path: string): Params {
  const bucket = /^(.+)\.localhost(?::\d+)?$/.exec(host)?.[1];
  const pathStyle = bucket === undefined ? path : `/${bucket}${path}`;
  const [, Bucket = '', Key = ''] = /^\/([^/]*)\/?(.*)$/.exec(pathStyle) ?? [];
  return { Bucket, Key: decodeURIComponent(Key) };
}

function inputs(fields: Readonly<Record<string, string | string[] | undefined>>): Params {
  const params: Params = {};
  for (const [field, name] of Object.entries(INPUTS)) {
    const value = fields[field];
    if (typeof value === 'string') params[name] = value;
  }
  return params;
}
