import { parseCredentialId } from '../ledger/credential-id';
import { utcDate } from '../instant';
import { isNamedBy } from '../locks/follow-up';
import type { Reconciled, RunReport } from '../run-report';
import { keyIdOf, type Target } from '../remediation/confirm';
import { masked } from './credential-lines';
import { restoreCommand } from './commands';
import type { Item, Section } from './layout';
import { clean, wrap } from '../text';

/** Names the runs that were killed. */
export function killedRuns({ earlier, runId }: Pick<Reconciled, 'earlier' | 'runId'>): string {
  return earlier
    ? `Runs ${earlier.join(', ')} and ${runId} did not report what they did.`
    : `Run ${runId} did not report what it did.`;
}

/** The actions of a killed run, as IAM shows them now (docs/design.md §5.11). */
export function reconciledSection({ caughtUp }: RunReport): Section {
  const reconciled = caughtUp?.reconciled;
  const found = (reconciled?.found ?? []).filter(({ state }) => state.kind !== 'active');
  return {
    title: 'DISABLED BY A RUN THAT DID NOT END',
    intro: wrap(
      `${reconciled ? killedRuns(reconciled) : ''} This run looked up in IAM all that was planned. What is not listed is active: it was not done, or somebody has enabled it again.`,
      2,
    ),
    items: found.map(({ id, target, state }): Item => ({
      lines: [
        '',
        ...wrap(labelOf(id, target), 2, 4),
        ...wrap(stateText(state), 4),
        ...(state.kind === 'disabled' || state.kind === 'unreadable' ? restoreCommand(target) : []),
      ],
    })),
  };
}

function stateText(state: Reconciled['found'][number]['state']): string {
  switch (state.kind) {
    case 'disabled':
      return 'is disabled';
    case 'active':
      return 'is active';
    case 'enabledAgain':
      return 'was disabled, and somebody has enabled it again; its clock starts afresh today';
    case 'locked':
      return 'is disabled, by that run or by the lock of its user since';
    case 'userGone':
      return 'may have been disabled; the user is gone or has another name now';
    case 'unreadable':
      return `may have been disabled; looking it up failed: ${clean(state.cause, 500)}`;
  }
}

/** CloudTrail shows events late, so the run that deleted these could not know (docs/design.md §5.6). */
export function lateResetsSection({ caughtUp }: RunReport): Section {
  const { lateResets } = caughtUp ?? {};
  return {
    title: 'SET BEFORE IT WAS DELETED',
    intro: wrap(
      'An earlier run deleted these passwords. CloudTrail showed only later that somebody had set them before. Ask the owner of each; the command gives the user a password again.',
      2,
    ),
    items: (lateResets?.kind === 'read' ? lateResets.found : []).map(({ id, cause, target }) => ({
      lines: [
        '',
        ...wrap(labelOf(id), 2, 4),
        ...wrap(clean(cause, 500), 4),
        ...(target ? restoreCommand(target) : []),
      ],
    })),
  };
}

export function restoredSection({ report }: RunReport): Section {
  const unproven = new Set(report?.perhapsNeverDisabled);
  return {
    title: 'ENABLED AGAIN BY SOMEBODY',
    intro: wrap(
      'An earlier run disabled these, or tried to, and they are enabled now. After the first time, the clock starts afresh today. From the second time on, iam-lapse leaves the credential alone.',
      2,
    ),
    items: (report?.restored ?? [])
      .filter((id) => !unproven.has(id))
      .map((id) => ({ lines: wrap(labelOf(id), 2, 4) })),
  };
}

/** A write whose answer and read-back were lost, and a report that shows the credential enabled. */
export function perhapsNeverDisabledSection({ report }: RunReport): Section {
  return {
    title: 'ENABLED, AND PERHAPS NEVER DISABLED',
    intro: wrap(
      'An earlier run tried to disable these, and could not read back whether it had. They are enabled now; perhaps nobody has touched them. Their clocks start afresh today.',
      2,
    ),
    items: (report?.perhapsNeverDisabled ?? []).map((id) => ({ lines: wrap(labelOf(id), 2, 4) })),
  };
}

export function confirmedSection({ report }: RunReport): Section {
  const late = new Set(report?.lateEffect?.map(({ id }) => id));
  return {
    title: 'CONFIRMED DISABLED',
    intro: wrap('An earlier run disabled these. Now the credential report confirms it.', 2),
    items: (report?.confirmed ?? [])
      .filter((id) => !late.has(id))
      .map((id) => ({ lines: wrap(labelOf(id), 2, 4) })),
  };
}

/** No read-back showed the write, so the run that made it told it as failed (docs/design.md §5.6). */
export function lateEffectSection({ report, locks }: RunReport): Section {
  const isLocked = (id: string, target: Target | undefined) =>
    (locks?.followed ?? []).some(({ lock }) => isNamedBy(lock, id, { keyId: keyIdOf(target) }));
  return {
    title: 'DISABLED AFTER ALL',
    intro: wrap(
      'An earlier run tried to disable these, and IAM did not show that it had. Now they are disabled: by that run, or by somebody since. The command below each one undoes it.',
      2,
    ),
    items: (report?.lateEffect ?? []).map(({ id, target }) => ({
      lines: [
        '',
        ...wrap(labelOf(id), 2, 4),
        // Nobody should undo a lock by the way.
        ...(isLocked(id, target)
          ? wrap('a person locked its user: perhaps the lock did it', 4)
          : target
            ? restoreCommand(target)
            : []),
      ],
    })),
  };
}

/** `bob, password`, from a ledger id (docs/design.md §5.8); a key with the ends of its key id, if that is known. */
export function labelOf(id: string, target?: Target): string {
  const parts = parseCredentialId(id);
  if (!parts) return clean(id);
  const user = clean(parts.userName, 64);
  if (parts.keyCreated === undefined) return `${user}, password`;
  const keyId = parts.keyId ?? keyIdOf(target);
  return `${user}, access key created ${utcDate(parts.keyCreated)}${keyId === undefined ? '' : ` (${masked(keyId)})`}`;
}
