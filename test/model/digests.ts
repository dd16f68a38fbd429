import type { AppliedWrite, Delivered, Journal } from './journal';

/** What a digest says under its headings: `['ON NOTICE', 'ada, password']`, by the first line of each item. */
export function saidIn({
  body,
}: Pick<Delivered, 'body'>): { readonly title: string; readonly line: string }[] {
  const said: { title: string; line: string }[] = [];
  let title = '';
  for (const line of body.split('\n')) {
    const heading = /^([A-Z][A-Z', ]+) \(\d+\)$/.exec(line)?.[1];
    if (heading) title = heading;
    else if (/^\S/.test(line)) title = '';
    else if (title && /^ {2}\S.*, (?:password|access key created )/.test(line))
      said.push({ title, line: line.trim() });
  }
  return said;
}

/** Whether a credential stands under one of these headings. Key ids may follow its name. */
export function names(mail: Pick<Delivered, 'body'>, titles: readonly string[], words: string): boolean {
  return saidIn(mail).some(
    ({ title, line }) => titles.includes(title) && (line === words || line.startsWith(`${words} (`)),
  );
}

export const ON_NOTICE = ['ON NOTICE'];
/** Where what was done, or may have been, is told; the last: "an earlier run disabled these, or tried to". */
export const TOLD = ['DISABLED', 'FAILED', 'DISABLED BY A RUN THAT DID NOT END', 'ENABLED AGAIN BY SOMEBODY'];

/** When the write was first told; undefined: never. */
export function toldAt({ runs }: Journal, write: AppliedWrite): number | undefined {
  return runs
    .flatMap(({ delivered }) => delivered)
    .find((mail) => mail.at >= write.at && names(mail, TOLD, write.words))?.at;
}
