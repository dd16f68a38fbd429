import { element, type AwsError, type WireResponse } from './wire';

/** The response of an S3 operation: fields in headers, and the object as the body. */
export type RestResult = Partial<Omit<WireResponse, 'status'>>;

export function restResult(result: RestResult, requestId: string): WireResponse {
  return withRequestId({ status: 200, contentType: 'application/xml', body: '', ...result }, requestId);
}

/** Unlike an error of the query protocol, it has no namespace, no wrapper and no `Type`. */
export function restError(error: AwsError, requestId: string): WireResponse {
  const content = { Code: error.code, Message: error.message, RequestId: requestId, HostId: 'fake' };
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', content)}`;
  return withRequestId({ status: error.status, contentType: 'application/xml', body }, requestId);
}

function withRequestId(response: WireResponse, requestId: string): WireResponse {
  return { ...response, headers: { ...response.headers, 'x-amz-request-id': requestId } };
}
