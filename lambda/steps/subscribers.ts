import type { Ports } from '../ports';

/** How many hear of it at this moment; undefined when that cannot be read. */
export async function subscribersOf({
  topic,
  log,
}: Pick<Ports, 'topic' | 'log'>): Promise<number | undefined> {
  try {
    return await topic.subscribers();
  } catch (error) {
    log('WARN', 'subscribers-unknown', { error: String(error) });
    return undefined;
  }
}
