import { printableLine } from '../../lambda/domain/text';
import type { Tried } from './belief';
import { foundText } from './table';

/** What to do when a belief does not hold. The lines to paste name no account, user or key. */
export function reportIt(tried: readonly Tried[], partition: string, day: string): string {
  const lines = tried
    .filter(({ finding }) => finding.kind === 'differs')
    .map(({ belief: { id, belief, expected }, finding }) =>
      printableLine(`${id}: ${belief} Expected: ${expected}. Found: ${foundText(finding)}.`),
    );
  return [
    'docs/assumptions.md says for each id what iam-lapse does when a belief is false.',
    'Please report it: open an issue of this repository with the form "Bug report"',
    '(.github/ISSUE_TEMPLATE/bug.yml), choose the part "A belief about AWS", and paste:',
    '',
    `  field test of ${day}, partition ${partition}`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}
