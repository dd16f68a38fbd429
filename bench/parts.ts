import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of RESULTS.md. Each is written by a command of its own, which leaves the other as it is. */
export type Part = 'sweep' | 'organization';

const FILE = join(__dirname, 'RESULTS.md');
const BORDER = '\n<!-- What follows is written by `npm run bench -- organization`. -->\n\n';

export function writePart(part: Part, text: string): void {
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  writeFileSync(FILE, withPart(before, part, text));
}

/** The file with one part replaced. */
export function withPart(before: string, part: Part, text: string): string {
  const [sweep = '', organization] = before.split(BORDER);
  if (part === 'organization') return `${sweep}${BORDER}${text}`;
  return organization === undefined ? text : `${text}${BORDER}${organization}`;
}
