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
  /** The object that S3 is to store. */
  body?: Buffer;
}

export const UNSIGNED = 'unsigned';

/** All services share one endpoint. The signature's credential scope names the service. */
export function parseRequest(request: HttpRequest): ServiceRequest {
  const { headers } = request;
  const [, region = UNSIGNED, service = UNSIGNED] =
    /Credential=[^,]*\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  if (service === 's3') return { service, region, ...parseS3Request(request) };
  const body = request.body.toString();
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { service, region, action: target.slice(target.lastIndexOf('.') + 1), params: jsonParams(body) };
  }
  const { Action: action = 'unknown', ...params } = Object.fromEntries(new URLSearchParams(body));
  return { service, region, action, params };
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
