import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import type { FakeAccount } from './account';
import { Dispatcher, type RecordedCall } from './dispatcher';
import type { Fault } from './faults';
import { isWrite } from './iam';
import { parseRequest } from './request';
import type { ThrottleOptions } from './throttle';

export interface FakeAwsOptions {
  /** A token bucket for each IAM action, and with it CloudTrail's. @default no throttling */
  throttle?: ThrottleOptions;
  /**
   * The responses have the account's time, as AWS's have its own. The SDK takes a client for one with a wrong clock if the
   * two differ, and repeats its refused calls.
   * @default false: this machine's time
   */
  dated?: boolean;
}

export interface FakeAws {
  account: FakeAccount;
  url: string;
  /** The configuration of an SDK client in this process. */
  clientConfig: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** The environment of a child process whose SDK calls it. */
  env: Record<string, string>;
  /** Every request, also a refused one, in the order of arrival. */
  calls: readonly RecordedCall[];
  /** The IAM calls that changed something or tried to. `applied` distinguishes them. */
  writes: () => RecordedCall[];
  faults: Fault[];
  /** Also closes open connections. */
  close: () => Promise<void>;
}

/** Serves the account on the loopback interface until it is closed. */
export async function startFakeAws(account: FakeAccount, options: FakeAwsOptions = {}): Promise<FakeAws> {
  const dispatcher = new Dispatcher(account, options.throttle);
  const server = createServer((request, response) => {
    // Ignore clients that disconnect during a request.
    if (options.dated) response.setHeader('date', new Date(account.now()).toUTCString());
    serve(dispatcher, request, response).catch(() => response.destroy());
  });
  // By default, Node closes idle connections after 5 s. A slow test may send its next request just then.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake AWS has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const { region } = account;
  const { calls, faults } = dispatcher;
  return {
    account,
    url,
    clientConfig: { endpoint: url, region, credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' } },
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'fake',
      AWS_SECRET_ACCESS_KEY: 'fake',
    },
    calls,
    writes: () => calls.filter(({ service, action }) => service === 'iam' && isWrite(action)),
    faults,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  dispatcher: Dispatcher,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const body = await buffer(request);
  const answer = await dispatcher.answer(parseRequest({ method, url, headers, body }));
  if (!answer) {
    request.socket.resetAndDestroy();
    return;
  }
  const length = Buffer.byteLength(answer.body);
  response
    .writeHead(answer.status, {
      'content-type': answer.contentType,
      'content-length': length,
      ...answer.headers,
    })
    .end(answer.body);
}
