import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';

export const MOTO_MISSING =
  "The emulator tests need Python 3.10 or later with moto's server: pip install 'moto[server]'";

const START_TIMEOUT_MS = 30_000;
const Listening = z.object({ port: z.number() });

/** A Python that has moto's server; undefined if there is none. */
export function pythonWithMoto(): string | undefined {
  const question =
    'import sys, importlib.util as u; sys.exit(sys.version_info < (3, 10) or not (u.find_spec("moto") and u.find_spec("flask_cors")))';
  return ['python3', 'python'].find(
    (python) => spawnSync(python, ['-c', question], { stdio: 'ignore' }).status === 0,
  );
}

/** moto's server on a free port of 127.0.0.1. */
export class Moto {
  private constructor(
    readonly url: string,
    private readonly server: ChildProcess,
  ) {}

  /**
   * @param folder for the log of requests
   * @param environment more variables for the launcher
   */
  static async start(python: string, folder: string, environment: NodeJS.ProcessEnv = {}): Promise<Moto> {
    const server = spawn(python, ['-B', join(__dirname, 'launcher.py')], {
      env: {
        ...process.env,
        MOTO_RECORDER_FILEPATH: join(folder, 'requests.jsonl'),
        // AWS's own policies, which moto otherwise does not have.
        MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let complaints = '';
    // Read to the end, or the pipe fills and moto blocks.
    server.stderr.on('data', (chunk: Buffer) => {
      complaints = `${complaints}${chunk.toString()}`.slice(-4_000);
    });
    try {
      const signal = AbortSignal.timeout(START_TIMEOUT_MS);
      const [line] = await Promise.race([
        once(createInterface(server.stdout), 'line', { signal }),
        once(server, 'exit', { signal }),
      ]);
      const { port } = Listening.parse(JSON.parse(String(line)));
      return new Moto(`http://127.0.0.1:${port}`, server);
    } catch (cause) {
      server.kill();
      throw new Error(`moto's server did not start:\n${complaints}`, { cause });
    }
  }

  async stop(): Promise<void> {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    this.server.kill();
    await once(this.server, 'exit');
  }

  /** @param service the name in the signature's scope, by which moto routes a request */
  async request(path: string, init: RequestInit & { readonly service?: string } = {}): Promise<Response> {
    const { service, ...rest } = init;
    const headers = new Headers(rest.headers);
    const scope = `testing/20260101/us-east-1/${service}/aws4_request`;
    if (service) headers.set('authorization', `AWS4-HMAC-SHA256 Credential=${scope}`);
    const response = await fetch(`${this.url}${path}`, { ...rest, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}
