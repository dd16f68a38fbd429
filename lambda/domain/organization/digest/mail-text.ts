/** A mail as `digest.txt` keeps it, from which it goes out. */
export interface Mail {
  readonly subject: string;
  readonly body: string;
}

const SUBJECT = 'Subject: ';

export function mailText({ subject, body }: Mail): string {
  return `${SUBJECT}${subject}\n\n${body}`;
}

/** undefined: it is not such a mail, and is not sent */
export function parseMail(text: string): Mail | undefined {
  const [, subject, body] = /^Subject: (.{1,99})\n\n([^]+)$/.exec(text) ?? [];
  return subject === undefined || body === undefined ? undefined : { subject, body };
}
