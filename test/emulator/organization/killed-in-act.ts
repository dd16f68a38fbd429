import * as z from 'zod';
import type { EmulatedOrganization } from './emulated-organization';

const Held = z.record(z.string(), z.string()).nullable();

/** Kills the functions when the first write of a run has taken effect, and nobody has heard of it. */
export async function killAfterFirstWrite(
  { moto, controls }: EmulatedOrganization,
  before: () => Promise<void> = async () => {},
): Promise<void> {
  // The emulator waits a minute at a time, and everybody is judged before.
  for (let write = null; write === null;) {
    write = Held.parse(await (await moto.request('/emulator/held')).json());
  }
  await before();
  await controls.killFunctions({ andStayDead: true });
  await moto.request('/emulator/release', { method: 'POST' });
}
