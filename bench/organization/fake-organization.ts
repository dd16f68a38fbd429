import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';
import { Ids, type Order, Tally, type Wanted } from './process/messages';

/** A fake organization in its own process. */
export interface FakeOrganizationProcess {
  /** The environment of a client that calls it. */
  readonly environment: Readonly<Record<string, string>>;
  tally(): Promise<Tally>;
  advance(days: number): Promise<void>;
  lose(): Promise<void>;
  list(key: string): Promise<readonly string[]>;
  end(): void;
}

export async function startFakeOrganization(wanted: Wanted): Promise<FakeOrganizationProcess> {
  const child = fork(join(__dirname, 'process', 'organization-server.ts'), [JSON.stringify(wanted)], {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    execArgv: ['--import', 'tsx', '--max-old-space-size=8192'],
  });
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('the fake organization ended')));
  gone.catch(() => undefined);
  const answer = async (): Promise<unknown> => {
    const [message] = await Promise.race([once(child, 'message'), gone]);
    return message;
  };
  const ask = (order: Order) => {
    child.send(order);
    return answer();
  };
  return {
    environment: z.record(z.string(), z.string()).parse(await answer()),
    tally: async () => Tally.parse(await ask({ order: 'tally' })),
    advance: async (days) => {
      await ask({ order: 'advance', days });
    },
    lose: async () => {
      await ask({ order: 'lose' });
    },
    list: async (key) => Ids.parse(await ask({ order: 'list', key })),
    end: () => child.disconnect(),
  };
}
