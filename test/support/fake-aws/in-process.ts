import { Readable } from 'node:stream';
import { STSClient } from '@aws-sdk/client-sts';
import type { HttpRequest, HttpResponse } from '@smithy/types';
import type { FakeAccount } from './account';
import { Dispatcher, type RecordedCall } from './dispatcher';
import type { Fault } from './faults';
import { parseRequest, type HttpRequest as RawRequest, type ServiceRequest } from './request';
import type { WireResponse } from './wire';

/** Stands around each request, in the order of arrival. A promise that never settles is the death of the client. */
export type Around = (
  request: ServiceRequest,
  answer: () => Promise<WireResponse | undefined>,
) => Promise<WireResponse | undefined>;

export interface InProcessAws {
  readonly account: FakeAccount;
  /** As a child process would have it, for SDK clients in this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly calls: readonly RecordedCall[];
  readonly faults: Fault[];
}

const served = new Map<string, (request: ServiceRequest) => Promise<WireResponse | undefined>>();
let addresses = 0;

/**
 * The fake AWS without sockets, for properties of thousands of runs: the SDK signs, sends, repeats and parses as ever, and
 * its HTTP handler asks the account in this process. Each account has an address of its own, which is never used again. So
 * a client that was left behind reaches nobody else's account.
 */
export function fakeAwsInProcess(
  account: FakeAccount,
  around: Around = (_, answer) => answer(),
): InProcessAws {
  const dispatcher = new Dispatcher(account);
  const { calls, faults } = dispatcher;
  addresses += 1;
  const host = `127.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}:1`;
  served.set(host, (request) => around(request, () => dispatcher.answer(request)));
  return {
    account,
    calls,
    faults,
    env: {
      AWS_ENDPOINT_URL: `http://${host}`,
      AWS_REGION: account.region,
      AWS_ACCESS_KEY_ID: 'fake',
      AWS_SECRET_ACCESS_KEY: 'fake',
    },
  };
}

/** For `beforeAll`. It stays until jest restores its spies. Other addresses are called by HTTP, as ever. */
export function answerInProcess(): void {
  const sdk = handlerOfSdk();
  const byHttp = sdk.handle;
  jest.spyOn(sdk, 'handle').mockImplementation(async function (this: Handler, request, options) {
    const answer = served.get(`${request.hostname}:${request.port}`);
    if (!answer) return byHttp.call(this, request, options);
    const wire = await answer(parseRequest(received(request)));
    // As the SDK's handler names a connection that was reset.
    if (!wire) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' });
    const response: HttpResponse = {
      statusCode: wire.status,
      headers: { 'content-type': wire.contentType, ...wire.headers },
      body: Readable.from([Buffer.from(wire.body)]),
    };
    return { response };
  });
}

interface Handler {
  handle: (request: HttpRequest, options?: object) => Promise<{ response: HttpResponse }>;
}

/** What all clients of the SDK send their requests with, when nobody gives them another handler. */
function handlerOfSdk(): Handler {
  const client = new STSClient({ region: 'us-east-1' });
  const { requestHandler } = client.config;
  client.destroy();
  const prototype: Handler = Object.getPrototypeOf(requestHandler);
  return prototype;
}

/** The request as a server would receive it. */
function received({ method, path, query, headers, body }: HttpRequest): RawRequest {
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value ?? '')]),
  );
  return {
    method,
    url: `${path}?${search.toString()}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: bytesOf(body),
  };
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body === 'string') return Buffer.from(body);
  throw new Error('the fake AWS in this process takes no streams');
}
