import { printable, wrap } from '../../../lambda/domain/text';
import type { Report } from './report';
import type { Section } from './section';

/** In a list of the text. The page and --json have them all. */
const MAX_ROWS = 20;

/** The report in lines for a terminal. A section's title begins with capitals. */
export function textOf({ title, lead, sections, notes }: Report): string {
  return [
    printable(`INVESTIGATION: ${title}`),
    ...lead.flatMap((sentence) => wrap(printable(sentence), 2)),
    ...sections.flatMap(sectionLines),
    '',
    'WHAT THIS DOES NOT SHOW',
    ...notes.flatMap((note) => wrap(printable(`- ${note}`), 2, 4)),
  ].join('\n');
}

function sectionLines({ title, note, rows }: Section): string[] {
  const more = rows.length - MAX_ROWS;
  return [
    '',
    title,
    ...(note === undefined ? [] : wrap(printable(note), 2)),
    ...rows.slice(0, MAX_ROWS).flatMap((row) => wrap(printable(`- ${lineOf(row)}`), 2, 4)),
    ...(more > 0 ? [`  and ${more} more; --html and --json have them all`] : []),
  ];
}

function lineOf([what = '', ...cells]: readonly string[]): string {
  const said = cells.filter((cell) => cell !== '');
  return said.length === 0 ? what : `${what}: ${said.join('; ')}`;
}
