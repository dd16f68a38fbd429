/** The lines of a mail between this title and the next one. */
export function sectionOf(body: string | undefined, title: string): string {
  const section = new RegExp(`^${title} \\(\\d+\\)\\n([^]*?)(?=^[A-Z][A-Z0-9 ,:]+(?: \\(\\d+\\))?$)`, 'm');
  return section.exec(body ?? '')?.[1] ?? '';
}

/** A mail without its line breaks, for texts that are wrapped. */
export function unwrapped(body: string | undefined): string {
  return (body ?? '').replaceAll(/\s+/g, ' ');
}
