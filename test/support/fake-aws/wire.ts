/**
 * The input of an operation: the form fields of a query request, the JSON members (as JSON unless they are strings), or
 * the parts of an S3 address and its headers.
 */
export type Params = Record<string, string>;

/** `undefined` is an absent element, an array is a list of `<member>`, and a Map is a list of `<entry>`. */
export type XmlValue =
  string | number | boolean | undefined | readonly XmlValue[] | ReadonlyMap<string, string> | XmlFields;
export interface XmlFields {
  readonly [element: string]: XmlValue;
}

export interface WireResponse {
  status: number;
  contentType: string;
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** An error with the service's wire code, not the SDK's class name. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

/** IAM writes every time as ISO 8601 in UTC, with whole seconds. */
export function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A response of the query protocol. An action without output has no Result element. */
export function queryResult(
  action: string,
  result: XmlValue,
  namespace: string,
  requestId: string,
): WireResponse {
  return xml(200, {
    root: `${action}Response`,
    namespace,
    content: { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } },
  });
}

export function queryError(error: AwsError, namespace: string, requestId: string): WireResponse {
  const Type = error.status < 500 ? 'Sender' : 'Receiver';
  const Error = { Type, Code: error.code, Message: error.message };
  return xml(error.status, { root: 'ErrorResponse', namespace, content: { Error, RequestId: requestId } });
}

export function jsonResult(result: unknown): WireResponse {
  return { status: 200, contentType: 'application/x-amz-json-1.1', body: JSON.stringify(result ?? {}) };
}

export function jsonError(error: AwsError): WireResponse {
  return { ...jsonResult({ __type: error.code, message: error.message }), status: error.status };
}

function xml(
  status: number,
  document: { root: string; namespace: string; content: XmlFields },
): WireResponse {
  const { root, namespace, content } = document;
  return {
    status,
    contentType: 'text/xml',
    body: `<${root} xmlns="${namespace}">${encode(content)}</${root}>`,
  };
}

function encode(value: XmlValue): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return escape(String(value));
  if (value instanceof Map) {
    return [...value].map(([key, text]) => element('entry', { key, value: text })).join('');
  }
  if (Array.isArray(value)) return value.map((member) => element('member', member)).join('');
  return Object.entries(value)
    .map(([name, content]) => (content === undefined ? '' : element(name, content)))
    .join('');
}

export function element(name: string, content: XmlValue): string {
  return `<${name}>${encode(content)}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"\t\r\n]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}
