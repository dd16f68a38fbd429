/** Cells as text. */
export type Row = readonly string[];

/** A Markdown table, padded for terminals. The first column is left-aligned, the others right-aligned. */
export function table(header: Row, rows: readonly Row[]): string {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (row: Row) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

const pad = (text: string, width: number, column: number) =>
  column === 0 ? text.padEnd(width) : text.padStart(width);

/** `4,008` */
export const count = (number: number) => number.toLocaleString('en-US');
/** `1.05` */
export const fixed = (number: number, digits = 2) => number.toFixed(digits);
