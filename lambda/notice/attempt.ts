import type { Read } from '../domain/hygiene/facts';
import { messageOf } from '../message-of';

/** A call that answers, or says why it did not. Never throws. */
export type Attempt = <T>(call: () => Promise<T>) => Promise<Read<T>>;

/**
 * Runs `work`, whose attempts share one deadline, counted from now. A call that has no answer by then is
 * unreadable; what it has sent may still be answered, to nobody.
 */
export async function within<T>(ms: number, work: (attempt: Attempt) => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Read<never>>((resolve) => {
    const cause = `not read within ${ms / 1_000} s`;
    timer = setTimeout(() => resolve({ kind: 'unreadable', cause }), ms);
  });
  try {
    return await work((call) => Promise.race([answerOf(call), late]));
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf<T>(call: () => Promise<T>): Promise<Read<T>> {
  try {
    return { kind: 'read', value: await call() };
  } catch (error) {
    return { kind: 'unreadable', cause: messageOf(error) };
  }
}
