import type { OutcomeKind, Result } from '../remediation/outcome';
import type { Instant } from '../instant';
import type { RunReport } from '../run-report';
import { credentialLabel, reasonLine, keyContextLines, masked, withoutKeyIds } from './credential-lines';
import { PASSWORD_IS_GONE, restoreCommand } from './undo-command';
import type { Item, Section } from './layout';
import { clean, wrap } from '../text';

/** What was done, what would have been, and what was not and why; failures first. */
export function actionSections({ results, now }: Pick<RunReport, 'results' | 'now'>): Section[] {
  const of = (kind: OutcomeKind) => results.filter(({ outcome }) => outcome.kind === kind);
  const section = (kind: OutcomeKind, title: string, intro: string): Section => ({
    title,
    intro: wrap(intro, 2),
    items: of(kind).map((result) => itemOf(result, now)),
  });
  const passwordDeleted = of('disabled').some(({ target }) => target?.kind === 'password');
  return [
    section('failed', 'FAILED', 'These were to be disabled. The next run looks at them again.'),
    section(
      'disabled',
      'DISABLED',
      `Below each is the command that undoes it; its clock then starts anew.${passwordDeleted ? ` ${PASSWORD_IS_GONE}` : ''}`,
    ),
    section(
      'wouldDisable',
      'WOULD BE DISABLED TODAY',
      of('wouldDisable').every(({ target }) => target === undefined)
        ? 'As far as the report can tell: a last live look would come first.'
        : 'The last look confirmed these; nothing was changed.',
    ),
    section('deferred', 'PUT OFF', 'Not disabled in this run. The next run goes on.'),
    section(
      'refused',
      'SPARED BY THE LAST LOOK',
      'The report called these stale; what IAM says now does not.',
    ),
    section('alreadyAbsent', 'ALREADY GONE', 'Somebody was faster than this run.'),
  ];
}

function itemOf({ candidate, target, outcome }: Result, now: Instant): Item {
  const { credential, evidence, verdict } = candidate;
  const cause = 'cause' in outcome ? wrap(withoutKeyIds(clean(outcome.cause, 500)), 4) : [];
  const known = target?.kind === 'accessKey' ? ` (${masked(target.keyId)})` : '';
  const lines = [
    '',
    ...wrap(`${credentialLabel(credential)}${known}`, 2, 4),
    ...cause,
    ...wrap(reasonLine(evidence, verdict, now), 4),
    ...keyContextLines(candidate, { keyId: target?.kind === 'accessKey' ? target.keyId : undefined }),
    ...(outcome.kind === 'disabled' && outcome.responseLost
      ? wrap("IAM's answer was lost; reading it back proved that it is disabled.", 4)
      : []),
    ...(target && outcome.kind === 'disabled' ? restoreCommand(target) : []),
    ...(target && outcome.kind === 'failed' && outcome.mayBeDisabled
      ? ['    If it turns out to be disabled, this undoes it:', ...restoreCommand(target)]
      : []),
  ];
  return { lines };
}
