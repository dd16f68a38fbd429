import { ContextError, parseContext } from '../../bin/context';

export type Context = Readonly<Record<string, unknown>>;

export const EMAIL = { email: 'security@example.com' };

/** The lines of the error that the context is refused with. */
export function complaints(context: Context, userWide?: Context): string[] {
  try {
    parseContext(context, userWide);
  } catch (error) {
    if (error instanceof ContextError) return error.message.split('\n');
    throw error;
  }
  return [];
}
