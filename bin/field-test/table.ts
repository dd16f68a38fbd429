import type { Finding, Tried } from './belief';

const WIDTHS = [4, 9, 29, 24, 26] as const;
const GAP = '  ';
const TITLES = ['id', 'result', 'belief', 'expected', 'found'];

const RESULT: Readonly<Record<Finding['kind'], string>> = {
  holds: 'holds',
  differs: 'DIFFERS',
  notTried: 'not tried',
};

export function foundText(finding: Finding): string {
  return finding.kind === 'notTried' ? finding.why : finding.found;
}

/** At most 100 columns; a cell is wrapped. */
export function tableOf(tried: readonly Tried[]): string {
  const rows = tried.map(({ belief: { id, belief, expected }, finding }) => [
    id,
    RESULT[finding.kind],
    belief,
    expected,
    foundText(finding),
  ]);
  return [TITLES, TITLES.map((_, column) => '-'.repeat(WIDTHS[column] ?? 0)), ...rows]
    .flatMap(linesOfRow)
    .join('\n');
}

function linesOfRow(cells: readonly string[]): string[] {
  const columns = cells.map((cell, column) => wrapCell(cell, WIDTHS[column] ?? 0));
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, index) => (column[line] ?? '').padEnd(WIDTHS[index] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function wrapCell(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ').flatMap((each) => piecesOf(each, width))) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A word that is longer than the column. */
function piecesOf(word: string, width: number): string[] {
  return word.length <= width ? [word] : [word.slice(0, width), ...piecesOf(word.slice(width), width)];
}
