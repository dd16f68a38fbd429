import { randomUUID } from 'node:crypto';
import type { FakeAccount } from './account';
import { authorize, callerOf, type Caller } from './callers';
import { FaultCounter, strike, type Fault } from './faults';
import type { ServiceRequest } from './request';
import { encodeError, execute } from './services';
import { Throttle, type ThrottleOptions } from './throttle';
import { AwsError, type WireResponse } from './wire';

/** A request. The fields about the response are set when it is answered. */
export interface RecordedCall extends Omit<ServiceRequest, 'body' | 'credential'> {
  /** The id of the account in which the call is; only in an organization. */
  account?: string;
  at: number;
  /** HTTP status; 0 before the response, and after a connection reset. */
  status: number;
  errorCode?: string;
  /** Whether the operation took effect, whatever the response says. */
  applied: boolean;
}

/** Decides the response to a call: first throttling, then faults, then the operation itself. */
export class Dispatcher {
  readonly calls: RecordedCall[] = [];
  readonly faults: Fault[] = [];
  readonly #account: FakeAccount;
  readonly #throttle: Throttle | undefined;
  readonly #lookUps: Throttle | undefined;
  readonly #counter = new FaultCounter();

  constructor(account: FakeAccount, throttle?: ThrottleOptions) {
    this.#account = account;
    this.#throttle = throttle && new Throttle(throttle);
    // "Two per second, per account, per Region", whatever IAM's rate is.
    this.#lookUps = throttle && new Throttle({ perSecond: 2, burst: 2 });
  }

  /** Undefined resets the connection. */
  async answer(request: ServiceRequest): Promise<WireResponse | undefined> {
    const { service, region, action, params } = request;
    const caller = callerOf(this.#account, request.credential);
    const call: RecordedCall = {
      ...(this.#account.organization && { account: caller?.account.id ?? 'unknown' }),
      service,
      region,
      action,
      params,
      at: this.#account.now(),
      status: 0,
      applied: false,
    };
    this.calls.push(call);
    const response = await this.#respond(request, call, caller).catch((error: unknown) =>
      refusal(request, call, error),
    );
    call.status = response?.status ?? 0;
    return response;
  }

  async #respond(
    request: ServiceRequest,
    call: RecordedCall,
    caller: Caller | undefined,
  ): Promise<WireResponse | undefined> {
    if (!caller) {
      throw new AwsError(
        'InvalidClientTokenId',
        403,
        'The security token included in the request is invalid.',
      );
    }
    const { account } = caller;
    // A member session's calls count against the member.
    if (request.service === 'iam' && this.#throttle?.take(`${account.id} ${request.action}`) === false) {
      throw new AwsError('Throttling', 400, 'Rate exceeded');
    }
    if (
      request.action === 'LookupEvents' &&
      this.#lookUps?.take(`${account.id} ${request.region}`) === false
    ) {
      throw new AwsError('ThrottlingException', 400, 'Rate exceeded');
    }
    const due = this.#counter.due(this.faults, account, request);
    const early = await strike(
      due.filter(({ when }) => when !== 'after'),
      account,
    );
    if (early) return faultResponse(early);
    const response = this.#execute(request, call, caller);
    const late = await strike(
      due.filter(({ when }) => when === 'after'),
      account,
    );
    if (!late) return response;
    delete call.errorCode;
    return faultResponse(late);
  }

  #execute(request: ServiceRequest, call: RecordedCall, caller: Caller): WireResponse {
    try {
      authorize(caller, request);
      const response = execute(caller, request, randomUUID());
      call.applied = true;
      return response;
    } catch (error) {
      return refusal(request, call, error);
    }
  }
}

function refusal(request: ServiceRequest, call: RecordedCall, error: unknown): WireResponse {
  // This is a bug of the fake or of a fault's `run`, so it must be loud.
  const refused =
    error instanceof AwsError
      ? error
      : new AwsError('InternalFailure', 500, `The fake AWS broke: ${String(error)}`);
  call.errorCode = refused.code;
  return encodeError(request, refused, randomUUID());
}

function faultResponse({ error, reset, html, body = '' }: Fault): WireResponse | undefined {
  if (error) throw new AwsError(error.code, error.status, error.message ?? `Injected ${error.code}`);
  if (reset) return undefined;
  const page = '<!DOCTYPE html>\n<html><body>Please sign in to the proxy</body></html>';
  return { status: 200, contentType: html ? 'text/html' : 'text/xml', body: html ? page : body };
}
