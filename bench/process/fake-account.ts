import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';
import { type Order, Tally, type Wanted } from './messages';

/** A fake account in its own process. */
export interface FakeAccountProcess {
  /** The environment of a client that calls it. */
  readonly environment: Readonly<Record<string, string>>;
  tally(): Promise<Tally>;
  /** IAM keeps no report from before, so the next sweep has to wait for a new one. */
  nextDay(): Promise<void>;
  /** Makes all announcements eight days old, and sets the mode to `enforce`. */
  giveNotice(): Promise<void>;
  end(): void;
}

export async function startFakeAccount(wanted: Wanted): Promise<FakeAccountProcess> {
  const child = fork(join(__dirname, 'fake-server.ts'), [JSON.stringify(wanted)], {
    // The rehearsal uses the SDK, which warns on Node 20.
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    execArgv: ['--import', 'tsx'],
  });
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('the fake AWS ended')));
  // It ends when nobody asks any more, and then nobody waits for this.
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
    tally: async () => Tally.parse(await ask('tally')),
    nextDay: async () => {
      await ask('next day');
    },
    giveNotice: async () => {
      await ask('give notice');
    },
    end: () => child.disconnect(),
  };
}
