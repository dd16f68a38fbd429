import type { FakeAccount } from './account';
import type { Caller } from './callers';
import { cloudformation } from './cloudformation';
import { cloudtrail } from './cloudtrail';
import { iam } from './iam';
import { organizations } from './organizations';
import { UNSIGNED, type ServiceRequest } from './request';
import { restError, restResult, type RestResult } from './rest';
import { s3 } from './s3';
import { sns } from './sns';
import { ssm } from './ssm';
import { states } from './states';
import { sts } from './sts';
import {
  AwsError,
  jsonError,
  jsonResult,
  queryError,
  queryResult,
  type Params,
  type WireResponse,
  type XmlFields,
} from './wire';

type Operations<Result> = Readonly<
  Record<
    string,
    (account: FakeAccount, params: Params, body: Buffer, region: string, caller: Caller) => Result
  >
>;

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

export interface RestService {
  protocol: 'rest';
  operations: Operations<RestResult>;
}

const SERVICES: Readonly<Record<string, QueryService | JsonService | RestService>> = {
  cloudformation,
  cloudtrail,
  iam,
  organizations,
  s3,
  sns,
  ssm,
  states,
  sts,
};

/** Applies the operation to the caller's account. Throws an AwsError if the service refuses. */
export function execute(caller: Caller, request: ServiceRequest, requestId: string): WireResponse {
  const { account } = caller;
  const { action, params, body = Buffer.alloc(0), region } = request;
  const service = SERVICES[request.service];
  if (request.service === UNSIGNED) {
    throw new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
  }
  if (service?.protocol === 'query' && params['Version'] === service.version) {
    const operation = operationOf(service.operations, request);
    return queryResult(
      action,
      operation(account, params, body, region, caller),
      service.namespace,
      requestId,
    );
  }
  if (service?.protocol === 'json')
    return jsonResult(operationOf(service.operations, request)(account, params, body, region, caller));
  if (service?.protocol === 'rest')
    return restResult(
      operationOf(service.operations, request)(account, params, body, region, caller),
      requestId,
    );
  throw invalidAction(request);
}

export function encodeError(request: ServiceRequest, error: AwsError, requestId: string): WireResponse {
  const service = SERVICES[request.service];
  if (service?.protocol === 'json') return jsonError(error);
  if (service?.protocol === 'rest') return restError(error, requestId);
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
