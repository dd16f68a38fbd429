import type { AppliedWrite, Delivered, Journal } from './journal';

/** A credential by its name, alone on a line; a key by its id. Its minute, which only some keys need, is left out. */
export const NAMED =
  /^ {2,4}(?<name>\S.*, (?:password|access key created \d{4}-\d\d-\d\d))(?: \d\d:\d\d)?(?<id> \(AKIA\.{3}\d{4}\))?$/;

/** What a digest says under its headings: `['ON NOTICE', 'ada, password']`. */
export function saidIn({
  body,
}: Pick<Delivered, 'body'>): { readonly title: string; readonly words: string }[] {
  const said: { title: string; words: string }[] = [];
  let title = '';
  for (const line of body.split('\n')) {
    const heading = /^([A-Z][A-Z', ]+) \(\d+\)$/.exec(line)?.[1];
    if (heading) title = heading;
    else if (/^\S/.test(line)) title = '';
    const named = NAMED.exec(line)?.groups;
    if (title && named) said.push({ title, words: `${named['name'] ?? ''}${named['id'] ?? ''}` });
  }
  return said;
}

/** Whether a credential stands under one of these headings. */
export function names(mail: Pick<Delivered, 'body'>, titles: readonly string[], words: string): boolean {
  return saidIn(mail).some((said) => titles.includes(said.title) && said.words === words);
}

export const ON_NOTICE = ['ON NOTICE', 'NEWLY ON NOTICE'];
/** Where what was done, or may have been, is told; the last: "an earlier run disabled these, or tried to". */
export const TOLD = [
  'DISABLED',
  'FAILED',
  'DISABLED BY A RUN THAT DID NOT END',
  'ENABLED AGAIN BY SOMEBODY',
  'ENABLED, AND PERHAPS NEVER DISABLED',
];

/** Whether the mail judges the account, and so names everybody who is on notice. */
export function judges({ body }: Pick<Delivered, 'body'>): boolean {
  return /^\d+ active credentials? of \d+ users?:/m.test(body);
}

/** When the write was first told to somebody; undefined: never. */
export function toldAt({ runs }: Journal, write: AppliedWrite): number | undefined {
  return runs
    .flatMap(({ delivered }) => delivered)
    .find((mail) => mail.subscribers > 0 && mail.at >= write.at && names(mail, TOLD, write.words))?.at;
}
