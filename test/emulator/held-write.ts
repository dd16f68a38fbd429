import * as z from 'zod';
import type { Invocation, Outcome } from './invoke';
import type { Moto } from './moto';

const Held = z.record(z.string(), z.string()).nullable();

/** Starts a run, and kills it after its first write took effect but before it gets the response. */
export async function killedAfterFirstWrite(moto: Moto, start: () => Invocation): Promise<Outcome> {
  await moto.request('/emulator/hold', { method: 'POST' });
  try {
    const { ended, kill } = start();
    const done = moto.request('/emulator/held').then(async (answer) => Held.parse(await answer.json()));
    // A run that writes nothing ends by itself.
    const write = await Promise.race([done, ended.then(() => null)]);
    if (write !== null) kill();
    return await ended;
  } finally {
    await moto.request('/emulator/release', { method: 'POST' });
  }
}
