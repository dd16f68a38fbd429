import * as z from 'zod';
import type { Moto } from './moto';

const Mail = z.object({ to: z.string(), subject: z.string(), body: z.string() });
export type Mail = z.infer<typeof Mail>;

/** All mails that confirmed subscribers have received so far. */
export async function mailbox(moto: Moto): Promise<Mail[]> {
  return z.array(Mail).parse(await (await moto.request('/emulator/mail')).json());
}

/** Replaces a mail that was not sent, so that an assertion fails on its content. */
export const NO_MAIL: Mail = { to: '', subject: '', body: '' };

/** The only mail with this subject. */
export async function mailAbout(moto: Moto, subject: string): Promise<Mail> {
  const [mail, ...others] = (await mailbox(moto)).filter((each) => each.subject.includes(subject));
  if (!mail || others.length > 0) throw new Error(`${mail ? 'more than one' : 'no'} mail says ${subject}`);
  return mail;
}

/** The lines of a section, from its title in capitals, such as `DISABLED (2)`, to the next title. */
export function section({ body }: Mail, title: string): string {
  const lines = body.split('\n');
  const start = lines.indexOf(title);
  if (start < 0) throw new Error(`the digest has no section ${title}:\n${body}`);
  const length = lines.slice(start + 1).findIndex((line) => /^[A-Z]/.test(line));
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n');
}

/** The first command that starts like this, with its continuation lines, exactly as printed. */
export function commandIn({ body }: Mail, command: string): string {
  const lines = body.split('\n');
  const start = lines.findIndex((line) => line.trimStart().startsWith(command));
  if (start < 0) throw new Error(`the digest has no command ${command}:\n${body}`);
  const length = lines.slice(start).findIndex((line) => !line.endsWith('\\'));
  return lines.slice(start, start + length + 1).join('\n');
}
