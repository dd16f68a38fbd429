import { once } from 'node:events';
import { createServer } from 'node:http';
import type { FakeAws } from './fake-aws';
import { onClose } from './clients';

/**
 * Answers every request with status 200 and the next of `bodies`; the last body repeats. Use it for responses that
 * AWS must not send and the fake AWS therefore cannot.
 */
export async function serveScript(
  contentType: string,
  ...bodies: readonly [string, ...string[]]
): Promise<Pick<FakeAws, 'clientConfig'>> {
  let answered = 0;
  const server = createServer((request, response) => {
    const body = bodies[Math.min(answered, bodies.length - 1)];
    answered += 1;
    request.resume();
    response.writeHead(200, { 'content-type': contentType }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The scripted AWS has no port');
  onClose(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return {
    clientConfig: {
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
    },
  };
}

/** A response of the query protocol, which IAM and SNS use. `result` is XML. */
export function queryAnswer(action: string, result: string): string {
  return `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
}
