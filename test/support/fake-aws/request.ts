import type { IncomingHttpHeaders } from 'node:http';
import { parseS3Request } from './s3-request';
import type { Params } from './wire';

export interface HttpRequest {
  method: string;
  /** Path and query, as sent. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface ServiceRequest {
  service: string;
  /** The region that the request was signed for. */
  region: string;
  action: string;
  params: Params;
  credential: Credential;
  /** The object that S3 is to store. */
  body?: Buffer;
}

/** Who signed the request. */
export interface Credential {
  accessKeyId: string;
  /** Only a temporary credential has one. */
  sessionToken: string | undefined;
}

export const UNSIGNED = 'unsigned';

/** All services share one endpoint. The signature's credential scope names the service. */
export function parseRequest(request: HttpRequest): ServiceRequest {
  const { headers } = request;
  const [, accessKeyId = UNSIGNED, region = UNSIGNED, service = UNSIGNED] =
    /Credential=([^/,]*)\/[^,]*\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  const token = headers['x-amz-security-token'];
  const credential = { accessKeyId, sessionToken: typeof token === 'string' ? token : undefined };
  const signed = { service, region, credential };
  if (service === 's3') return { ...signed, ...parseS3Request(request) };
  const body = request.body.toString();
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { ...signed, action: target.slice(target.lastIndexOf('.') + 1), params: jsonParams(body) };
  }
  const { Action: action = 'unknown', ...params } = Object.fromEntries(new URLSearchParams(body));
  return { ...signed, action, params };
}

function jsonParams(body: string): Params {
  const members: unknown = JSON.parse(body || '{}');
  return Object.fromEntries(
    Object.entries(Object(members)).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
