import type { IncomingHttpHeaders } from 'node:http';
import type { FakeAccount } from './account';
import { iam } from './iam';
import { sns } from './sns';
import { ssm } from './ssm';
import { sts } from './sts';
import { AwsError, jsonError, jsonResult, queryError, queryResult } from './wire';
import type { Params, WireResponse, XmlFields } from './wire';

type Operations<Result> = Readonly<Record<string, (account: FakeAccount, params: Params) => Result>>;

export interface QueryService {
  protocol: 'query';
  namespace: string;
  version: string;
  operations: Operations<XmlFields | undefined>;
}

export interface JsonService {
  protocol: 'json';
  operations: Operations<object>;
}

export interface ServiceRequest {
  service: string;
  action: string;
  params: Params;
}

const UNSIGNED = 'unsigned';
const SERVICES: Readonly<Record<string, QueryService | JsonService>> = { iam, sns, ssm, sts };

/** All services share one endpoint: the signature's credential scope says which one is meant. */
export function parseRequest(headers: IncomingHttpHeaders, body: string): ServiceRequest {
  const service =
    /Credential=[^,]*\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1] ?? UNSIGNED;
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { service, action: target.slice(target.indexOf('.') + 1), params: jsonParams(body) };
  }
  const { Action: action = 'unknown', ...params } = Object.fromEntries(new URLSearchParams(body));
  return { service, action, params };
}

/** Applies the operation to the account. Throws an AwsError when the service refuses. */
export function execute(account: FakeAccount, request: ServiceRequest, requestId: string): WireResponse {
  const { action, params } = request;
  const service = SERVICES[request.service];
  if (request.service === UNSIGNED) {
    throw new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
  }
  if (service?.protocol === 'query' && params['Version'] === service.version) {
    const operation = operationOf(service.operations, request);
    return queryResult(action, operation(account, params), service.namespace, requestId);
  }
  if (service?.protocol === 'json')
    return jsonResult(operationOf(service.operations, request)(account, params));
  throw invalidAction(request);
}

export function encodeError(request: ServiceRequest, error: AwsError, requestId: string): WireResponse {
  const service = SERVICES[request.service];
  if (service?.protocol === 'json') return jsonError(error);
  return queryError(error, service?.namespace ?? 'https://webservices.amazon.com/', requestId);
}

function operationOf<Operation>(
  operations: Readonly<Record<string, Operation>>,
  request: ServiceRequest,
): Operation {
  const operation = Object.hasOwn(operations, request.action) ? operations[request.action] : undefined;
  if (operation === undefined) throw invalidAction(request);
  return operation;
}

function invalidAction({ service, action }: ServiceRequest): AwsError {
  return new AwsError('InvalidAction', 400, `Could not find operation ${action} of ${service}`);
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
