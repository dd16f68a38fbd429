import * as z from 'zod';

/** A mail as `told-plan.json` keeps it, from which it goes out. */
export const Mail = z.strictObject({
  subject: z.string().regex(/^.{1,99}$/, 'no subject of one line'),
  body: z.string().min(1),
});
export type Mail = z.infer<typeof Mail>;

/** `digest.txt`: a copy for people. */
export function mailText({ subject, body }: Mail): string {
  return `Subject: ${subject}\n\n${body}`;
}
