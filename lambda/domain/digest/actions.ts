import { keyIdOf, type Target } from '../remediation/confirm';
import type { OutcomeKind, Result } from '../remediation/outcome';
import type { RunReport } from '../run-report';
import {
  administratorMark,
  breakGlassLines,
  contextLines,
  credentialLabel,
  reasonLines,
  useLines,
  withoutKeyIds,
} from './credential-lines';
import { PASSWORD_IS_GONE, restoreCommand } from './commands';
import { IF_DENIED } from './halt-advice';
import type { Item, Section } from './layout';
import { clean, wrap } from '../text';

type Actions = Pick<
  RunReport,
  'results' | 'now' | 'trigger' | 'caughtUp' | 'administrators' | 'useHistories'
>;

/** One section for each kind of outcome (docs/design.md §2.4), failures first. */
export function actionSections(run: Actions): Section[] {
  const { results, trigger, caughtUp } = run;
  const ofKind = (kind: OutcomeKind) => results.filter(({ outcome }) => outcome.kind === kind);
  const section = (kind: OutcomeKind, title: string, intro: string): Section => ({
    title,
    intro: wrap(intro, 2),
    items: ofKind(kind).map((result) => itemOf(result, run, foundActive.has(nameOfTarget(result.target)))),
  });
  const foundActive = new Set(
    (caughtUp?.reconciled?.found ?? [])
      .filter(({ state }) => state.kind === 'active')
      .map(({ target }) => nameOfTarget(target)),
  );
  // The command line has another role than the function, and says itself which permissions it lacks.
  const denied = trigger !== 'preview' && ofKind('failed').some(wasDenied);
  const passwordDeleted = ofKind('disabled').some(({ target }) => target?.kind === 'password');
  return [
    section(
      'failed',
      'FAILED',
      `iam-lapse could not disable these, or could not prove that it did. The next run judges them again.${denied ? ` Where AWS denied the call: ${IF_DENIED}` : ''}`,
    ),
    section(
      'disabled',
      'DISABLED',
      `The command below each one undoes it. The credential then counts as used on that day.${passwordDeleted ? ` ${PASSWORD_IS_GONE}` : ''}`,
    ),
    section(
      'wouldDisable',
      'WOULD BE DISABLED TODAY',
      ofKind('wouldDisable').every(({ target }) => target === undefined)
        ? 'By the report alone. A run would first take a last look in IAM.'
        : 'The last look in IAM confirmed these. Nothing was changed.',
    ),
    section('deferred', 'PUT OFF', 'These were not disabled in this run. The next run looks at them again.'),
    section(
      'refused',
      'SPARED BY THE LAST LOOK',
      'The report calls these stale; the last look did not confirm it.',
    ),
    section('alreadyAbsent', 'ALREADY GONE', 'These were disabled or deleted before this run could do it.'),
  ];
}

/** `AccessDenied` is the code of IAM; an organization's SCP that denies a call has the same one. */
function wasDenied({ outcome }: Result): boolean {
  return 'cause' in outcome && /AccessDenied|not authorized/.test(outcome.cause);
}

/** Undefined without a target; a key's id, or a password's user. */
function nameOfTarget(target: Target | undefined): string | undefined {
  return target?.kind === 'password' ? target.user.arn : target?.keyId;
}

/** @param wasPlanned a run that did not end had planned it, too, and this run found it active */
function itemOf({ candidate, target, outcome }: Result, run: Actions, wasPlanned: boolean): Item {
  const { credential, evidence, verdict } = candidate;
  const uses = run.useHistories?.get(credential);
  const cause = 'cause' in outcome ? wrap(withoutKeyIds(clean(outcome.cause, 500)), 4) : [];
  const keyId = keyIdOf(target);
  const isGone = outcome.kind === 'alreadyAbsent';
  // What was spared may be exempt already.
  const isSafe = isGone || outcome.kind === 'refused';
  const lines = [
    '',
    ...wrap(`${credentialLabel(credential, target)}${administratorMark(run, credential)}`, 2, 4),
    ...(isSafe ? [] : breakGlassLines(credential)),
    ...cause,
    ...reasonLines(evidence, verdict, run.now, 4),
    // What was spared by a use says so in its cause.
    ...(uses && !isSafe ? useLines(uses, credential.kind) : []),
    ...(isGone ? [] : contextLines(candidate, { keyId })),
    ...(outcome.kind === 'disabled' && outcome.responseLost
      ? wrap("IAM's answer was lost, but a read-back proved that it is disabled.", 4)
      : []),
    ...(wasPlanned && target && outcome.kind === 'disabled'
      ? wrap(
          'A run that did not end had planned it, too. If that run disabled it and somebody has enabled it again since, this is the second time: ask its owner.',
          4,
        )
      : []),
    ...(target && outcome.kind === 'disabled' ? restoreCommand(target) : []),
    ...(target && outcome.kind === 'failed' && (outcome.mayBeDisabled || outcome.tried)
      ? ['    If it turns out to be disabled, this command undoes it:', ...restoreCommand(target)]
      : []),
  ];
  return { lines };
}
